"""Our own JSON Lines: {"text", "spans": [{start, end, label}] or [[start, end, label]]}, see `spacy_pii.records`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..errors import PiiError, UnknownLabelError
from ..labels import ALL_LABELS, families
from ..records import PiiRecord
from .reading import Context, Format, Head, SourceSpan, check_span, check_text, need
from .rows import read_objects

KNOWN = ALL_LABELS | families(ALL_LABELS)


def detect(head: Head) -> bool:
    spans = head.row.get("spans")
    return "text" in head.row and isinstance(spans, list) and all(isinstance(s, list | dict) for s in spans)


def read(row: dict[str, Any], context: Context) -> PiiRecord:
    """Labels stay as they are: ours, or families in the gold of an evaluation. All are annotated unless one says.

    A record that names no source gets the name of its file.
    """
    text: Any = row.get("text")
    check_text(text)
    given = need(row, "spans", list)
    stretches = [_stretch(pair) for pair in row.get("ignore", ())]
    counted = context.code_points(text, [*map(_source_span, given), *stretches])
    spans: list[dict[str, Any]] = []
    ignore = [(span.start, span.end) for span in counted[len(given) :]]
    for source, span in zip(given, counted, strict=False):
        start, end = check_span(text, span)
        if span.label in KNOWN:
            score = source.get("score") if isinstance(source, dict) else None
            spans.append({"start": start, "end": end, "label": span.label, "score": score})
        elif context.on_unknown == "error":
            raise UnknownLabelError(
                f"unknown label {span.label!r}.",
                remedy="use the labels of spacy_pii/labels.py, or drop it with --on-unknown-label drop.",
            )
        else:
            context.report.unknown[span.label] += 1
            ignore.append((start, end))
    defaults = {
        "language": context.language,
        "annotated": context.annotated or ALL_LABELS,
        "source": context.path.name.split(".")[0],
    }
    record = PiiRecord.from_dict({**defaults, **row, "spans": spans, "ignore": ignore})
    places = ((span, *context.trim(record.text, span.start, span.end)) for span in record.spans)
    kept = (replace(span, start=start, end=end) for span, start, end in places if start < end)
    return replace(record, spans=tuple(kept))


def _source_span(span: Any) -> SourceSpan:
    if isinstance(span, dict) and "label" in span:
        value = span.get("text", span.get("value"))
        return SourceSpan(
            span.get("start"), span.get("end"), str(span["label"]), value if isinstance(value, str) else None
        )
    if isinstance(span, list) and len(span) == 3:
        return SourceSpan(span[0], span[1], str(span[2]))
    raise PiiError("a span is neither {start, end, label} nor [start, end, label].", remedy="check the record's spans.")


def _stretch(pair: Any) -> SourceSpan:
    if isinstance(pair, list | tuple) and len(pair) == 2:
        return SourceSpan(pair[0], pair[1], "")
    raise PiiError("'ignore' is no list of [start, end].", remedy="check the record.")


FORMAT = Format("records", "our own JSON Lines: text, spans", detect, read_objects, read, offsets=True)
