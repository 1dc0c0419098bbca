"""The calibration set: labelled records, and which of them belong together."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ...errors import PiiError
from ...records import PiiRecord, read_json_lines


def read_units(path: Path, group_by: str | None = None) -> tuple[list[PiiRecord], list[str] | None]:
    """The records of a JSON Lines file and, with `group_by`, the value of that field of each.

    Raises PiiError with file and line for what is no record, and for one without the field: who knows nothing of its
    author cannot say that it stands alone.
    """
    records: list[PiiRecord] = []
    groups: list[str] = []
    for number, row in read_json_lines(path):
        try:
            records.append(PiiRecord.from_dict(row))
        except PiiError as error:
            raise error.at(path, number) from None
        if group_by is not None:
            value = row.get(group_by)
            if not isinstance(value, str | int) or value == "":
                raise PiiError(
                    f"the record has no field {group_by!r} with a name or a number.",
                    remedy="give each record its author or thread there, or leave --group-by out.",
                    path=path,
                    line=number,
                )
            groups.append(str(value))
    if not records:
        raise PiiError("there are no records.", remedy="give a file of labelled records.", path=path)
    if not any(record.spans for record in records):
        raise PiiError(
            "no record holds personal data, so nothing can leak and nothing can be promised.",
            remedy="label the personal data in it.",
            path=path,
        )
    return records, groups if group_by is not None else None


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
