"""Ages: all of a document move by as many years, so that ranges and distances stay; words stay words."""

from __future__ import annotations

import re
from functools import cache
from random import Random

from ...english import cardinal
from .dates.days import suffix_like
from .dates.wording import number_like
from .numbers import other_letters
from .session import Session, match_case, other_digit
from .words import CARDINALS, alternatives, cardinal_like, like, number_in

# What may stand beside an age without telling whose it is.
_WORDS = """
    year years yr yrs y yo month months mo mos week weeks wk wks day days d hour hours old o aged age ages and a an the
    half in mid late early to between from until till through under over above below about around approximately approx
    circa almost nearly roughly some at least most more less than or older younger up of his her their its
    turning turned s th st nd rd plus not yet just only birthday male female m f man woman boy girl is was
    ans an mois âgé âgée âgés de à entre et jahre jahren jahr jährig jähriger jährige jährigen alt monate monat bis
    zwischen und años año edad meses mes y entre anos ano idade e anni anno età mesi jaar oud tot tussen en lat rok år
    gammal лет год года
"""
_KEPT = frozenset(_WORDS.split())
_PHASES = ("infant", "toddler", "child", "teenager", "adult", "pensioner")
_DECADES = ("teens", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
# No one is older, so a larger number is a year or none of ours.
_OLDEST = 130


@cache
def _number() -> re.Pattern[str]:
    """A decade, an ordinal or a number in digits, or one in words."""
    return re.compile(
        rf"(?P<ten>\d0)(?=['’]?s\b)|(?P<digits>\d+)(?P<suffix>st|nd|rd|th)?|\b(?P<decade>{'|'.join(_DECADES)})\b"
        rf"|\b(?P<words>{alternatives(CARDINALS)})\b",
        re.IGNORECASE,
    )


def age(value: str, session: Session, label: str, attempt: int) -> str:
    """A few years more or fewer; a phase of life becomes another."""
    if value.casefold() in _PHASES:
        rng = session.rng(label, value.casefold(), attempt)
        return match_case(value, rng.choice([phase for phase in _PHASES if phase != value.casefold()]))
    shift, ten = _shift(session, label, attempt)
    rng = session.rng(label, value.casefold(), attempt)
    made, position = [], 0
    for match in _number().finditer(value):
        made += [other_letters(value[position : match.start()], _KEPT, rng), _moved(match, shift, ten, rng)]
        position = match.end()
    return "".join((*made, other_letters(value[position:], _KEPT, rng)))


def _shift(session: Session, label: str, attempt: int) -> tuple[int, int]:
    """Years and decades by which ages move: fewer only where every age of the document allows it, and to no age of it.

    Under a fixed key always more, as the other documents are not known.
    """
    rng = session.rng(label, "shift", attempt)
    if session.fixed:
        return rng.choice(range(2, 7)), 10
    values = [mention.value for mention in session.mentions if mention.label == label]
    ages = {_years(match) for value in values for match in _number().finditer(value)}
    least = min(ages, default=0)
    # The smallest shifts that are free; further attempts go further.
    free = [n for n in range(2, 40) for n in (n, -n) if least + n > 0 and not ages & {age + n for age in ages}]
    near = free[attempt : attempt + 6] or [2]
    return rng.choice(near), rng.choice([10, -10] if least > 19 else [10])


def _years(match: re.Match[str]) -> int:
    if match["decade"]:
        return 10 * (_DECADES.index(match["decade"].lower()) + 1)
    if match["words"]:
        return number_in(match["words"], CARDINALS) or 0
    return int(match["ten"] or match["digits"])


def _moved(match: re.Match[str], shift: int, ten: int, rng: Random) -> str:
    years = _years(match)
    if match["ten"]:
        return number_like(match["ten"], years + ten)
    if match["decade"]:
        index = _DECADES.index(match["decade"].lower())
        return match_case(match["decade"], _DECADES[index + ten // 10 if index + 1 < len(_DECADES) else index - 1])
    if match["words"]:
        new = years + shift
        if new > 99:
            return like(match[0], f"a hundred and {cardinal(new - 100)}".removesuffix(" and zero"))
        return cardinal_like(match[0], new)
    if years > _OLDEST:
        return "".join(other_digit(digit, rng) for digit in match[0] if digit.isdecimal()) + (match["suffix"] or "")
    shown = number_like(match["digits"], years + shift, padded=re.match(r"0\d", match["digits"]) is not None)
    return shown + (suffix_like(match["suffix"], years + shift) if match["suffix"] else "")
