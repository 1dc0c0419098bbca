"""Dates and ranges of days: every field gets what the shift makes of it, in the writing that it had."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from ..words import ORDINALS, YEARS, number_in, ordinal_like, year_like
from .clocks import clock_fields, clock_minutes
from .readings import Found
from .shift import Shift, Surroundings
from .wording import in_script, month_like, month_number, number_like

# The year of a date that names none and whose document names none: a leap year.
LEAP = 2004


def day_of(found: Found, context: Surroundings) -> tuple[int | None, int | None, int | None]:
    """Year, month and day of a form, as far as they are written. Raises ValueError if there is no such day."""
    fields = found.fields
    year = int(fields["Y"]) if "Y" in fields else full_year(fields["y"]) if "y" in fields else None
    if "W" in fields and (year := number_in(fields["W"], YEARS)) is None:
        raise ValueError("words that are no year")
    name = fields.get("B") or fields.get("C")
    month = int(fields["m"]) if "m" in fields else month_number(name) if name else None
    day = int(fields["d"]) if "d" in fields else number_in(fields["D"], ORDINALS) if "D" in fields else None
    if "a" in fields:
        a, b = int(fields["a"]), int(fields["b"])
        day, month = (a, b) if is_day_first(found, context) else (b, a)
    if not (month is None or 1 <= month <= 12) or not (day is None or 1 <= day <= 31):
        raise ValueError("no such day")
    return year, month, day


def is_day_first(found: Found, context: Surroundings) -> bool:
    """Whether the first of two numbers is the day."""
    a, b = int(found.fields["a"]), int(found.fields["b"])
    return a > 12 or (b <= 12 and (context.dotted_day_first if "." in found.text else context.day_first))


def full_year(two_digits: str) -> int:
    """A year of which two digits are written, as POSIX reads it."""
    return int(two_digits) + (1900 if int(two_digits) > 68 else 2000)


def added(day: date, days: int) -> date:
    """The day some days later."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        # The ends of the calendar stand for "never": the other way.
        return day - timedelta(days=days)


def _day(year: int | None, month: int, day: int, context: Surroundings) -> date:
    """A day; the 30th of February is the last one."""
    if year is None:
        year = context.year if (month, day) != (2, 29) or calendar.isleap(context.year) else LEAP
    if not 1 <= year <= 9999:
        raise ValueError("no such year")
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def moved_date(found: Found, shift: Shift, context: Surroundings) -> str:
    """A date, or what of it is written. Raises ValueError if there is none."""
    year, month, day = day_of(found, context)
    days = shift.days + (_carry(found, context) if "H" in found.fields else context.carry)
    if day and month is None:
        # "The 5th": of July, which is as long as the months beside it.
        return _write(found, added(date(LEAP, 7, day), days), context)
    if day and month:
        new = added(_day(year, month, day, context), days)
        if year is None and (new.month, new.day) == (2, 29) and (month, day) != (2, 29):
            # Nobody could tell that the year has one.
            new -= timedelta(days=1)
    elif month:
        total = (year or LEAP) * 12 + month - 1 + shift.months
        new = date(total // 12, total % 12 + 1, 1)
    else:
        new = date((year or LEAP) + shift.years, 1, 1)
    return _write(found, new, context)


def _carry(found: Found, context: Surroundings) -> int:
    return (clock_minutes(found) + context.minutes) // 1440


def _write(found: Found, new: date, context: Surroundings) -> str:
    fields = found.fields
    name = "B" if "B" in fields else "C"
    # Fixed width where all have it; between words only where a zero shows it.
    numbers = [fields[field] for field in "mdab" if field in fields]
    padded: bool | None = all(len(number) == 2 for number in numbers)
    if name in fields and " " in found.text.strip():
        padded = all(number[0] == "0" for number in numbers)
    if "o" in fields:
        padded = False
    first = "a" in fields and is_day_first(found, context)
    values = {"m": new.month, "d": new.day, "a": new.day if first else new.month, "b": new.month if first else new.day}
    made = {field: number_like(fields[field], values[field], padded=padded) for field in values if field in fields}
    if "Y" in fields:
        made["Y"] = in_script(fields["Y"], f"{new.year:04}")
    if "y" in fields:
        made["y"] = in_script(fields["y"], f"{new.year % 100:02}")
    if "W" in fields:
        made["W"] = year_like(fields["W"], new.year)
    if name in fields:
        short = context.short or not re.search(r"\s", found.text.strip())
        made[name] = month_like(fields[name], new.month, may_is_short=short and len(found.text) > 3)
    if "D" in fields:
        made["D"] = ordinal_like(fields["D"], new.day)
    if "o" in fields:
        made["o"] = suffix_like(fields["o"], new.day)
    return found.written(made | (clock_fields(found, context) if "H" in fields else {}))


def suffix_like(original: str, number: int) -> str:
    """The suffix of an ordinal in the case of the original."""
    if original.lower() == "er":
        return original if number == 1 else ""
    if original in "ºª":
        return original
    suffix = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return suffix.upper() if original.isupper() else suffix


def moved_days(found: Found, shift: Shift, context: Surroundings) -> str:
    """3-5 May 2024: where the last day falls into another month, the first names its own.

    Raises ValueError if there are no such days.
    """
    fields = found.fields
    year, month, day = day_of(found, context)
    last = int(fields["e"])
    if not month or not day or not 1 <= last <= 31:
        raise ValueError("no such days")
    first_day, last_day = (added(_day(year, month, n, context), shift.days) for n in (day, last))
    name = "B" if "B" in fields else "C"
    made = {"e": number_like(fields["e"], last_day.day, padded=fields["e"][0] == "0")}
    for field, number in (("o", first_day.day), ("f", last_day.day)):
        if field in fields:
            made[field] = suffix_like(fields[field], number)
    shown = number_like(fields["d"], first_day.day, padded=fields["d"][0] == "0")
    if "Y" in fields:
        made["Y"] = f"{last_day.year:04}"
    if "y" in fields:
        made["y"] = f"{last_day.year % 100:02}"
    other = month_like(fields[name], last_day.month)
    if first_day.month == last_day.month:
        return found.written(made | {"d": shown, name: other})
    own = month_like(fields[name], first_day.month)
    if name == "B":
        between = f" {own}" + (f" {first_day.year}" if first_day.year != last_day.year and "Y" in fields else "")
        if "o" in fields:
            return found.written(made | {"d": shown, "o": made["o"] + between, name: other})
        return found.written(made | {"d": shown + between, name: other})
    ahead = f", {first_day.year}" if first_day.year != last_day.year and "Y" in fields else ""
    if "o" in fields:
        made["o"] += ahead
    return found.written(made | {name: own, "d": shown + ("" if "o" in fields else ahead), "e": f"{other} {made['e']}"})
