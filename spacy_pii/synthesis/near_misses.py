"""Numbers that look like personal data and cannot be: they fail their check, or lie in ranges that nobody gives out."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from ..check_digits import luhn_valid
from ..records import PiiRecord
from .banking import KINDS as BANKING
from .identifiers import KINDS as IDENTIFIERS
from .values import Draw, Kind, fill, simple

# Twelve to nineteen digits, solid or in groups: what a check of card numbers takes for one.
_MAYBE = re.compile(r"[0-9][0-9 -]{11}")
_RUN = re.compile(r"(?<!\w)(?:[0-9]{12,19}|[0-9]{1,7}(?:[ -][0-9]{1,7}){2,})(?!\w)")
_SSN_LAYOUTS = ("{}-{}-{}", "{}-{}-{}", "{}-{}-{}", "{} {} {}", "{}{}{}")


def without_accidents(record: PiiRecord) -> PiiRecord:
    """The record with another last digit in every unlabelled number that passes the check of cards by accident."""
    if not _MAYBE.search(record.text):
        return record

    def settled(match: re.Match[str]) -> str:
        start, end = match.span()
        if not _passes(match[0]) or any(span.start < end and start < span.end for span in record.spans):
            return match[0]
        return match[0][:-1] + _other_digit(match[0][-1])

    text = _RUN.sub(settled, record.text)
    return record if text == record.text else replace(record, text=text)


def _passes(run: str) -> bool:
    digits = run.replace(" ", "").replace("-", "")
    return 12 <= len(digits) <= 19 and luhn_valid(digits)


def _other_digit(digit: str) -> str:
    return str((int(digit) + 1) % 10)


def _card(draw: Draw) -> str:
    kind = BANKING["card"]
    card: str = kind.make(draw)
    return _text(kind, card[:-1] + _miss(card[-1], "0123456789", draw.rng), draw)


def _imei(draw: Draw) -> str:
    imei: str = IDENTIFIERS["imei"].make(draw)
    return imei[:-1] + _miss(imei[-1], "0123456789", draw.rng)


def _vin(draw: Draw) -> str:
    vin: str = IDENTIFIERS["vin"].make(draw)
    return vin[:8] + _miss(vin[8], "0123456789X", draw.rng) + vin[9:]


def _iban(draw: Draw) -> str:
    kind = BANKING["iban"]
    while True:
        iban: str = kind.make(draw)
        check = (int(iban[2:4]) + draw.rng.randint(1, 96)) % 97
        text = _text(kind, f"{iban[:2]}{check:02}{iban[4:]}", draw)
        # A group of its digits must not be a card either.
        if not any(_passes(run) for run in _RUN.findall(text)):
            return text


def _ssn(draw: Draw) -> str:
    rng = draw.rng
    # The groups of 900 and above stay below those of ITINs.
    parts = rng.choice(
        (
            ("000", fill("##", rng), fill("####", rng)),
            ("666", fill("##", rng), fill("####", rng)),
            (fill("9##", rng), f"{rng.randint(1, 49):02}", fill("####", rng)),
            (fill("%##", rng), "00", fill("####", rng)),
            (fill("%##", rng), fill("##", rng), "0000"),
        )
    )
    return rng.choice(_SSN_LAYOUTS).format(*parts)


def _text(kind: Kind, value: str, draw: Draw) -> str:
    return "".join(text for text, _ in kind.forms[""](value, draw))


def _miss(check: str, alphabet: str, rng: Random) -> str:
    """A check character other than the right one."""
    return rng.choice(alphabet.replace(check, ""))


KINDS: dict[str, Kind] = {
    "false_card": simple(None, _card),
    "false_iban": simple(None, _iban),
    "false_imei": simple(None, _imei),
    "false_vin": simple(None, _vin),
    "false_ssn": simple(None, _ssn),
}
