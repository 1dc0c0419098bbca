"""Dates and times, all shifted by the same number of days and minutes, so that intervals stay."""

from __future__ import annotations

import re
from datetime import date, timedelta

from .numbers import other_number_words
from .session import Session, match_case, other_digit

_MONTHS = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
)
_DAYS = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
)


def _index(languages: tuple[str, ...]) -> dict[str, tuple[int, list[str]]]:
    """Name or its first three letters -> (number from 0, the names of its language)."""
    index: dict[str, tuple[int, list[str]]] = {}
    for language in languages:
        names = language.split()
        for number, name in enumerate(names):
            index.setdefault(name, (number, names))
            index.setdefault(name[:3], (number, names))
    return index


_MONTH, _WEEKDAY = _index(_MONTHS), _index(_DAYS)
_MONTH["sept"] = _MONTH["sep"]
_MONTH_WORD = "(?:" + "|".join(sorted(_MONTH, key=len, reverse=True)) + r")\b\.?"
_SUFFIX = "(?:st|nd|rd|th)"
_PATTERN = re.compile(
    rf"""
    (?<!\d)(?P<y1>\d{{4}})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})(?!\d)
  | (?<!\d)(?P<a>\d{{1,2}})(?P<s2>[-/.])(?P<b>\d{{1,2}})(?P=s2)(?P<y2>\d{{4}}|\d{{2}})(?!\d)
  | (?<!\d)(?P<d3>\d{{1,2}})(?P<o3>{_SUFFIX})?(?P<t3>\.?\s+(?:of\s+|de\s+)?|[-/])(?P<n3>{_MONTH_WORD})
    (?:(?P<t3b>,?\s+(?:de\s+)?|[-/])(?P<y3>\d{{4}})(?!\d))?
  | \b(?P<n4>{_MONTH_WORD})(?P<t4>\s+|-)(?P<d4>\d{{1,2}})(?!\d)(?P<o4>{_SUFFIX})?
    (?:(?P<t4b>,?\s+|-)(?P<y4>\d{{4}})(?!\d))?
  | \b(?P<n5>{_MONTH_WORD})(?:(?P<t5>,?\s+(?:de\s+)?)(?P<y5>\d{{4}})(?!\d))?
  | (?<!\d)(?P<m6>0[1-9]|1[0-2])(?P<t6>[/-])(?P<y6>\d{{4}}|\d{{2}})(?!\d)
  | (?<![\d.])(?P<hour>[01]?\d|2[0-3])(?::(?P<minute>[0-5]\d)(?!\d)|(?=\s?[ap]\.?m\b))(?P<half>(?::\d\d)?\s?[ap]\.?m\b)?
  | (?<!\d)(?P<year>(?:1[6-9]|20)\d\d)(?!\d)
  | \b(?P<weekday>{"|".join(sorted(_WEEKDAY, key=len, reverse=True))})\b
  | (?P<digits>\d+)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_RELATIVE = ("last week", "two weeks ago", "last month", "the other day", "next week", "next month", "some time ago")
# No whole weeks, and far enough that the month changes even where the year is not written.
_SHIFTS = [sign * n for n in range(400, 1500) if n % 7 and 32 <= n % 365 <= 333 for sign in (1, -1)]


class Dates:
    """The shift of one document, or of everything under a fixed key."""

    def __init__(self, session: Session):
        self.session = session
        self._dates = [mention.value for mention in session.mentions if mention.label == "DATE_TIME"]
        self._day_first = self._guess_day_first()
        self._base = 0
        if not session.fixed:
            self._base = next((n for n in range(20) if not self._collides(n)), 0)

    def shifted(self, value: str, attempt: int) -> str:
        """The value with every date and time in it shifted; what cannot be read as one becomes another expression."""
        days, minutes = self._shift(self._base + attempt)
        clock = next((match for match in _PATTERN.finditer(value) if match["hour"]), None)
        if clock:
            days += (_minutes(clock) + minutes) // 1440
        made = _PATTERN.sub(lambda match: self._replace(match, days, minutes), value)
        made = other_number_words(made, self.session.rng("date words", value.casefold(), attempt))
        if made == value:
            rng = self.session.rng("relative", value.casefold(), attempt)
            made = match_case(value, rng.choice([words for words in _RELATIVE if words != value.casefold()]))
        return made

    def _shift(self, attempt: int) -> tuple[int, int]:
        rng = self.session.rng("shift", attempt)
        return rng.choice(_SHIFTS), rng.choice([n for n in range(61, 660) if n % 60])

    def _collides(self, attempt: int) -> bool:
        self._base = attempt
        return any(self.shifted(value, 0).casefold() in self.session.values for value in self._dates)

    def _guess_day_first(self) -> bool:
        for value in self._dates:
            for match in _PATTERN.finditer(value):
                if match["a"] and max(int(match["a"]), int(match["b"])) > 12:
                    return int(match["a"]) > 12
        return self.session.locale != "en_US"

    def _replace(self, match: re.Match[str], days: int, minutes: int) -> str:
        text = match[0]
        if match["hour"]:
            return _shift_clock(match, minutes)
        if match["weekday"]:
            number, names = _WEEKDAY[text.lower()]
            return _as_written(names[(number + days) % 7], text)
        try:
            return self._replace_date(match.groupdict(), days)
        except (ValueError, OverflowError):
            # No such day: a version, a score or a mistake.
            rng = self.session.rng("digits", text)
            return "".join(other_digit(c, rng) if c.isdecimal() else c for c in text)

    def spelled(self, value: str) -> str:
        """The casefolded value with every date and time in one spelling, to tell whether two values mean the same."""
        return _PATTERN.sub(self._spell, value.casefold())

    def _spell(self, match: re.Match[str]) -> str:
        if match["hour"]:
            return f"{_minutes(match)}{re.sub('[^0-9]', ' ', match['half'] or '')}"
        try:
            return "-".join(part.lstrip("0") if part else "" for part in self._read(match.groupdict()))
        except ValueError:
            return match[0]

    def _read(self, group: dict[str, str | None]) -> tuple[str | None, str | None, str | None]:
        """Year, month and day in digits, as far as they are written. Raises ValueError if it is no date."""
        if group["y1"]:
            return group["y1"], group["m1"], group["d1"]
        if group["a"]:
            parts = (group["a"], group["b"])
            day, month = parts if self._is_day_first(group) else parts[::-1]
            return _full(group["y2"]), month, day
        if group["m6"]:
            return _full(group["y6"]), group["m6"], None
        if group["year"]:
            return group["year"], None, None
        kind = _kind(group)
        number, _ = _MONTH[(group[f"n{kind}"] or "").rstrip(".").lower()]
        return group[f"y{kind}"], str(number + 1), group.get(f"d{kind}")

    def _is_day_first(self, group: dict[str, str | None]) -> bool:
        return int(group["a"] or "") > 12 or (self._day_first and int(group["b"] or "") <= 12)

    def _replace_date(self, group: dict[str, str | None], days: int) -> str:
        """The shifted date in its format. Raises ValueError or OverflowError if there is no such day."""
        year, month, day = self._read(group)
        # A leap year, and the middle of what is not written.
        new = date(int(year or 2004), int(month or 7), int(day or (15 if month else 2))) + timedelta(days=days)
        if group["y1"]:
            return (
                f"{new.year:04}{group['s1']}{_like(group['m1'], new.month)}{group['s1']}{_like(group['d1'], new.day)}"
            )
        if group["a"]:
            parts = (new.day, new.month) if self._is_day_first(group) else (new.month, new.day)
            written = (_like(group["a"], parts[0]), _like(group["b"], parts[1]), _year(group["y2"], new))
            return (group["s2"] or "").join(written)
        if group["m6"]:
            return f"{new.month:02}{group['t6']}{_year(group['y6'], new)}"
        if group["year"]:
            return f"{new.year:04}"
        return _worded(group, new)


def _kind(group: dict[str, str | None]) -> str:
    """Which of the patterns with a month's name matched. Raises ValueError if none did."""
    kind = next((n for n in "345" if group[f"n{n}"]), "")
    if not kind:
        raise ValueError("digits that are no date")
    return kind


def _worded(group: dict[str, str | None], new: date) -> str:
    kind = _kind(group)
    written, day, year = group[f"n{kind}"] or "", group.get(f"d{kind}"), group[f"y{kind}"]
    month = _as_written(_MONTH[written.rstrip(".").lower()][1][new.month - 1], written)
    shown_day = _like(day, new.day) + (_ordinal(new.day) if group.get(f"o{kind}") else "") if day else ""
    first = {"3": f"{shown_day}{group.get('t3')}{month}", "4": f"{month}{group.get('t4')}{shown_day}", "5": month}[kind]
    between = group["t5"] if kind == "5" else group[f"t{kind}b"]
    return first + (f"{between}{new.year:04}" if year else "")


def _full(year: str | None) -> str:
    """A year in four digits."""
    year = year or ""
    return year if len(year) == 4 else str(int(year) + (2000 if int(year) < 50 else 1900))


def _ordinal(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _like(written: str | None, number: int) -> str:
    written = written or ""
    return f"{number:02}" if len(written) == 2 and (written[0] == "0" or int(written) > 9) else str(number)


def _year(written: str | None, new: date) -> str:
    return f"{new.year:04}" if len(written or "") == 4 else f"{new.year % 100:02}"


def _as_written(name: str, original: str) -> str:
    """A month or weekday as long and in the case of the original."""
    bare = original.rstrip(".")
    short = len(bare) <= 4 and bare.lower() not in _FULL
    made = (name[:3] if short else name) + "." * original.endswith(".")
    return match_case(bare, made) if not bare[0].isupper() or bare.isupper() else made[0].upper() + made[1:]


_FULL = frozenset(word for language in (*_MONTHS, *_DAYS) for word in language.split())


def _minutes(clock: re.Match[str]) -> int:
    half = (clock["half"] or "").lower().lstrip(" :0123456789")
    hour = int(clock["hour"]) % 12 + (12 if half.startswith("p") else 0) if half else int(clock["hour"])
    return hour * 60 + int(clock["minute"] or 0)


def _shift_clock(clock: re.Match[str], minutes: int) -> str:
    total = (_minutes(clock) + minutes) % 1440
    hour, minute = divmod(total, 60)
    half = clock["half"] or ""
    if half:
        letter = "p" if hour >= 12 else "a"
        half = re.sub("[apAP](?=\\.?[mM])", lambda match: letter.upper() if match[0].isupper() else letter, half)
        hour = hour % 12 or 12
    shown = f"{hour:02}" if len(clock["hour"]) == 2 and not half else str(hour)
    return shown + (f":{minute:02}" if clock["minute"] else "") + half
