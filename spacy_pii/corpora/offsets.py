"""How a source counts its offsets: characters, JavaScript's UTF-16 units, or bytes of UTF-8. Ours are characters.

They differ after an emoji (2 units, 4 bytes) or an accent (2 bytes), and there spans move by as much without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from operator import index
from typing import Any, Literal, NamedTuple, get_args

from ..errors import PiiError

Offsets = Literal["codepoints", "utf16", "bytes"]
UNITS: tuple[Offsets, ...] = get_args(Offsets)


class SourceSpan(NamedTuple):
    """A span as its source states it: end-exclusive, the source's own label, its value if it gives one.

    judged: False for a stretch that counts neither way.
    """

    start: Any
    end: Any
    label: Any
    value: Any = None
    judged: bool = True


def in_code_points(
    text: str, spans: Sequence[SourceSpan], unit: Offsets, same: Callable[[str, str], bool]
) -> list[SourceSpan]:
    """The spans with offsets in code points.

    unit: how the source counts, as far as anybody knows. Where spans give their values, the first unit with which most
    of them stand in the text is taken for the whole record. Raises PiiError for an offset inside a character.
    """
    spans = list(spans)
    valued = [span for span in spans if isinstance(span.value, str)]
    if text.isascii() or not valued:
        return _recounted(text, spans, unit)

    def fitting(unit: Offsets) -> int:
        try:
            counted = _recounted(text, valued, unit)
            return sum(same(text[span.start : span.end], span.value) for span in counted)
        except (PiiError, TypeError):
            return -1

    return _recounted(text, spans, max(dict.fromkeys((unit, *UNITS)), key=fitting))


def _recounted(text: str, spans: list[SourceSpan], unit: Offsets) -> list[SourceSpan]:
    if unit == "codepoints" or text.isascii():
        return spans
    widths = ((2 if char > "\uffff" else 1) if unit == "utf16" else len(char.encode()) for char in text)
    places = {place: number for number, place in enumerate(accumulate(widths, initial=0))}

    def counted(offset: Any) -> int:
        try:
            place = places.get(index(offset))
        except TypeError:
            raise PiiError("an offset is missing or not an integer.", remedy="check the record's spans.") from None
        if place is None:
            raise PiiError(
                f"offset {offset}, counted as {unit}, is inside a character or outside the text.",
                remedy=f"give the right one of --offsets {', '.join(UNITS)}.",
            )
        return place

    return [span._replace(start=counted(span.start), end=counted(span.end)) for span in spans]
