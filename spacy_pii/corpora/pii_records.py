"""Our own JSON Lines: {"text", "spans": [{start, end, label}] or [[start, end, label]]}, see `spacy_pii.records`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..errors import PiiError, UnknownLabelError
from ..labels import ALL_LABELS, families
from ..records import PiiRecord
from .base import Context, Format, Head, check_text, need
from .rows import read_objects

KNOWN = ALL_LABELS | families(ALL_LABELS)


def detect(head: Head) -> bool:
    spans = head.row.get("spans")
    return "text" in head.row and isinstance(spans, list) and all(isinstance(s, list | dict) for s in spans)


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    """Labels stay as they are: ours, or families in the gold of an evaluation. All are annotated unless one says.

    A record that names no source gets the name of its file.
    """
    check_text(row.get("text"))
    spans, ignore = [], list(row.get("ignore", ()))
    for span in need(row, "spans", list):
        if (label := _label(span)) in KNOWN:
            spans.append(span)
        elif context.on_unknown == "error":
            raise UnknownLabelError(
                f"unknown label {label!r}.",
                remedy="use the labels of spacy_pii/labels.py, or drop it with --on-unknown-label drop.",
            )
        else:
            context.report.unknown[label] += 1
            ignore.append((span["start"], span["end"]) if isinstance(span, dict) else span[:2])
    defaults = {
        "language": context.language,
        "annotated": context.annotated or ALL_LABELS,
        "source": context.path.name.split(".")[0],
    }
    record = PiiRecord.from_dict({**defaults, **row, "spans": spans, "ignore": ignore})
    places = ((span, *context.trim(record.text, span.start, span.end)) for span in record.spans)
    kept = (replace(span, start=start, end=end) for span, start, end in places if start < end)
    return replace(record, spans=tuple(kept))


def _label(span: Any) -> str:
    if isinstance(span, dict) and "label" in span:
        return str(span["label"])
    if isinstance(span, list) and len(span) == 3:
        return str(span[2])
    raise PiiError("a span is neither {start, end, label} nor [start, end, label].", remedy="check the record's spans.")


FORMAT = Format("records", "our own JSON Lines: text, spans", detect, read_objects, read)
