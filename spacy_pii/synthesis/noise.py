"""What people, keyboards and machines do to text. Every transform is (record, rng) -> record with exact spans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from ..records import PiiRecord
from . import keyboard, lookalikes, markup, scans, speech


@dataclass(frozen=True, slots=True)
class Transform:
    """weight: how often random noise picks it. structured: whether logs, forms and code may meet it too."""

    apply: Callable[[PiiRecord, Random], PiiRecord]
    weight: float
    structured: bool = False


# Lower case is by far the most frequent in real text; what destroys values is rare.
TRANSFORMS: dict[str, Transform] = {
    "lower_case": Transform(keyboard.lower_case, 32),
    "upper_case": Transform(keyboard.upper_case, 3),
    "title_case": Transform(keyboard.title_case, 4),
    "plain_letters": Transform(keyboard.plain_letters, 4, structured=True),
    "typos": Transform(keyboard.typos, 14),
    "drop_punctuation": Transform(keyboard.drop_punctuation, 8),
    "double_spaces": Transform(keyboard.double_spaces, 4),
    "missing_spaces": Transform(keyboard.missing_spaces, 4),
    "hard_wrap": Transform(keyboard.hard_wrap, 5),
    "html_escape": Transform(markup.html_escape, 4, structured=True),
    "html_tags": Transform(markup.html_tags, 3, structured=True),
    "quoted_values": Transform(markup.quoted_values, 4),
    "reply_quotes": Transform(markup.reply_quotes, 3, structured=True),
    "json_string": Transform(markup.json_string, 2, structured=True),
    "typographic": Transform(lookalikes.typographic, 5, structured=True),
    "wide_digits": Transform(lookalikes.wide_digits, 1, structured=True),
    "invisible": Transform(lookalikes.invisible, 2, structured=True),
    "decomposed": Transform(lookalikes.decomposed, 2, structured=True),
    "homoglyphs": Transform(lookalikes.homoglyphs, 1, structured=True),
    "ocr": Transform(scans.ocr, 4),
    "speech": Transform(speech.speech, 4),
    "broken_lines": Transform(scans.broken_lines, 2),
}


class _Table:
    """Transforms that random noise picks from, by weight."""

    def __init__(self, transforms: list[Transform]):
        self.transforms = transforms
        self.weights = list(accumulate(transform.weight for transform in transforms))

    def pick(self, count: int, rng: Random) -> list[Transform]:
        return rng.choices(self.transforms, cum_weights=self.weights, k=count)


_PROSE = _Table(list(TRANSFORMS.values()))
_STRUCTURED = _Table([transform for transform in TRANSFORMS.values() if transform.structured])


def add_noise(record: PiiRecord, rng: Random, *, structured: bool = False) -> PiiRecord:
    """One or two transforms at random; structured text meets only those that leave its case and layout."""
    for transform in dict.fromkeys((_STRUCTURED if structured else _PROSE).pick(rng.choice((1, 1, 2)), rng)):
        record = transform.apply(record, rng)
    return record
