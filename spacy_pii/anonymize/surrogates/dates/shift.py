"""How far things move, and what the reading of a form takes from its document."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

# A year without a month, and a month without a day, are their middle.
_DAYS_OF_YEAR, _DAYS_OF_MONTH = 365.2425, 30.436875


@dataclass(frozen=True, slots=True)
class Shift:
    """How far everything of a document moves: dates by days, times of day by minutes, and by `moment` beside a date."""

    days: int
    minutes: int
    moment: int

    @property
    def years(self) -> int:
        """Years alone move by whole ones."""
        return round(self.days / _DAYS_OF_YEAR)

    @property
    def quarters(self) -> int:
        """Quarters alone move by whole ones."""
        return round(self.days / _DAYS_OF_YEAR * 4)

    @property
    def halves(self) -> int:
        """Half-years alone move by whole ones."""
        return round(self.days / _DAYS_OF_YEAR * 2)

    @property
    def weeks(self) -> int:
        """Numbered weeks move by whole ones."""
        return round(self.days / 7)

    @property
    def months(self) -> int:
        """Months without a day move by whole ones."""
        return round(self.days / _DAYS_OF_MONTH)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the reading of a form takes from its document and its value.

    day_first: of 5/3/2024. dotted_day_first: of 5.3.2024. year: of dates that name none. short: "May" is an
    abbreviation. weekday: the value has one. carry: days that the time of day beside a date adds. minutes: by how many
    a time of day moves.
    """

    day_first: bool
    dotted_day_first: bool
    year: int
    short: bool
    weekday: bool
    carry: int
    minutes: int
    rng: Random
