"""Dates, birth dates and times of day in the formats that people and machines write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from .values import Draw, Kind, form, simple
from .words import MONTHS, NUMBERS_BELOW_20, ORDINALS

_EPOCH = datetime(2017, 1, 1)
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_TENS = ["-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def two_digits(number: int) -> str:
    """A number below 100 in words; below 10 with a leading "oh" left out."""
    if number < 20:
        return NUMBERS_BELOW_20[number]
    tens = _TENS[number // 10 - 1]
    return tens if number % 10 == 0 else f"{tens} {NUMBERS_BELOW_20[number % 10]}"


def _suffix(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _long(date: datetime, draw: Draw) -> str:
    rng = draw.rng
    month = MONTHS[date.month - 1]
    if rng.random() < 0.4:
        month = month[:3]
    day, year = date.day, date.year
    return rng.choice(
        (
            f"{month} {day}, {year}",
            f"{day} {month} {year}",
            f"{month} {day}{_suffix(day)}, {year}",
            f"{day}{_suffix(day)} of {month} {year}",
            f"{day}-{month}-{year}",
            f"{month} {day}{_suffix(day)}",
            f"{day} {month}",
            f"{_WEEKDAYS[date.weekday()]}, {month} {day}",
            f"{_WEEKDAYS[date.weekday()]} {day} {month} {year}",
        )
    )


def _numeric(date: datetime, draw: Draw) -> str:
    rng = draw.rng
    day, month, year = date.day, date.month, date.year
    separator = rng.choice(("/", "/", ".", "-"))
    parts = (f"{month:02}", f"{day:02}") if rng.random() < 0.5 else (f"{day:02}", f"{month:02}")
    if rng.random() < 0.25:
        parts = (parts[0].lstrip("0"), parts[1].lstrip("0"))
    shown = f"{year % 100:02}" if rng.random() < 0.2 else str(year)
    return separator.join((*parts, shown))


def _birth(date: datetime, draw: Draw) -> str:
    written = _long(date, draw)
    return written if str(date.year) in written else _numeric(date, draw)


def _any(date: datetime, draw: Draw) -> str:
    kind = draw.rng.random()
    if kind < 0.5:
        return _long(date, draw)
    return _numeric(date, draw) if kind < 0.85 else f"{date:%Y-%m-%d}"


def _spoken(date: datetime, draw: Draw) -> str:
    month, day = MONTHS[date.month - 1], ORDINALS[date.day - 1]
    century, rest = divmod(date.year, 100)
    tail = two_digits(rest) if rest >= 10 else "hundred" if rest == 0 else f"oh {two_digits(rest)}"
    year = f"two thousand {two_digits(rest) if rest else ''}".strip() if century == 20 else f"nineteen {tail}"
    return draw.rng.choice((f"{month} {day} {year}", f"the {day} of {month} {year}", f"{month} {day}"))


def _stamp(date: datetime, draw: Draw) -> str:
    return draw.rng.choice(
        (
            f"{date:%Y-%m-%dT%H:%M:%SZ}",
            f"{date:%Y-%m-%d %H:%M:%S}",
            f"{date:%Y-%m-%d %H:%M:%S},{date.second * 13:03}",
            f"{date:%d}/{MONTHS[date.month - 1][:3]}/{date:%Y:%H:%M:%S} +0000",
            f"{MONTHS[date.month - 1][:3]} {date:%d %H:%M:%S}",
            f"{date:%Y-%m-%dT%H:%M:%S}+01:00",
        )
    )


def _time(date: datetime, draw: Draw) -> str:
    hour = date.hour % 12 or 12
    half = "pm" if date.hour >= 12 else "am"
    return draw.rng.choice(
        (
            f"{date:%H:%M}",
            f"{hour}:{date.minute:02} {half.upper()}",
            f"{hour}:{date.minute:02}{half}",
            f"{hour}{half}",
            f"{hour} {half}",
            f"{hour}:{date.minute:02} {half[0]}.m.",
            f"{date:%H:%M:%S}",
        )
    )


def _time_spoken(date: datetime, draw: Draw) -> str:
    hour = NUMBERS_BELOW_20[date.hour % 12 or 12]
    minute = "o'clock" if date.minute < 10 else two_digits(date.minute)
    return draw.rng.choice(
        (f"{hour} {minute}", f"half past {hour}", f"quarter to {hour}", f"{hour} {'pm' if date.hour > 11 else 'am'}")
    )


def _within(first_day: int, last_day: int) -> Callable[[Draw], datetime]:
    """A moment between two days, counted from the epoch of this file."""
    seconds = (first_day * 86_400, last_day * 86_400)
    return lambda draw: _EPOCH + timedelta(seconds=draw.rng.randint(*seconds))


_FORMS = {
    "": form("DATE_TIME", _any),
    "long": form("DATE_TIME", _long),
    "numeric": form("DATE_TIME", _numeric),
    "iso": form("DATE_TIME", lambda date, draw: f"{date:%Y-%m-%d}"),
    "spoken": form("DATE_TIME", _spoken),
    "stamp": form("DATE_TIME", _stamp),
    "time": form("DATE_TIME", _time),
    "time_spoken": form("DATE_TIME", _time_spoken),
    "month_year": form("DATE_TIME", lambda date, draw: f"{MONTHS[date.month - 1]} {date.year}"),
    "expiry": form("DATE_TIME", lambda date, draw: f"{date:%m}/{date:%y}"),
}

KINDS: dict[str, Kind] = {
    "date": Kind(_within(0, 3_900), _FORMS),
    "dob": Kind(_within(-29_000, 500), {**_FORMS, "": form("DATE_TIME", _birth)}),
    "future": Kind(_within(3_300, 5_000), _FORMS),
    "weekday": simple("DATE_TIME", lambda draw: draw.rng.choice(_WEEKDAYS)),
}
