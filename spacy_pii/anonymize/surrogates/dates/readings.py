"""The forms in which dates and times are written, each a regular expression of named fields.

Fields: Y year, y its last two digits, W in words, V a second year, m month, d day of the month, a and b day and month
in either order, B month's name, C the same where a foreign abbreviation could be another word, D ordinal in words,
e last day of a range, o and f suffix of an ordinal, A weekday, j day of the year, w week, g day of the week,
q quarter or half-year, H hour, M minute, S second, I hour before a range's end, p the letter of am and pm, N hour on
the dial, E seconds since 1970, n and k counts, u their unit, x any other digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from ..words import CARDINALS, ORDINALS, YEAR_WORDS, alternatives
from .wording import ENGLISH_MONTHS, MONTH, WEEKDAY


def _either(words: object) -> str:
    return "|".join(sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


_SHORT_FOREIGN = {name for name in MONTH if len(name) < 5 and name not in ENGLISH_MONTHS} - {
    *("mars", "mai", "juin", "août", "mei", "juni", "juli", "maio")
}
_HOURS = {words: n for words, n in CARDINALS.items() if 0 < n < 13}
_FIELDS = {
    "Y": r"(?:1[0-9]|2[01])\d\d",
    "Y4": r"\d{4}",
    "V": r"\d{2}|\d{4}",
    "y": r"\d\d",
    "W": YEAR_WORDS,
    **dict.fromkeys("mdabe", r"\d{1,2}"),
    "m2": r"0[1-9]|1[0-2]",
    "d2": r"0[1-9]|[12]\d|3[01]",
    "B": rf"(?:{_either(MONTH)})(?![^\W\d_])\.?",
    "C": rf"(?:{_either(set(MONTH) - _SHORT_FOREIGN)})(?![^\W\d_])\.?",
    "D": alternatives(ORDINALS),
    **dict.fromkeys("of", "st|nd|rd|th|er|[ºª]"),
    "A": _either(WEEKDAY),
    "j": r"[0-3]\d\d",
    "w": r"\d{1,2}",
    "g": "[1-7]",
    "q": "[1-4]",
    **dict.fromkeys("HI", r"[01]?\d|2[0-4]"),
    "H2": r"[01]\d|2[0-3]",
    "M": r"[0-5]\d",
    "S": r"[0-6]\d",
    "p": r"[ap](?=\.?\s?m\b)",
    "N": rf"{alternatives(_HOURS)}|\d{{1,2}}",
    "E": r"[12]\d{9}",
    "u": r"(?:second|sec|minute|min|hour|hr|day|night|week|wk|month|year|yr|decade)s?",
    **dict.fromkeys("nk", rf"\d+|{alternatives(CARDINALS)}"),
    "x": r"\d+",
}
_TO = r"\s*(?:-|–|—|\bto\b|\band\b|&|\bbis\b|\bau\b|\bal\b|\buntil\b|\bthrough\b|/)\s*"
_ZONE = r"(?:\s?(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?(?![\d:])|Z\b|\s?UTC\b|\s?GMT\b)?"
# After minutes alone, "-12:00" is the end of a range.
_ZONE_OF_MINUTES = r"(?:\s?(?:UTC|GMT)[+-]\d\d?(?::?\d\d)?(?![\d:])|\s?\+\d\d:?\d\d(?!\d)|\s?-\d{4}(?!\d)|Z\b)?"
_CLOCK = rf"{{H}}:{{M}}(?::{{S}}(?:[.,]\d+)?{_ZONE}|{_ZONE_OF_MINUTES})(?!\d)"
_T = rf"T{{H}}:?{{M}}(?::?{{S}}(?:[.,]\d+)?)?{_ZONE}"
_HALF = r"\s?{p}\.?\s?m\b\.?"
_OF = r"(?:\s+(?:of|de|del|di)\s+|,?\s+)"
_AFTER_DAY = r"(?:\s+(?:day\s+)?(?:of|de|del|di)\s+|\.?,?\s*|[-/])"
_YEAR = r"(?:{Y}(?!\d)|['’]{y}(?!\d))"
_THEN_YEAR = rf"(?:(?:{_OF}|[-/]){_YEAR})?"

# (kind, regular expression); the first that matches at a place counts, so the longer ones stand first.
_FORMS = (
    ("date", rf"(?<!\d){{Y}}{{m2}}{{d2}}(?:[T_ -]?{{H2}}{{M}}{{S}}?(?:[.,]\d+)?{_ZONE})?(?!\d)"),
    ("date", r"(?<!\d){d2}{m2}{Y}(?!\d)"),
    ("date", r"(?<!\d){m2}{d2}{Y}(?!\d)"),
    ("epoch", r"(?<![\d.]){E}(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?(?!\d)"),
    ("date", rf"(?<!\d){{Y4}}(?P<s>[-/.]|\s){{m}}(?P=s){{d}}(?:{_T})?(?!\d)"),
    ("week", r"(?<!\d){Y}-?W{w}(?:-?{g})?(?!\d)"),
    ("yearday", rf"(?<!\d){{Y}}-{{j}}(?:{_T})?(?!\d)"),
    ("date", r"(?:{Y}\s?[年년]\s?)?(?<!\d){m}\s?[月월]\s?(?:{d}\s?[日号일])?"),
    ("date", r"(?<!\d)(?:{d}\s?[日일])|{Y}\s?[年년]"),
    ("date", r"(?<!\d){a}(?P<s>[-/]|\.\s?|\s){b}(?P=s)(?:{Y4}|{y})(?!\d)"),
    ("date", r"\b{C}\s+{d}\s+{H}:{M}(?::{S}(?:[.,]\d+)?)?(?:\s[A-Z]{3,4})?\s+{Y}(?!\d)"),
    ("days", rf"(?<!\d){{d}}{{o}}?\.?{_TO}{{e}}{{f}}?{_AFTER_DAY}{{B}}{_THEN_YEAR}"),
    ("days", rf"\b{{C}}\s+{{d}}{{o}}?{_TO}{{e}}{{f}}?(?!\d|:|\s?[ap]\.?m)(?:,?\s+{_YEAR})?"),
    ("date", rf"(?<!\d){{d}}{{o}}?{_AFTER_DAY}{{B}}{{Y}}(?!\d)"),
    ("date", rf"(?<!\d){{d}}{{o}}?{_AFTER_DAY}{{B}}{_THEN_YEAR}"),
    ("date", r"(?<!\d){Y}[\s.-]{B}[\s.-]{d}(?!\d)"),
    ("date", rf"\b{{C}}(?:\s+|-|/){{d}}(?!\d|:|\s?[ap]\.?m){{o}}?(?:(?:,?\s+|-|/){_YEAR})?"),
    ("date", rf"\b{{D}}\s+(?:day\s+)?(?:of\s+)?{{C}}(?:,?\s+(?:{_YEAR}|{{W}}))?"),
    ("date", rf"\b{{C}}\s+(?:the\s+)?{{D}}\b(?:,?\s+(?:{_YEAR}|{{W}}))?"),
    ("date", rf"\b{{C}}(?:(?:{_OF}|[-/]){_YEAR}|\s+{{W}})?"),
    ("date", r"(?<![^\W\d_]){B}(?:\s+|-|/){Y}(?!\d)"),
    ("years", r"(?<!\d){Y}[-/–]{V}(?!\d)"),
    ("date", r"(?<!\d){Y}[-/.]{m2}(?![\d]|[.,]\d)"),
    ("date", r"(?<![\d.]){m}[-/.]{Y}(?!\d)"),
    ("clock", rf"(?<![\d.,]){{I}}{_TO}{{H}}(?:[:.]{{M}})?{_HALF}"),
    ("clock", rf"(?<![\d.,]){{H}}(?:[:.]{{M}}(?::{{S}}(?:[.,]\d+)?)?)?{_HALF}"),
    ("clock", rf"(?<![\d.,]){_CLOCK}"),
    ("clock", r"(?<![\d.,]){H}(?:[.:]{M})?(?=\s(?:Uhr|uur)\b)"),
    ("clock", r"(?<![\d.,]){H}\s?h(?:\s?{M}(?!\d)|\b)(?!\w)"),
    ("clock", r"(?<!\d){H2}{M}(?=\s?(?:hours|hrs|h)\b)"),
    ("dial", r"\b(?:half|quarter|a\s+quarter|five|ten|twenty(?:[\s-]five)?|\d\d?)\s+(?:past|to|till|after)\s+{N}\b"),
    ("dial", r"\bhalf\s+{N}\b"),
    ("dial", r"\b{N}(?=\s+(?:o['’]?clock|in\s+the\s+(?:morning|afternoon|evening)|at\s+night|tonight)\b)"),
    ("dial", r"\b{N}\s+(?:[ap]\.?m\b\.?|oh\s+\w+|(?:ten|fifteen|twenty|thirty|forty|fifty)(?:[\s-]\w+)?)(?!\w)"),
    ("count", rf"(?<![\d.,])(?<![^\W\d_]){{n}}(?:{_TO}{{k}})?[\s-]*{{u}}\b"),
    ("quarter", r"\bQ{q}(?:(?:\s*[-/]?\s*|\s+of\s+){Y}(?!\d)|[\s/]*['’]?{y}(?!\d))?(?!\d)"),
    ("quarter", r"(?<!\d){Y}[\s/-]*Q{q}(?!\d)"),
    ("quarter", r"(?<!\d){q}Q[\s/-]*['’]?(?:{Y}|{y})(?!\d)"),
    ("half", r"\bH{q}(?:[\s/-]*{Y}|[\s/]*['’]?{y})?(?!\d)"),
    ("week", rf"\b(?:calendar\s+week|weeks?|wk|kw|cw|semaine|semana|W)\.?\s?{{w}}(?!\d)(?:(?:{_OF}|[/-]){{Y}}(?!\d))?"),
    ("decade", r"(?<!\d){Y}['’]?s\b"),
    ("decade", r"(?<!\d)['’]?{y}['’]?s\b"),
    ("pair", r"(?<![\d.,]){a}([-/.]){b}(\.(?!\d))?(?!\d|[.,]\d)"),
    ("century", r"(?<!\d){n}{o}(?=\s+century)"),
    ("date", r"(?<!\d){d}{o}\b"),
    ("date", r"\b(?=eighteen|nineteen|twenty|two\s+thousand){W}"),
    ("date", r"\b{D}\b"),
    ("date", r"(?<![\d.,]){Y}(?![\d]|[.,]\d)"),
    ("weekday", r"\b{A}\b"),
    ("digits", r"{x}"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A form found in a text: its kind, and of each field its text and where it stands."""

    kind: str
    text: str
    start: int
    end: int
    fields: dict[str, str]
    spans: dict[str, tuple[int, int]]

    def renamed(self, names: dict[str, str]) -> Found:
        """The form read with other names for its fields."""
        fields = {names.get(field, field): text for field, text in self.fields.items()}
        spans = {names.get(field, field): span for field, span in self.spans.items()}
        return replace(self, fields=fields, spans=spans)

    def written(self, new: dict[str, str]) -> str:
        """The text with other fields."""
        made, position = [], self.start
        for field in sorted(new, key=self.spans.__getitem__):
            start, end = self.spans[field]
            made += [self.text[position - self.start : start - self.start], new[field]]
            position = end
        return "".join(made) + self.text[position - self.start :]


@cache
def _pattern() -> re.Pattern[str]:
    parts = []
    for number, (_, form) in enumerate(_FORMS):
        named = re.sub(r"\{([A-Za-z]\d?)\}", lambda m: f"(?P<{m[1]}_{number}>{_FIELDS[m[1]]})", form)  # noqa: B023
        named = named.replace("(?P<s>", f"(?P<s_{number}>").replace("(?P=s)", f"(?P=s_{number})")
        parts.append(f"(?P<all_{number}>{named})")
    return re.compile("|".join(parts), re.IGNORECASE)


def find(text: str) -> list[Found]:
    """All forms in a text, from left to right."""
    found = []
    for match in _pattern().finditer(text):
        group = match.lastgroup or ""
        number = group.partition("_")[2]
        named = [name for name in match.re.groupindex if name.endswith(f"_{number}") and match[name] is not None]
        fields = {name[0]: match[name] for name in named if name != group}
        spans = {name[0]: match.span(name) for name in named if name != group}
        found.append(Found(_FORMS[int(number)][0], match[0], match.start(), match.end(), fields, spans))
    return found
