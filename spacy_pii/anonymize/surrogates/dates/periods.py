"""What is neither a day nor a time of day: epochs, weeks, quarters, decades, counts, and digits that are none."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ..session import other_digit
from ..words import CARDINALS, cardinal_like, number_in
from .clocks import clock, clock_fields, clock_minutes
from .days import LEAP, added, full_year, is_day_first, moved_date, suffix_like
from .readings import Found
from .shift import Shift, Surroundings
from .wording import number_like, weekday_like


def epoch(found: Found, shift: Shift, context: Surroundings) -> str:
    """Seconds since 1970; the digits of milliseconds and less after them stay."""
    new = int(found.fields["E"]) + shift.days * 86_400 + shift.moment * 60
    if len(str(new)) != 10:
        raise ValueError("no such epoch")
    return found.written({"E": str(new)})


def week(found: Found, shift: Shift, context: Surroundings) -> str:
    """A numbered week, or one of its days (ISO 8601). Raises ValueError if the year has none of that number."""
    year, number = int(found.fields.get("Y", LEAP)), int(found.fields["w"])
    if "g" in found.fields:
        new = added(date.fromisocalendar(year, number, int(found.fields["g"])), shift.days).isocalendar()
        return found.written({"Y": f"{new.year:04}", "w": f"{new.week:02}", "g": str(new.weekday)})
    new = (date.fromisocalendar(year, number, 4) + timedelta(weeks=shift.weeks)).isocalendar()
    # A year that is not written may have 52.
    shown = new.week if "Y" in found.fields else min(new.week, 52)
    made = {"w": number_like(found.fields["w"], shown, padded=len(found.fields["w"]) == 2)}
    return found.written(made | ({"Y": f"{new.year:04}"} if "Y" in found.fields else {}))


def yearday(found: Found, shift: Shift, context: Surroundings) -> str:
    """A day of the year, 2024-031. Raises ValueError if there is none."""
    days = shift.days
    if "H" in found.fields:
        days += (clock_minutes(found) + context.minutes) // 1440
    day = datetime.strptime(f"{found.fields['Y']}-{found.fields['j']}", "%Y-%j").date()
    new = added(day, days)
    made = {"Y": f"{new.year:04}", "j": f"{new:%j}"}
    return found.written(made | (clock_fields(found, context) if "H" in found.fields else {}))


def quarter(found: Found, shift: Shift, context: Surroundings) -> str:
    """Q3 2024 and 3Q24."""
    return _part_of_year(found, 4, shift.quarters)


def half(found: Found, shift: Shift, context: Surroundings) -> str:
    """H1 2024. Raises ValueError for a third half."""
    if int(found.fields["q"]) > 2:
        raise ValueError("a year has two halves")
    return _part_of_year(found, 2, shift.halves)


def _part_of_year(found: Found, parts: int, moved: int) -> str:
    fields = found.fields
    year = int(fields["Y"]) if "Y" in fields else full_year(fields["y"]) if "y" in fields else LEAP
    new, part = divmod(year * parts + int(fields["q"]) - 1 + moved, parts)
    made = {"q": str(part + 1)}
    made |= {"Y": f"{new:04}"} if "Y" in fields else {"y": f"{new % 100:02}"} if "y" in fields else {}
    return found.written(made)


def years(found: Found, shift: Shift, context: Surroundings) -> str:
    """2024-05 is a month, 2004/05 a season, 2019-2024 and 2019-24 are years."""
    year, other = int(found.fields["Y"]), found.fields["V"]
    if len(other) == 2 and 1 <= int(other) <= 12 and ("-" in found.text or int(other) != (year + 1) % 100):
        new, month = divmod(year * 12 + int(other) - 1 + shift.months, 12)
        return found.written({"Y": f"{new:04}", "V": f"{month + 1:02}"})
    last = int(other) + shift.years
    return found.written(
        {"Y": f"{year + shift.years:04}", "V": f"{last % 100:02}" if len(other) == 2 else f"{last:04}"}
    )


def decade(found: Found, shift: Shift, context: Surroundings) -> str:
    """The 1980s, the 80s, by one."""
    ten = 10 if shift.days > 0 else -10
    if "Y" in found.fields:
        return found.written({"Y": f"{int(found.fields['Y']) + ten:04}"})
    return found.written({"y": f"{(int(found.fields['y']) + ten) % 100:02}"})


def century(found: Found, shift: Shift, context: Surroundings) -> str:
    """The 19th century, by one."""
    number = int(found.fields["n"])
    new = number + 1 if shift.days > 0 or number == 1 else number - 1
    return found.written({"n": str(new), "o": suffix_like(found.fields["o"], new)})


def weekday(found: Found, shift: Shift, context: Surroundings) -> str:
    """A day of the week."""
    return weekday_like(found.text, shift.days + context.carry)


def pair(found: Found, shift: Shift, context: Surroundings) -> str:
    """Two numbers: 31.12. is a day, 05/27 when a card expires, 15.30 a time. Raises ValueError if they are none."""
    a, b = found.fields["a"], found.fields["b"]
    first, second = int(a), int(b)
    days = 1 <= min(first, second) <= 12 and max(first, second) <= 31
    if "." in found.text and not found.text.endswith(".") and len(b) == 2 and first < 24 and second < 60:
        if not (days and context.day_first and 0 < second <= 12):
            return clock(found.renamed({"a": "H", "b": "M"}), shift, context)
    elif len(a) == len(b) == 2 and 1 <= first <= 12 and not context.weekday and "." not in found.text:
        return moved_date(found.renamed({"a": "m", "b": "y"}), shift, context)
    if not days:
        raise ValueError("no such day")
    day, month = ("a", "b") if is_day_first(found, context) else ("b", "a")
    return moved_date(found.renamed({day: "d", month: "m"}), shift, context)


def count(found: Found, shift: Shift, context: Surroundings) -> str:
    """3 days, two to three weeks: other numbers of as many digits, as far apart."""
    fields = found.fields
    number = _number(fields["n"])
    size = len(str(number))
    low, high = (2, 9) if number < 10 else (10 ** (size - 1), 10**size - 1)
    new = context.rng.choice([n for n in range(low, min(high, low + 88) + 1) if n != number])
    made = {"n": _count_like(fields["n"], new)}
    if "k" in fields:
        made["k"] = _count_like(fields["k"], max(1, new + _number(fields["k"]) - number))
    if number == 1 and "k" not in fields and not fields["u"].lower().endswith("s") and " " in found.text:
        made["u"] = fields["u"] + ("S" if fields["u"].isupper() else "s")
    return found.written(made)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else number_in(text, CARDINALS) or 0


def _count_like(original: str, number: int) -> str:
    if not original.isdecimal():
        return cardinal_like(original, min(number, 99))
    return number_like(original, number, padded=len(original) == 2 and int(original) < 10)


def digits(text: str, context: Surroundings) -> str:
    """Digits that nobody can read: a number up to 31 becomes another that could be a day, a year a year near it,
    else every digit another."""
    number = int(text) if len(text) < 3 else 0
    if 1 <= number <= 31:
        shown = (number_like(text, n, padded=len(text) == 2) for n in range(1, 29))
        free = [new for new in shown if len(new) == len(text) and all(x != y for x, y in zip(new, text, strict=True))]
        return context.rng.choice(free)
    if len(text) == 4 and 1000 <= int(text) < 2200:
        return number_like(text, int(text) + context.rng.choice([n for n in range(-19, 20) if n % 10]))
    return "".join(other_digit(character, context.rng) for character in text)
