"""The grammar of templates; `$` is its only special character, so that JSON, XML, SQL and code stay readable.

    ${person}            a value of a kind            ${person.email}      the same in another form
    ${person#1}          the entity number 1 of its kind: the same one wherever the number comes back
    $(a|b|c)             one of the alternatives      $[text]              the text or nothing
    ${@closing}          a named rule                 ${@row*2-5}          a rule 2 to 5 times, each time with entities
                                                                           of its own, a space between them
                                                                           unless it ends in white space; the
                                                                           rule must never be empty
    $$ $| $) $]          the character itself

Round brackets inside a choice and square brackets inside an optional part need no escape where they are balanced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, product
from math import prod
from random import Random

from ..errors import PiiError
from ..records import PiiSpan
from .slots import KINDS
from .values import Draw, Kind, Value

_SLOT = re.compile(r"\$\{(\w+)(?:#(\d+))?(?:\.(\w+))?\}")
_RULE = re.compile(r"\$\{@(\w+)(?:\*(\d+)-(\d+))?\}")
_SYNTAX = "see the docstring of spacy_pii/synthesis/grammar.py."


@dataclass(frozen=True, slots=True)
class Slot:
    """number: None for an entity of its own."""

    name: str
    kind: Kind
    number: str | None
    form: str


@dataclass(frozen=True, slots=True)
class Choice:
    options: tuple[Sequence, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    body: Sequence
    low: int
    high: int


Node = str | Slot | Choice | Repeat
Sequence = tuple[Node, ...]


def compile_template(text: str, rules: Mapping[str, str]) -> Sequence:
    """Parse a template and the rules it names. Raises PiiError without a path."""
    return _Parser(text, rules, ()).parse()


class _Parser:
    def __init__(self, text: str, rules: Mapping[str, str], open_rules: tuple[str, ...]):
        self.text, self.rules, self.open_rules = text, rules, open_rules
        self.position = 0

    def parse(self) -> Sequence:
        return self._sequence("", "")

    def _sequence(self, opening: str, closing: str) -> Sequence:
        """Nodes up to one of the closing characters at depth 0, which is left unread, or the end of the text."""
        nodes: list[Node] = []
        literal: list[str] = []
        depth = 0
        while self.position < len(self.text):
            char = self.text[self.position]
            if char == "$":
                node = self._special()
                if isinstance(node, str):
                    literal.append(node)
                    continue
                nodes += ["".join(literal)] if literal else []
                literal = []
                nodes += node
                continue
            if depth == 0 and char in closing:
                break
            depth += (char in opening) - (bool(depth) and char == closing[-1:])
            literal.append(char)
            self.position += 1
        else:
            if closing:
                raise PiiError(f"'{closing[-1]}' is missing at the end.", remedy=_SYNTAX)
        return (*nodes, "".join(literal)) if literal else tuple(nodes)

    def _special(self) -> str | Sequence:
        following = self.text[self.position + 1 : self.position + 2]
        if following == "(":
            return self._choice()
        if following == "[":
            self.position += 2
            body = self._sequence("[", "]")
            self.position += 1
            return (Choice((body, ())),)
        if following == "{":
            return self._braces()
        escaped = following in ("$", "|", ")", "]")
        self.position += 2 if escaped else 1
        return following if escaped else "$"

    def _choice(self) -> Sequence:
        options: list[Sequence] = []
        self.position += 1
        while not options or self.text[self.position] == "|":
            self.position += 1
            options.append(self._sequence("(", "|)"))
        self.position += 1
        return (Choice(tuple(options)),)

    def _braces(self) -> Sequence:
        if match := _SLOT.match(self.text, self.position):
            self.position = match.end()
            name, number, form = match[1], match[2], match[3] or ""
            if name not in KINDS or form not in KINDS[name].forms:
                raise PiiError(f"unknown slot {match[0]}.", remedy="spacy_pii/synthesis/slots.py lists the slots.")
            return (Slot(name, KINDS[name], number, form),)
        if match := _RULE.match(self.text, self.position):
            self.position = match.end()
            body = self._rule(match[1])
            return (_repeat(match[0], body, int(match[2]), int(match[3])),) if match[2] else body
        raise PiiError(f"malformed slot at character {self.position}.", remedy=_SYNTAX)

    def _rule(self, name: str) -> Sequence:
        if name in self.open_rules:
            raise PiiError(f"rule {name!r} contains itself.", remedy="use a repetition, ${@rule*1-3}.")
        if name not in self.rules:
            raise PiiError(f"unknown rule {name!r}.", remedy="define it under `rules:` in the same file.")
        return _Parser(self.rules[name], self.rules, (*self.open_rules, name)).parse()


def _repeat(slot: str, body: Sequence, low: int, high: int) -> Repeat:
    if low > high:
        raise PiiError(
            f"{slot} repeats at least {low} and at most {high} times.", remedy="put the smaller count first."
        )
    if _may_be_empty(body):
        # Nothing would be between the spaces that part the repetitions.
        raise PiiError(f"{slot} repeats a rule that may be empty.", remedy="let the rule always write something.")
    return Repeat(body, low, high)


def _may_be_empty(body: Sequence) -> bool:
    for node in body:
        if isinstance(node, Choice):
            writes = not any(map(_may_be_empty, node.options))
        elif isinstance(node, Repeat):
            writes = node.low > 0
        else:
            writes = bool(node)
        if writes:
            return False
    return True


class _Scope:
    """The numbered entities of a text and what has been written of them: one form always reads the same."""

    __slots__ = ("entities", "written")

    def __init__(self) -> None:
        self.entities: dict[tuple[str, str], tuple[object, Draw]] = {}
        self.written: dict[tuple[str, str, str], Value] = {}

    def value(self, slot: Slot, draw: Draw) -> Value:
        if slot.number is None:
            source = draw.for_entity()
            return slot.kind.forms[slot.form](slot.kind.make(source), source)
        written = (slot.name, slot.number, slot.form)
        if written not in self.written:
            entity = written[:2]
            if entity not in self.entities:
                source = draw.for_entity()
                self.entities[entity] = (slot.kind.make(source), source)
            made, source = self.entities[entity]
            self.written[written] = slot.kind.forms[slot.form](made, source)
        return self.written[written]


def render(template: Sequence, draw: Draw) -> tuple[str, tuple[PiiSpan, ...]]:
    """Write one text from a compiled template; the spans are ascending and exact."""
    return render_parts([template], "", draw)


def render_parts(parts: Iterable[Sequence], separator: str, draw: Draw) -> tuple[str, tuple[PiiSpan, ...]]:
    """Write several templates as one text about the same numbered entities."""
    texts: list[str] = []
    spans: list[PiiSpan] = []
    scope = _Scope()
    length = 0
    for part in parts:
        if texts:
            texts.append(separator)
            length += len(separator)
        length = _write(part, scope, draw, texts, spans, length)
    return "".join(texts).rstrip(), tuple(spans)


def combinations(template: Sequence, limit: int) -> Iterator[Sequence]:
    """The template once for each combination of its choices at the top level; the choices inside those stay open.

    All of them in order, the last choice changing fastest. Of more than `limit`, that many different ones in the same
    order, evenly spread, and the same in every run: no alternative is left out unless a choice has hundreds.
    """
    options = [node.options if isinstance(node, Choice) else ((node,),) for node in template]
    total = prod(map(len, options))
    if total <= limit:
        picked: Iterable[tuple[Sequence, ...]] = product(*options)
    else:
        picked = (_combination(options, number) for number in _spread(total, limit))
    return (tuple(chain.from_iterable(parts)) for parts in picked)


def _combination(options: list[tuple[Sequence, ...]], number: int) -> tuple[Sequence, ...]:
    """The combination of a number below their count, in the order of `itertools.product`."""
    parts = []
    for alternatives in reversed(options):
        number, index = divmod(number, len(alternatives))
        parts.append(alternatives[index])
    return tuple(reversed(parts))


def _spread(total: int, count: int) -> Iterator[int]:
    """One number, always the same, from each of `count` equal stretches of the numbers below total."""
    # At random, because multiples of any step would tie some choices to others.
    rng = Random(total)
    return (rng.randrange(index * total // count, (index + 1) * total // count) for index in range(count))


def _write(nodes: Sequence, scope: _Scope, draw: Draw, texts: list[str], spans: list[PiiSpan], length: int) -> int:
    """Append the nodes' text and spans; returns the length of the text so far."""
    for node in nodes:
        if isinstance(node, str):
            texts.append(node)
            length += len(node)
        elif isinstance(node, Slot):
            for text, label in scope.value(node, draw):
                texts.append(text)
                if label is not None:
                    spans.append(PiiSpan(length, length + len(text), label))
                length += len(text)
        elif isinstance(node, Choice):
            length = _write(draw.rng.choice(node.options), scope, draw, texts, spans, length)
        else:
            for index in range(draw.rng.randint(node.low, node.high)):
                if index and not texts[-1][-1:].isspace():
                    texts.append(" ")
                    length += 1
                length = _write(node.body, _Scope(), draw, texts, spans, length)
    return length
