"""Records out in other people's formats, so that their data sets can be extended: ai4privacy D and CoNLL."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from ..errors import PiiError
from ..files import atomic_text
from ..records import PiiRecord

Tokenize = Callable[[str], Iterable[tuple[int, int]]]

# Of several names that map to one label of ours, one that stands for a whole: a reader does not join those.
AI4PRIVACY_NAMES = {
    "PERSON": "FULLNAME",
    "EMAIL_ADDRESS": "EMAIL",
    "PHONE_NUMBER": "PHONENUMBER",
    "STREET_ADDRESS": "STREETADDRESS",
    "LOCATION": "CITY",
    "COORDINATES": "NEARBYGPSCOORDINATE",
    "ORGANIZATION": "COMPANYNAME",
    "DATE_TIME": "DATE",
    "CREDIT_CARD": "CREDITCARDNUMBER",
    "CVV": "CREDITCARDCVV",
    "IBAN_CODE": "IBAN",
    "BANK_ACCOUNT": "ACCOUNTNUMBER",
    "BANK_CODE": "BIC",
    "CRYPTO": "BITCOINADDRESS",
    "US_SSN": "SSN",
    "NATIONAL_ID": "IDCARDNUM",
    "TAX_ID": "TAXNUM",
    "PASSPORT": "PASSPORTNUM",
    "DRIVER_LICENSE": "DRIVERLICENSENUM",
    "VEHICLE_ID": "VEHICLEVRM",
    "DEVICE_ID": "PHONEIMEI",
    "IP_ADDRESS": "IP",
    "MAC_ADDRESS": "MAC",
}
"""Labels that are not here keep our name."""

_TOKEN = re.compile(r"\w+|[^\w\s]")


def write_ai4privacy(path: str | Path, records: Iterable[PiiRecord]) -> int:
    """Write JSON Lines in the shape of ai4privacy 200k and 300k, all or nothing; returns how many.

    The mBERT columns are left out: they need mBERT's tokenizer, and `privacy_mask` holds the same spans.
    """
    count = 0
    with atomic_text(Path(path)) as out:
        for count, record in enumerate(records, 1):
            out.write(json.dumps(ai4privacy_row(record, count), ensure_ascii=False) + "\n")
    return count


def ai4privacy_row(record: PiiRecord, number: int) -> dict[str, Any]:
    """The row of a record; `number` is its id if it has none."""
    target, tiles, mask, end = "", [], [], 0
    for span in record.spans:
        label = AI4PRIVACY_NAMES.get(span.label, span.label)
        target += f"{record.text[end : span.start]}[{label}]"
        tiles += [[end, span.start, "O"]] * (end < span.start) + [[span.start, span.end, label]]
        value = record.text[span.start : span.end]
        mask.append({"value": value, "start": span.start, "end": span.end, "label": label})
        end = span.end
    tiles += [[end, len(record.text), "O"]] * (end < len(record.text))
    return {
        "source_text": record.text,
        "target_text": target + record.text[end:],
        "privacy_mask": mask,
        "span_labels": json.dumps(tiles),
        "id": record.id or str(number),
        "language": record.language,
        "set": "train",
    }


def word_offsets(text: str) -> Iterator[tuple[int, int]]:
    """Words and single marks: a tokenizer for corpora whose users bring their own."""
    return (match.span() for match in _TOKEN.finditer(text))


def write_conll(path: str | Path, records: Iterable[PiiRecord], tokenize: Tokenize = word_offsets) -> int:
    """Write one token and its BIO tag per line with `# text`, all or nothing; returns how many records.

    tokenize: text to token offsets. Tokens are cut at the borders of spans, so that every span is exact. Line breaks in
    `# text` become spaces, which keeps the offsets. Raises PiiError for a span without a token.
    """
    count = 0
    with atomic_text(Path(path)) as out:
        for count, record in enumerate(records, 1):
            out.write("\n".join(_conll_lines(record, count, tokenize)) + "\n\n")
    return count


def _conll_lines(record: PiiRecord, number: int, tokenize: Tokenize) -> Iterator[str]:
    tokens = list(_cut(record, tokenize(record.text)))
    tags = _tags(record, tokens, number)
    yield "# sent_id = " + (re.sub(r"\s", "_", record.id) or str(number))
    yield "# text = " + re.sub(r"[\r\n]", " ", record.text)
    for (start, end), tag in zip(tokens, tags, strict=True):
        yield f"{record.text[start:end]}\t{tag}"


def _cut(record: PiiRecord, tokens: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Tokens cut at whitespace and at the borders of spans."""
    borders = {border for span in record.spans for border in (span.start, span.end)}
    for start, end in tokens:
        for match in re.finditer(r"\S+", record.text[start:end]):
            cuts = [start + match.start(), start + match.end()]
            cuts += [border for border in range(cuts[0] + 1, cuts[1]) if border in borders]
            cuts.sort()
            yield from zip(cuts, cuts[1:], strict=False)


def _tags(record: PiiRecord, tokens: list[tuple[int, int]], number: int) -> list[str]:
    tags, i = [], 0
    for span in record.spans:
        first = True
        while i < len(tokens) and tokens[i][0] < span.end:
            inside = tokens[i][0] >= span.start
            tags.append(f"{'B' if first else 'I'}-{span.label}" if inside else "O")
            first = first and not inside
            i += 1
        if first:
            raise PiiError(f"record {number}: a span of {span.label} holds no token.", remedy="drop it first.")
    return tags + ["O"] * (len(tokens) - len(tags))
