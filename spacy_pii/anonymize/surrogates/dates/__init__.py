"""Dates and times, all shifted by the same number of days and minutes, so that intervals stay.

python-dateutil would read fewer of these forms, write none of them, and the base install does not bring it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import chain

from ..numbers import other_number_words
from ..session import Session, match_case
from . import periods
from .clocks import clock, clock_minutes, dial
from .days import LEAP, day_of, full_year, moved_date, moved_days
from .readings import Found, find
from .shift import Shift, Surroundings

__all__ = ["Dates"]

_MOVE: dict[str, Callable[[Found, Shift, Surroundings], str]] = {
    "date": moved_date,
    "days": moved_days,
    "clock": clock,
    "dial": dial,
    "epoch": periods.epoch,
    "week": periods.week,
    "yearday": periods.yearday,
    "quarter": periods.quarter,
    "half": periods.half,
    "years": periods.years,
    "decade": periods.decade,
    "century": periods.century,
    "weekday": periods.weekday,
    "pair": periods.pair,
    "count": periods.count,
}
_RELATIVE = (
    ("last week", "two weeks ago", "last month", "the other day", "next week", "next month", "some time ago"),
    ("yesterday", "today", "tomorrow", "the day before yesterday", "the day after tomorrow"),
    ("this morning", "tonight", "last night", "this afternoon", "this evening", "tomorrow morning"),
    ("noon", "midnight"),
    ("spring", "summer", "autumn", "winter"),
)
# No whole weeks, and far enough that weeks, months, quarters and half-years change where the year is not written.
_SHIFTS = [sign * n for n in range(400, 1500) if n % 7 and 92 <= n % 365 <= 272 for sign in (1, -1)]
_MINUTES = [sign * n for n in range(61, 660) if n % 60 for sign in (1, -1)]
_HOURS = [sign * n * 60 for n in range(1, 11) for sign in (1, -1)]
_OFFSET = re.compile(r"((?:UTC|GMT)?\s?[+-])(\d\d?)((?::?\d\d)?)", re.IGNORECASE)
# Shifts before an expression without a date takes the place of a value.
_TRIES = 8
_SHORT_DAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)\b|\d:\d\d:\d\d(?!\s?[ap]m)", re.IGNORECASE)


class Dates:
    """The shift of one document, or of everything under a fixed key.

    Days, and moments (a day with a time of day, or an epoch), move by whole days; moments and times of day also by
    minutes, so that their distances stay to the second. Days keep their distance to moments too: in a document that
    has both, moments keep their time of day. A fixed key cannot know that, and moves moments by the minutes as well.
    Months, quarters, weeks and years that stand alone move by whole ones. UTC offsets stay.
    """

    def __init__(self, session: Session):
        self.session = session
        self._values = [mention.value for mention in session.mentions if mention.label == "DATE_TIME"]
        found = list(chain.from_iterable(map(find, self._values)))
        self._day_first = self._guess_day_first(found)
        self._year = LEAP if session.fixed else next(filter(None, map(_written_year, found)), LEAP)
        self._minutes, self._mixed = (_MINUTES, False) if session.fixed else _fitting(self._values)
        self._base = 0
        if not session.fixed:
            self._base = next((n for n in range(20) if not self._collides(n)), 0)

    def shifted(self, value: str, attempt: int) -> str:
        """The value with every date and time in it shifted; what cannot be read as one becomes another expression."""
        if offset := _OFFSET.fullmatch(value):
            return self._other_offset(offset, attempt)
        # A shift may happen to leave a part of a date as it was: "the 5th".
        tries = (self._try(value, self._base + attempt + further) for further in range(_TRIES))
        return next((made for made in tries if made != value), None) or self._relative(value, attempt)

    def _try(self, value: str, attempt: int) -> str:
        shift, found = self._shift(attempt), find(value)
        made, position = [], 0
        words = self.session.rng("date words", value.casefold(), attempt)
        for form in found:
            made += [other_number_words(value[position : form.start], words), self._moved(form, found, value, shift)]
            position = form.end
        return "".join((*made, other_number_words(value[position:], words)))

    def spelled(self, value: str) -> str:
        """The casefolded value with every date and time in one spelling, to tell whether two values mean the same."""
        value, made, position = value.casefold(), [], 0
        for form in find(value):
            made += [value[position : form.start], self._spell(form, value)]
            position = form.end
        return "".join(made) + value[position:]

    def _shift(self, attempt: int) -> Shift:
        rng = self.session.rng("shift", attempt)
        days, minutes = rng.choice(_SHIFTS), rng.choice(self._minutes)
        return Shift(days, minutes, 0 if self._mixed else minutes)

    def _collides(self, attempt: int) -> bool:
        made = ((value, self._try(value, attempt)) for value in self._values)
        # A value without digits may be one that no shift moves: "yesterday".
        return any(
            new.casefold() in self.session.values and (new != value or re.search(r"\d", value)) for value, new in made
        )

    def _guess_day_first(self, found: Iterable[Found]) -> bool | None:
        """As a date of the document tells; None if none does."""
        for form in found:
            if form.kind == "date" and "a" in form.fields:
                a, b = int(form.fields["a"]), int(form.fields["b"])
                if max(a, b) > 12:
                    return a > 12
        return None

    def _moved(self, form: Found, found: list[Found], value: str, shift: Shift) -> str:
        context = self._context(form, found, value, shift)
        move = _MOVE.get(form.kind)
        if move:
            with suppress(ValueError, OverflowError):
                return move(form, shift, context)
        # No such day: a version, a score or a mistake.
        made = re.sub(r"\d+", lambda match: periods.digits(match[0], context), form.text)
        return other_number_words(made, context.rng)

    def _context(self, form: Found, found: list[Found], value: str, shift: Shift) -> Surroundings:
        minutes = shift.moment if any(map(_names_day, found)) else shift.minutes
        clocks = [other for other in found if other.kind == "clock"]
        clock = next((other for other in clocks if other.start > form.start), clocks[-1] if clocks else None)
        return Surroundings(
            day_first=self.session.locale != "en_US" if self._day_first is None else self._day_first,
            # Where dots stand, the day does, unless the document tells otherwise.
            dotted_day_first=self._day_first is not False,
            year=next(filter(None, map(_written_year, found)), self._year),
            short=bool(_SHORT_DAY.search(value)),
            weekday=any(other.kind == "weekday" for other in found),
            carry=(clock_minutes(clock) + minutes) // 1440 if clock else 0,
            minutes=minutes,
            rng=self.session.rng("digits", form.text.casefold()),
        )

    def _spell(self, form: Found, value: str) -> str:
        fields, clock = form.fields, ""
        if form.kind not in ("date", "clock"):
            return form.text
        rest = re.sub(r"[^\w+]", "", form.written(dict.fromkeys(fields, "")))
        if "H" in fields:
            clock = f"T{clock_minutes(form)}:{fields.get('S', '')}"
        day: tuple[int | None, ...] = ()
        if form.kind == "date":
            try:
                day = day_of(form, self._context(form, [form], value, Shift(0, 0, 0)))
            except ValueError:
                return form.text
        return f"{day}{clock}{rest}"

    def _relative(self, value: str, attempt: int) -> str:
        """Another expression of the kind of one that holds no date."""
        rng, folded = self.session.rng("relative", value.casefold(), attempt), value.casefold()
        group = next((words for words in _RELATIVE if folded in words), _RELATIVE[0])
        return match_case(value, rng.choice([words for words in group if words != folded]))

    def _other_offset(self, offset: re.Match[str], attempt: int) -> str:
        """An offset that stands for itself; as a part of a time it stays."""
        rng, hours = self.session.rng("offset", offset[0], attempt), int(offset[2])
        return f"{offset[1]}{rng.choice([n for n in range(1, 12) if n != hours]):0{len(offset[2])}}{offset[3]}"


def _names_day(form: Found) -> bool:
    """Whether a form names a day, with or without its year."""
    if form.kind == "date":
        return "d" in form.fields or "a" in form.fields or "D" in form.fields
    return form.kind in ("days", "yearday") or "g" in form.fields


def _written_year(form: Found) -> int | None:
    """The year of a form in digits."""
    if form.kind not in ("date", "days"):
        return None
    fields = form.fields
    return int(fields["Y"]) or None if "Y" in fields else full_year(fields["y"]) if "y" in fields else None


def _fitting(values: Iterable[str]) -> tuple[list[int], bool]:
    """The shifts of times of day that a document's own allow, and whether it has both days and moments.

    Whole hours where a time has no minutes, and none that carries a time over midnight, as far as there are such.
    """
    alone: list[int] = []
    coarse = days = moments = False
    for found in map(find, values):
        clocks = [form for form in found if "H" in form.fields]
        coarse = coarse or any(form.kind == "dial" for form in found) or any("M" not in form.fields for form in clocks)
        if any(map(_names_day, found)):
            days, moments = days or not clocks, moments or bool(clocks)
        else:
            alone += [clock_minutes(form, field) for form in clocks for field in ("H", "I") if field in form.fields]
        moments = moments or any(form.kind == "epoch" for form in found)
    shifts = _HOURS if coarse else _MINUTES
    low, high = min(alone, default=0), max(alone, default=0)
    fitting = [n for n in shifts if not alone or (low + n >= 0 and high + n < 1440)]
    return fitting or shifts, days and moments
