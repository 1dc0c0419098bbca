"""Names by origin: is a person found as well whatever the name? Names come from Faker's locales and EVI's callers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import cycle
from math import sqrt
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from ..evaluation.scores import COUNTS
from ..records import PiiRecord, PiiSpan, open_text
from .detectors import Detector
from .paired import documents
from .results import Documents, Gap, OriginScores

LATIN = (
    *("en_US", "en_GB", "en_IN", "en_NG", "de_DE", "fr_FR", "es_ES", "es_MX", "pt_BR", "it_IT", "nl_NL", "sv_SE"),
    *("fi_FI", "pl_PL", "cs_CZ", "hu_HU", "ro_RO", "hr_HR", "tr_TR", "lt_LT", "vi_VN", "id_ID", "yo_NG", "zu_ZA"),
    "tw_GH",
)
SCRIPTS: dict[str, tuple[str, ...]] = {
    "Cyrillic": ("ru_RU", "uk_UA", "bg_BG"),
    "Greek": ("el_GR",),
    "Arabic": ("ar_SA", "fa_IR"),
    "Hebrew": ("he_IL",),
    "Devanagari": ("hi_IN",),
    "Han": ("zh_CN",),
    "Japanese": ("ja_JP",),
    "Hangul": ("ko_KR",),
    "Thai": ("th_TH",),
}
LOCALES = (*LATIN, *(locale for locales in SCRIPTS.values() for locale in locales))
_FAMILY_FIRST = {"hu_HU", "vi_VN"}
_ONE_WORD = {"zh_CN", "ja_JP", "ko_KR"}
_CARRIERS = (
    "{} called this morning about the invoice and wants to be called back.",
    "Please forward the contract to {} before the end of the week.",
    "I met {} at the conference and promised to send the slides.",
    "The ticket was opened by {} after the second outage.",
    "According to {}, the parcel never arrived.",
    "Hi {}, thanks for getting back to us so quickly!",
    "Patient {} was seen in the clinic for a follow-up visit.",
    "Best regards,\n{}",
    "The flat is rented by {} and two flatmates.",
    "Customer name: {} | plan: basic | status: active",
    "we spoke with {} on the phone and the refund is on its way",
    "The court heard the statement of {} on the second day.",
)


@cache
def names_of(locale: str, count: int, seed: int = 0) -> tuple[str, ...]:
    """Distinct first and last names of a Faker locale, in the order in which people there write them."""
    from faker import Faker

    fake = Faker(locale)
    fake.seed_instance(seed)
    # Some locales know fewer names than are asked for.
    drawn = (_name(fake, locale, number % 2 == 0) for number in range(10 * count))
    return tuple(dict.fromkeys(drawn))[:count]


def _name(fake: Any, locale: str, female: bool) -> str:
    first = fake.first_name_female() if female else fake.first_name_male()
    last = fake.last_name_female() if female else fake.last_name_male()
    parts = [last, first] if locale in _FAMILY_FIRST | _ONE_WORD else [first, last]
    return ("" if locale in _ONE_WORD else " ").join(parts).strip()


def caller_names(path: Path, count: int) -> tuple[str, ...]:
    """Distinct names of the callers in EVI's records (CSV with a column `name`), spread over the file."""
    with open_text(path) as file:
        names = sorted({row["name"] for row in csv.DictReader(file)})
    return tuple(Random(0).sample(names, min(count, len(names))))


def origin_records(names: Iterable[str]) -> list[PiiRecord]:
    """Each name in one of a few English sentences, in turn."""
    return list(_records(names))


def _records(names: Iterable[str]) -> Iterator[PiiRecord]:
    for name, carrier in zip(names, cycle(_CARRIERS), strict=False):
        start = carrier.index("{}")
        yield PiiRecord(carrier.format(name), (PiiSpan(start, start + len(name), "PERSON"),))


def score_origins(
    detector: Detector, origins: dict[str, Sequence[PiiRecord]], *, keep: bool = False
) -> dict[str, OriginScores]:
    """Recall of PERSON for each origin. keep: which of the names were found, too."""
    scores = {}
    for origin, records in origins.items():
        found = list(map(_found, records, detector(record.text for record in records)))
        low, high = wilson(sum(found), len(records))
        recall, low, high = (round(100 * value, 2) for value in (sum(found) / len(records), low, high))
        kept = _documents(records, found) if keep else None
        scores[origin] = OriginScores(len(records), recall, low, high, kept)
    return scores


def _documents(records: Sequence[PiiRecord], found: Sequence[bool]) -> Documents:
    """Each name is a span that is found or not."""
    counts = np.zeros((len(records), len(COUNTS)), dtype=np.int64)
    counts[:, COUNTS.index("count")] = 1
    counts[:, COUNTS.index("found")] = found
    return documents(records, counts, ("count", "found"))


def _found(record: PiiRecord, spans: Iterable[PiiSpan]) -> bool:
    """Is every character of the name, but for spaces, under a prediction of PERSON?"""
    (name,) = record.spans
    people = [span for span in spans if span.label == "PERSON"]
    return all(
        record.text[i].isspace() or any(span.start <= i < span.end for span in people)
        for i in range(name.start, name.end)
    )


def largest_gap(scores: dict[str, OriginScores]) -> Gap:
    """The origins with the highest and the lowest recall."""
    best = max(scores, key=lambda origin: scores[origin].recall)
    worst = min(scores, key=lambda origin: scores[origin].recall)
    return Gap(best, worst, round(scores[best].recall - scores[worst].recall, 2))


def wilson(successes: int, trials: int, z: float = 1.96) -> tuple[float, float]:
    """The score interval of a share (Wilson 1927), in [0, 1]."""
    share, weight = successes / trials, z * z / trials
    center = (share + weight / 2) / (1 + weight)
    reach = z * sqrt(share * (1 - share) / trials + weight / (4 * trials)) / (1 + weight)
    return max(0.0, center - reach), min(1.0, center + reach)
