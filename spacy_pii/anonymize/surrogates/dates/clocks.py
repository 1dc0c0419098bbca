"""Times of day: on a clock of 24 or 12 hours, on the dial in words."""

from __future__ import annotations

from ..words import CARDINALS, cardinal_like, number_in
from .readings import Found
from .shift import Shift, Surroundings
from .wording import in_script, number_like


def clock_minutes(found: Found, hour: str = "H") -> int:
    """Minutes since midnight of a form with a time of day."""
    fields = found.fields
    hours = int(fields[hour])
    if "p" in fields:
        hours = hours % 12 + (12 if fields["p"].lower() == "p" else 0)
    return hours * 60 + (int(fields.get("M", 0)) if hour == "H" else 0)


def clock_fields(found: Found, context: Surroundings) -> dict[str, str]:
    """The fields of the time of day, moved."""
    fields = found.fields
    hour, minute = divmod((clock_minutes(found) + context.minutes) % 1440, 60)
    made = {}
    if "p" in fields:
        made["p"] = "pa"[hour < 12].upper() if fields["p"].isupper() else "pa"[hour < 12]
        hour = hour % 12 or 12
    made["H"] = _hour(fields["H"], hour, "p" in fields)
    if "M" in fields:
        made["M"] = in_script(fields["M"], f"{minute:02}")
    if "I" in fields:
        # It has the half of the day that its range's end names, unless it is later on the dial: "9-5 pm".
        first = (clock_minutes(found, "I") + context.minutes) % 1440 // 60
        made["I"] = _hour(fields["I"], first % 12 or 12, True)
    return made


def _hour(written: str, hour: int, dial: bool) -> str:
    return number_like(written, hour, padded=len(written) == 2 and (written[0] == "0" or not dial))


def clock(found: Found, shift: Shift, context: Surroundings) -> str:
    """10:00, 3:15 pm, 9-11 am, 10h30."""
    return found.written(clock_fields(found, context))


def dial(found: Found, shift: Shift, context: Surroundings) -> str:
    """Half past seven, 7 o'clock: by whole hours. Raises ValueError if the dial has no such hour."""
    text = found.fields["N"]
    hour = int(text) if text.isdecimal() else number_in(text, CARDINALS) or 0
    if not 1 <= hour <= 12:
        raise ValueError("no such hour")
    new = (hour + context.minutes // 60) % 12 or 12
    return found.written({"N": number_like(text, new) if text.isdecimal() else cardinal_like(text, new)})
