"""Dates, birth dates and times of day in the formats that people and machines write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from .spoken import MONTHS, ORDINALS, number_words, say_date, two_digits
from .values import Draw, Kind, form, simple

_EPOCH = datetime(2017, 1, 1)
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_ZONES = ("Z", "+00:00", "+01:00", "-05:00", "-0800", "+0530", " UTC", " GMT", ".000Z", "")
_CLOCK_ZONES = (" GMT", " UTC", " EST", " CET", " PST", " ET", " BST", " IST")


def _suffix(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _month(date: datetime, rng: Random) -> str:
    name = MONTHS[date.month - 1]
    kind = rng.random()
    if kind < 0.6:
        return name
    short = "Sept" if date.month == 9 and kind < 0.8 else name[:3]
    return short if kind < 0.92 else short + "." if kind < 0.97 else name.upper()


def _long(date: datetime, draw: Draw) -> str:
    rng = draw.rng
    month = _month(date, rng)
    day, year, ordinal = date.day, date.year, f"{date.day}{_suffix(date.day)}"
    weekday = _WEEKDAYS[date.weekday()]
    kind = rng.random()
    if kind < 0.55:
        return rng.choice(
            (
                *(f"{month} {day}, {year}", f"{month} {day}, {year}", f"{day} {month} {year}", f"{day} {month} {year}"),
                *(f"{month} {ordinal}, {year}", f"{ordinal} of {month} {year}", f"{ordinal} {month} {year}"),
                *(
                    f"{day}-{month}-{year}",
                    f"{month} {day} {year}",
                    f"{day:02} {month}, {year}",
                    f"{year} {month} {day}",
                ),
                *(f"{year} {month} {day}", f"{month[:3]}-{day:02}-{year}", f"{day:02}{month[:3].upper()}{year}"),
            )
        )
    if kind < 0.8:
        return rng.choice(
            (
                *(
                    f"{month} {ordinal}",
                    f"{day} {month}",
                    f"{month} {day}",
                    f"the {ordinal} of {month}",
                    f"the {ordinal}",
                ),
                *(
                    f"{ordinal} {month}",
                    f"{month} {year}",
                    f"the {ORDINALS[day - 1]} of {month}",
                    f"{month} '{year % 100:02}",
                ),
            )
        )
    short = weekday[:3]
    return rng.choice(
        (
            *(f"{weekday}, {month} {day}", f"{weekday} {day} {month} {year}", f"{weekday}, {month} {day}, {year}"),
            *(f"{short}, {day} {month} {year}", f"{short} {month} {day}", f"{weekday} the {ordinal}"),
            *(f"{weekday} the {ordinal} of {month}", f"{weekday} {ordinal} {month}", f"{short} {day}/{date.month}"),
        )
    )


def _numeric(date: datetime, draw: Draw) -> str:
    rng = draw.rng
    day, month, year = date.day, date.month, date.year
    separator = rng.choice(("/", "/", "/", ".", "-", "-", " "))
    kind = rng.random()
    if kind < 0.08:
        return f"{year}{separator.strip() or '/'}{month:02}{separator.strip() or '/'}{day:02}"
    if kind < 0.11:
        return f"{year}{month:02}{day:02}" if kind < 0.1 else f"{day:02}{month:02}{year}"
    parts = (f"{month:02}", f"{day:02}") if rng.random() < 0.5 else (f"{day:02}", f"{month:02}")
    if rng.random() < 0.3:
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
    if kind < 0.8:
        return _numeric(date, draw)
    if kind < 0.92:
        return f"{date:%Y-%m-%d}"
    return f"{_numeric(date, draw)} {_time(date, draw)}" if kind < 0.97 else _stamp(date, draw)


def _stamp(date: datetime, draw: Draw) -> str:
    rng = draw.rng
    month = MONTHS[date.month - 1][:3]
    return rng.choice(
        (
            f"{date:%Y-%m-%dT%H:%M:%S}{rng.choice(_ZONES)}",
            f"{date:%Y-%m-%d %H:%M:%S}",
            f"{date:%Y-%m-%d %H:%M:%S}",
            f"{date:%Y-%m-%d %H:%M:%S},{date.second * 13:03}",
            f"{date:%Y-%m-%dT%H:%M:%S}.{rng.randrange(1_000_000):06}Z",
            f"{date:%d}/{month}/{date:%Y:%H:%M:%S} +0000",
            f"{month} {date:%d %H:%M:%S}",
            f"{date:%Y/%m/%d %H:%M}",
            f"{_WEEKDAYS[date.weekday()][:3]}, {date:%d} {month} {date:%Y %H:%M:%S} +0000",
            f"{_WEEKDAYS[date.weekday()][:3]} {month} {date:%d %H:%M:%S %Y}",
            f"{date:%m/%d/%Y %H:%M:%S}",
            f"{date:%Y%m%dT%H%M%SZ}",
        )
    )


def _time(date: datetime, draw: Draw) -> str:
    rng = draw.rng
    hour, minute = date.hour % 12 or 12, date.minute
    half = "pm" if date.hour >= 12 else "am"
    kind = rng.random()
    if kind < 0.3:
        return f"{date:%H:%M}"
    if kind < 0.7:
        clock = rng.choice((f"{hour}:{minute:02}", f"{hour}:{minute:02}", f"{hour}", f"{hour}.{minute:02}"))
        return clock + rng.choice((half, half, f" {half}", f" {half.upper()}", half.upper(), f" {half[0]}.m."))
    if kind < 0.78:
        return f"{date:%H:%M:%S}"
    if kind < 0.84:
        return rng.choice((f"{date:%H:%M}", f"{hour}:{minute:02} {half.upper()}")) + rng.choice(_CLOCK_ZONES)
    if kind < 0.9:
        return rng.choice(
            (f"{hour} o'clock", f"{date:%H}h{date:%M}", f"{date:%H%M} hours", f"{hour}{half}", f"{date:%H.%M}")
        )
    return _time_in_words(hour, rng)


def _time_in_words(hour: int, rng: Random) -> str:
    shown = two_digits(hour) if rng.random() < 0.7 else str(hour)
    return rng.choice(
        (
            *(
                f"half past {shown}",
                f"quarter to {shown}",
                f"quarter past {shown}",
                f"ten to {shown}",
                f"{shown} o'clock",
            ),
            *(
                "noon",
                "midnight",
                f"half {shown}",
                f"{shown} in the morning",
                f"{shown} in the evening",
                f"{shown} tonight",
            ),
            *(f"twenty past {shown}", f"five to {shown}", f"ten to {shown}", f"{shown} thirty", f"{shown} pm"),
        )
    )


def _time_spoken(date: datetime, draw: Draw) -> str:
    hour = two_digits(date.hour % 12 or 12)
    minute = "o'clock" if date.minute < 10 else two_digits(date.minute)
    return draw.rng.choice(
        (f"{hour} {minute}", f"half past {hour}", f"quarter to {hour}", f"{hour} {'pm' if date.hour > 11 else 'am'}")
    )


def _relative(date: datetime, draw: Draw) -> str:
    rng = draw.rng
    weekday = _WEEKDAYS[date.weekday()]
    count = rng.randint(2, 12)
    shown = number_words(count) if rng.random() < 0.5 else str(count)
    unit = rng.choice(("days", "weeks", "months", "years", "hours"))
    return rng.choice(
        (
            *("yesterday", "today", "tomorrow", "last week", "next month", "this morning", "tonight", "last night"),
            *(f"last {weekday}", f"next {weekday}", f"this {weekday}", weekday),
            *(f"{shown} {unit} ago", f"{shown} {unit} later", f"{weekday} morning", f"{weekday} evening"),
            *("the day before yesterday", "the day after tomorrow", f"early {date.year}", f"the summer of {date.year}"),
            *(f"the {date.year // 10 * 10}s", f"Q{(date.month + 2) // 3} {date.year}", f"mid-{MONTHS[date.month - 1]}"),
        )
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
    "spoken": form("DATE_TIME", lambda date, draw: say_date(date, draw.rng)),
    "stamp": form("DATE_TIME", _stamp),
    "time": form("DATE_TIME", _time),
    "time_spoken": form("DATE_TIME", _time_spoken),
    "relative": form("DATE_TIME", _relative),
    "month_year": form("DATE_TIME", lambda date, draw: f"{MONTHS[date.month - 1]} {date.year}"),
    "year": form("DATE_TIME", lambda date, draw: str(date.year)),
    "expiry": form("DATE_TIME", lambda date, draw: f"{date:%m}{draw.rng.choice('//-')}{date:%y}"),
}

KINDS: dict[str, Kind] = {
    "date": Kind(_within(-3_000, 3_900), _FORMS),
    "dob": Kind(_within(-29_000, 500), {**_FORMS, "": form("DATE_TIME", _birth)}),
    "future": Kind(_within(3_300, 5_000), _FORMS),
    "weekday": simple("DATE_TIME", lambda draw: draw.rng.choice(_WEEKDAYS)),
}
