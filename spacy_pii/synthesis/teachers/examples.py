"""Few-shot examples: records in masked form, `${person} called`, drawn from a file of records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from ...errors import PiiError
from ...records import PiiRecord
from .personal import looks_personal

SLOTS = {
    "PERSON": "person",
    "USERNAME": "username",
    "EMAIL_ADDRESS": "email",
    "PHONE_NUMBER": "phone",
    "STREET_ADDRESS": "address.street",
    "LOCATION": "city",
    "COORDINATES": "coordinates",
    "ORGANIZATION": "org",
    "DATE_TIME": "date",
    "AGE": "age",
    "GENDER": "gender",
    "CREDIT_CARD": "card",
    "CVV": "cvv",
    "IBAN_CODE": "iban",
    "BANK_ACCOUNT": "account",
    "BANK_CODE": "bic",
    "CRYPTO": "crypto",
    "US_SSN": "ssn",
    "NATIONAL_ID": "national_id",
    "TAX_ID": "tax_id",
    "PASSPORT": "passport",
    "DRIVER_LICENSE": "driver_license",
    "MEDICAL_ID": "medical_id",
    "VEHICLE_ID": "plate",
    "DEVICE_ID": "imei",
    "ID": "id",
    "IP_ADDRESS": "ip",
    "MAC_ADDRESS": "mac",
    "URL": "url",
    "PASSWORD": "password",
    "PIN": "pin",
    "API_KEY": "api_key",
}
"""Our labels -> the slot that stands for one in a masked text."""

# No form gives these away, so a source that does not mark them may hold them in plain sight.
_FREE_TEXT = frozenset({"PERSON", "USERNAME", "STREET_ADDRESS", "LOCATION", "ORGANIZATION", "PASSWORD"})
_LENGTHS = range(40, 1200)


@dataclass(frozen=True, slots=True)
class Example:
    """A masked text and the placeholders in it, each once."""

    text: str
    placeholders: tuple[str, ...]

    def show(self, rng: Random) -> str:
        """The example as a prompt gives it; the placeholders are shuffled, so that their order says nothing."""
        return f"Placeholders: {', '.join(rng.sample(self.placeholders, len(self.placeholders)))}\nText: {self.text}"


def mask(record: PiiRecord) -> Example:
    """Put a numbered placeholder in the place of every span; equal values share their number."""
    numbers: dict[str, dict[str, int]] = {}
    parts, position = [], 0
    for span in record.spans:
        known = numbers.setdefault(SLOTS[span.label], {})
        number = known.setdefault(record.text[span.start : span.end], len(known) + 1)
        slot, _, form = SLOTS[span.label].partition(".")
        parts += [record.text[position : span.start], f"${{{slot}#{number}{'.' if form else ''}{form}}}"]
        position = span.end
    parts.append(record.text[position:])
    return Example("".join(parts), tuple(dict.fromkeys(parts[1::2])))


def draw_examples(records: Iterable[PiiRecord], *, count: int = 200, seed: int = 0) -> list[Example]:
    """Draw up to `count` masked records, seeded, in one pass.

    Only records are taken that hold spans, whose source marks every kind of name, and whose rest holds nothing that
    looks personal. Raises PiiError if there is none.
    """
    rng = Random(f"examples:{seed}")
    drawn: list[Example] = []
    seen = 0
    for record in records:
        if not (record.spans and record.annotated >= _FREE_TEXT and len(record.text) in _LENGTHS):
            continue
        example = mask(record)
        if looks_personal("\0".join(_between(record)), language=record.language):
            continue
        seen += 1
        if len(drawn) < count:
            drawn.append(example)
        elif (place := rng.randrange(seen)) < count:
            drawn[place] = example
    if not drawn:
        raise PiiError(
            "no record can serve as an example.",
            remedy=f"take a source that marks {', '.join(sorted(_FREE_TEXT))} and leaves no other personal data.",
        )
    return drawn


def _between(record: PiiRecord) -> list[str]:
    ends = [0, *(span.end for span in record.spans)]
    starts = [*(span.start for span in record.spans), len(record.text)]
    return [record.text[end:start] for end, start in zip(ends, starts, strict=True)]
