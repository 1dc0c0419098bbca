"""Records to Docs: spans onto tokens, long documents in pieces, and an account of what did not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from ..errors import PiiError
from ..records import PiiRecord, PiiSpan

ANNOTATED = "pii_annotated"
"""Key in `Doc.user_data`: the labels that the document's source annotates, sorted."""
IGNORED = "pii_ignored"
"""Key in `Doc.user_data`: stretches [start, end] in characters that the source does not want judged."""
OFFSETS = "pii_offsets"
"""Key in `Doc.user_data`: the gold spans as [start, end, label] in characters, also where tokens are coarser."""

CONTEXT = 12
"""Characters on either side of an example that is shown with its text."""


@dataclass
class AlignmentReport:
    """How the spans of a corpus fit the tokens, per source and label.

    aligned: on token borders. expanded: grown to the tokens that they touch. lost: a grown span would have overlapped
    its neighbor. places: examples of what was not aligned, up to EXAMPLES per source, label and outcome, with text
    only if `show_values`. cut: documents that were too long, and their pieces.
    """

    EXAMPLES = 3

    aligned: Counter[tuple[str, str]] = field(default_factory=Counter)
    expanded: Counter[tuple[str, str]] = field(default_factory=Counter)
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    places: list[dict[str, Any]] = field(default_factory=list)
    docs: int = 0
    cut_docs: int = 0
    cut_pieces: int = 0
    show_values: bool = False

    def count(self, outcome: str, record: PiiRecord, span: PiiSpan) -> None:
        counts = getattr(self, outcome)
        counts[record.source, span.label] += 1
        if outcome == "aligned" or counts[record.source, span.label] > self.EXAMPLES:
            return
        place = {"source": record.source, "id": record.id, "start": span.start, "end": span.end}
        place |= {"label": span.label, "outcome": outcome}
        if self.show_values:
            before, after = record.text[max(0, span.start - CONTEXT) : span.start], record.text[span.end :][:CONTEXT]
            place["text"] = f"{before}[{record.text[span.start : span.end]}]{after}"
        self.places.append(place)

    def count_pieces(self, pieces: int) -> None:
        """Count a document and the pieces it was cut into."""
        self.docs += 1
        if pieces > 1:
            self.cut_docs += 1
            self.cut_pieces += pieces

    @property
    def aligned_share(self) -> float:
        """Share of spans on token borders, in percent; 100 where there are none."""
        total = sum(map(Counter.total, (self.aligned, self.expanded, self.lost)))
        return 100 * self.aligned.total() / total if total else 100.0

    def rows(self) -> list[tuple[str, str, int, int, int]]:
        """(source, label, aligned, expanded, lost), sorted."""
        keys = sorted({*self.aligned, *self.expanded, *self.lost})
        return [(*key, self.aligned[key], self.expanded[key], self.lost[key]) for key in keys]

    def to_dict(self) -> dict[str, Any]:
        names = ("source", "label", "aligned", "expanded", "lost")
        return {
            "docs": self.docs,
            "aligned_percent": round(self.aligned_share, 3),
            "cut": {"docs": self.cut_docs, "pieces": self.cut_pieces},
            "spans": [dict(zip(names, row, strict=True)) for row in self.rows()],
            "places": self.places,
        }


def record_to_doc(nlp: Language, record: PiiRecord, report: AlignmentReport | None = None) -> Doc:
    """A Doc with `ents` on tokens; user_data holds the annotated labels and the exact character offsets."""
    doc = nlp.make_doc(record.text)
    ents: list[Span] = []
    for span in record.spans:
        entity = doc.char_span(span.start, span.end, label=span.label)
        outcome = "aligned"
        if entity is None:
            entity = doc.char_span(span.start, span.end, label=span.label, alignment_mode="expand")
            outcome = "expanded"
        # Space at the end of a token belongs to no token.
        if entity is None or not len(entity) or (ents and entity.start < ents[-1].end):
            outcome = "lost"
        else:
            ents.append(entity)
        if report is not None:
            report.count(outcome, record, span)
    doc.ents = ents
    doc.user_data[ANNOTATED] = sorted(record.annotated)
    doc.user_data[IGNORED] = [list(stretch) for stretch in record.ignore]
    doc.user_data[OFFSETS] = [[span.start, span.end, span.label] for span in record.spans]
    return doc


def cut_record(nlp: Language, record: PiiRecord, max_tokens: int) -> Iterator[PiiRecord]:
    """Cut a long record into pieces of at most `max_tokens` tokens, between entities.

    A piece ends at a paragraph, a sentence mark or a space, the best of these in its second half; it grows past
    `max_tokens` only where one entity is longer than that. Raises PiiError if `max_tokens` is no positive number.
    """
    if max_tokens < 1:
        raise PiiError(f"a document cannot have at most {max_tokens} tokens.", remedy="give --max-tokens 1 or more.")
    # A token holds a character at least: most records need no tokens here.
    if len(record.text) <= max_tokens or len(doc := nlp.make_doc(record.text)) <= max_tokens:
        yield record
        return
    # Gold spans need not lie on token borders: forbid a cut wherever a span is open.
    inside = bytearray(len(record.text) + 1)
    for span in record.spans:
        inside[span.start + 1 : span.end] = b"\1" * (span.end - span.start - 1)
    start = 0
    while start < len(doc):
        end = _cut_point(doc, start, max_tokens, inside)
        first = doc[start].idx
        last = doc[end].idx if end < len(doc) else len(record.text)
        yield _slice_record(record, first, last, piece=start)
        start = end


def _cut_point(doc: Doc, start: int, max_tokens: int, inside: bytearray) -> int:
    if start + max_tokens >= len(doc):
        return len(doc)
    best, best_rank = 0, -1
    for i in range(start + max_tokens, start + max_tokens // 2, -1):
        if inside[doc[i].idx]:
            continue
        before = doc[i - 1]
        rank = 2 if "\n" in before.text else 1 if before.text in {".", "!", "?"} else 0
        if rank > best_rank:
            best, best_rank = i, rank
    if best:
        return best
    after = start + max_tokens
    while after < len(doc) and inside[doc[after].idx]:
        after += 1
    return after


def _slice_record(record: PiiRecord, first: int, last: int, piece: int) -> PiiRecord:
    spans = (span for span in record.spans if first <= span.start and span.end <= last)
    ignore = ((max(a, first), min(b, last)) for a, b in record.ignore if a < last and first < b)
    return replace(
        record,
        text=record.text[first:last],
        spans=tuple(replace(span, start=span.start - first, end=span.end - first) for span in spans),
        ignore=tuple((a - first, b - first) for a, b in ignore),
        id=f"{record.id}#{piece}",
    )


def new_docbin() -> DocBin:
    """An empty DocBin that keeps what `record_to_doc` sets."""
    return DocBin(attrs=["ENT_IOB", "ENT_TYPE"], store_user_data=True)
