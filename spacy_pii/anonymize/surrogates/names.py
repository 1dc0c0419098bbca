"""Names of people, word by word: full names, single names, initials, e-mail boxes and user names stay coherent."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from ...components.marks import combining_marks
from ...english import ascii_fold
from .numbers import refill
from .session import Session, coined, listed, locale_pool, match_case, other_digit, pools, script_locale

_TITLES = frozenset(listed("titles"))
_PARTICLES = frozenset(listed("particles"))
_MALE_BEFORE = re.compile(r"\b(?:Mr|Mister|Sir|Herr|Monsieur|Signor|Señor)\.?\s*$", re.IGNORECASE)
_FEMALE_BEFORE = re.compile(r"\b(?:Mrs|Ms|Miss|Madam|Frau|Mme|Signora|Señora)\.?\s*$", re.IGNORECASE)
# What a spoken or written address is made of besides names.
_SHARED = frozenset(("at", "dot", "underscore", "dash", "hyphen", "com", "net", "org", "www"))
_CJK = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


@cache
def _word() -> re.Pattern[str]:
    letters = rf"(?:[^\W\d_][{combining_marks()}]*)+"
    return re.compile(rf"{letters}(?:['’]{letters})*")


@cache
def known_names() -> dict[str, dict[str, list[str]]]:
    """Kind (male, female, last) -> casefolded name -> locales."""
    known: dict[str, dict[str, list[str]]] = {"male": {}, "female": {}, "last": {}}
    for locale, pool in pools()["locales"].items():
        for kind, names in known.items():
            for name in pool[kind]:
                names.setdefault(name.casefold(), []).append(locale)
    return known


@cache
def _known_handles() -> dict[str, str]:
    """Names as handles write them -> given or last."""
    known = known_names()
    last = {ascii_fold(name): "last" for name in known["last"]}
    return {name: kind for name, kind in {**last, **_given(known)}.items() if len(name) > 2}


def _given(known: dict[str, dict[str, list[str]]]) -> dict[str, str]:
    return {ascii_fold(name): "given" for name in (*known["male"], *known["female"])}


def _own_role(word: str) -> str:
    """The role that a casefolded word has by itself, without its neighbours."""
    known = known_names()
    return "given" if word not in known["last"] and (word in known["male"] or word in known["female"]) else "last"


class Names:
    """The names of one document and what each of their words becomes; a word has one replacement everywhere."""

    def __init__(self, session: Session):
        self.session = session
        self._people: list[tuple[list[str], list[str]]] = []
        self._new: dict[str, str] = {}
        self._taken: set[str] = set()
        self._folded: dict[str, str] = {}
        self._gender: dict[str, str] = {}
        people = [mention for mention in session.mentions if mention.label == "PERSON"]
        for mention in sorted(people, key=lambda mention: -len(mention.value.split())):
            self._learn(mention.value, mention.before)

    def person(self, value: str, attempt: int) -> str:
        """A name in the shape of another: order, initials, hyphens and case stay, particles go."""
        if attempt:
            rng = self.session.rng("coined", value.casefold(), attempt)
            return " ".join(coined(rng) for _ in value.split()) or coined(rng)
        if _CJK.search(value):
            return self._unspaced(value)
        roles = self._roles(value)
        letters = [word for word, role in roles if role == "initial"]
        if letters and len(letters) == len(roles):
            return self._initials(value, [letter for word in letters for letter in word])
        last = next((word.casefold() for word, role in roles if role == "last"), None)
        replace = dict(self._replacements(roles, last))
        made = re.sub(r"\d+", self._digits, _word().sub(lambda match: replace[match[0]], value))
        return re.sub(r"^\s+|(?<=\s)\s+", "", made) if any(role == "particle" for _, role in roles) else made

    def handle(self, value: str, attempt: int) -> str:
        """A mailbox, user name or path: known names become their replacements, other words and digits become others."""

        def other(match: re.Match[str]) -> str:
            run = match[0]
            if run.isdecimal():
                return self._digits(match, attempt)
            if run.lower() in _SHARED:
                return run
            return match_case(run, self._handle_word(ascii_fold(run), attempt))

        return re.sub(r"\d+|[^\W\d_]+", other, value)

    def _digits(self, match: re.Match[str], attempt: int = 0) -> str:
        rng = self.session.rng("digits", match[0], attempt)
        return "".join(other_digit(digit, rng) for digit in match[0])

    def _learn(self, value: str, before: str) -> None:
        roles = self._roles(value)
        given = [word.casefold() for word, role in roles if role == "given"]
        last = [word.casefold() for word, role in roles if role == "last"]
        if not self.session.fixed and (_MALE_BEFORE.search(before) or _FEMALE_BEFORE.search(before)):
            self._gender.update(dict.fromkeys(given, "male" if _MALE_BEFORE.search(before) else "female"))
        locale = self._locale(given, last, value)
        for role, words in (("given", given), ("last", last)):
            for word in words:
                self._word(word, role, locale)
        if given or last:
            self._people.append((given, last))

    def _roles(self, value: str) -> list[tuple[str, str]]:
        """(word, role) in order; roles: title, particle, initial, given, last."""
        words = _word().findall(value)
        roles = [self._plain_role(word) for word in words]
        names = [i for i, role in enumerate(roles) if role == "name"]
        if not names:
            if "initial" not in roles:
                roles = ["given"] * len(words)
            return list(zip(words, roles, strict=True))
        comma = value.find(",")
        for i in names:
            roles[i] = "given"
        if comma > 0 and (before := len(_word().findall(value[:comma]))) < len(words):
            for i in names:
                roles[i] = "last" if i < before else "given"
        elif len(names) > 1:
            start = names[-1]
            while start in names and re.search(rf"{re.escape(words[start - 1])}-{re.escape(words[start])}", value):
                start -= 1
            for i in names:
                roles[i] = "last" if i >= start and i > names[0] else "given"
        else:
            roles[names[0]] = self._single_role(words[names[0]].casefold(), roles)
        return list(zip(words, roles, strict=True))

    @staticmethod
    def _plain_role(word: str) -> str:
        if word.casefold() in _TITLES:
            return "title"
        if word.casefold() in _PARTICLES and not word[0].isupper():
            return "particle"
        return "initial" if len(word) == 1 else "name"

    def _single_role(self, word: str, roles: list[str]) -> str:
        if "initial" in roles or "title" in roles or "particle" in roles:
            return "last"
        if any(word in last for _, last in self._people):
            return "last"
        known = known_names()
        return (
            "last" if word in known["last"] and word not in known["male"] and word not in known["female"] else "given"
        )

    def _locale(self, given: list[str], last: list[str], value: str) -> str:
        """The locale that knows most of the words; the default where it is as good as any."""
        known, votes = known_names(), Counter([script_locale(value, self.session.locale)])
        for words, kinds in ((given, ("male", "female")), (last, ("last",))):
            for word in words:
                votes.update({locale for kind in kinds for locale in known[kind].get(word, ())})
        return max(votes, key=lambda locale: votes[locale])

    def _word(self, word: str, role: str, locale: str | None = None) -> str:
        """The replacement of a casefolded word, drawn on first use."""
        if word not in self._new:
            if locale is None or self.session.fixed:
                locale = self._locale([word], [word], word)
            self._new[word] = self._draw(word, _own_role(word) if self.session.fixed else role, locale)
            self._taken.add(self._new[word].casefold())
            forms = ascii_fold(word), ascii_fold(word, german=True)
            self._folded.update({form: word for form in forms if len(form) > 1})
        return self._new[word]

    def _draw(self, word: str, role: str, locale: str) -> str:
        pool = locale_pool(locale)
        choices = pool["last"] if role == "last" else pool[self._gender_of(word)]
        for attempt in range(100):
            rng = self.session.rng("name", role, word, attempt)
            name = rng.choice(choices) if attempt < 60 else coined(rng)
            # Another initial as well, or "J." would stay "J.".
            if name[0].casefold() != word[0] and self._free(name):
                return name
        return coined(self.session.rng("name", word))

    def _gender_of(self, word: str) -> str:
        known = known_names()
        male, female = word in known["male"], word in known["female"]
        if male != female:
            return "male" if male else "female"
        return self._gender.get(word) or self.session.rng("gender", word).choice(("male", "female"))

    def _free(self, name: str) -> bool:
        return name.casefold() not in self._taken and name.casefold() not in self.session.words

    def _replacements(self, roles: list[tuple[str, str]], last: str | None) -> list[tuple[str, str]]:
        made = []
        for word, role in roles:
            new = word
            if role == "particle":
                new = ""
            elif role == "initial":
                new = match_case(word, self._initial(word.casefold(), last))
            elif role in ("given", "last"):
                new = match_case(word, self._word(word.casefold(), role))
            made.append((word, new))
        return made

    def _initial(self, letter: str, last: str | None) -> str:
        """The initial of the person of that last name whose given name starts with the letter, or another letter."""
        for given, lasts in self._people:
            if last is None or last in lasts:
                for word in given:
                    if word[0] == letter:
                        return self._new[word][0].upper()
        alphabet = "ABCDEFGHJKLMNPRSTW".replace(letter.upper(), "")
        return self.session.rng("initial", letter).choice(alphabet)

    def _initials(self, value: str, letters: list[str]) -> str:
        folded = [letter.casefold() for letter in letters]
        for given, last in self._people:
            if [word[0] for word in (*given, *last)] == folded:
                new = [self._new[word][0].upper() for word in (*given, *last)]
                return refill(value, "".join(new).lower() if value.islower() else "".join(new), r"[^\W\d_]")
        return _word().sub(lambda match: match_case(match[0] * 2, self._initial(match[0].casefold(), None)), value)

    def _unspaced(self, value: str) -> str:
        pool = locale_pool(script_locale(value, self.session.locale))
        for attempt in range(50):
            rng = self.session.rng("unspaced", value, attempt)
            made = rng.choice(pool["last"]) + rng.choice(pool["male"] + pool["female"])
            if not set(made) & set(value):
                return made
        return coined(self.session.rng("unspaced", value))

    def _handle_word(self, run: str, attempt: int) -> str:
        """The replacement of a run of lower-case ASCII letters."""
        folded, known = self._folded, _known_handles()

        def whole(part: str) -> str | None:
            if part in folded:
                return ascii_fold(self._new[folded[part]])
            return ascii_fold(self._word(part, known[part])) if part in known else None

        if not attempt:
            if name := whole(run):
                return name
            for cut in range(1, len(run)):
                left, right = run[:cut], run[cut:]
                first, second = whole(left), whole(right)
                if len(left) == 1 and second:
                    first = self._initial(left, folded.get(right)).lower()
                if len(right) == 1 and first:
                    second = self._initial(right, folded.get(left)).lower()
                if first and second:
                    return first + second
            if self.session.fixed and len(run) > 2 and run not in listed("handles"):
                return ascii_fold(self._word(run, "last"))
        words = [word for word in listed("handles") if word != run and word not in self.session.words]
        return self.session.rng("handle", run, attempt).choice(words)
