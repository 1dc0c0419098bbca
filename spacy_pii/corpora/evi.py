"""EVI: spoken names, postcodes and birth dates as a recognizer heard them, `dialogues.en.tsv`.

The callers' true details are in `records.en.csv` beside it. A turn becomes a record only if the detail it was asked for
can be read out of it letter by letter; most others were misheard. Where the recognizer's first guess does not hold the
detail, the best other guess that does is taken. https://github.com/PolyAI-LDN/evi-paper
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..english import DIGITS
from ..errors import PiiError
from ..records import PiiRecord
from .reading import Context, Format, Head, SourceSpan
from .rows import Row, read_lines

# All that an accepted turn holds is the detail and words that frame it, so these three are annotated in full.
ANNOTATED = frozenset({"PERSON", "LOCATION", "DATE_TIME"})
LABELS = {"name": "PERSON", "postcode": "LOCATION", "dob": "DATE_TIME"}

# No single letters and nothing that sounds like one: they may belong to what is spelled out.
_FRAME = re.compile(
    "er|hello|hi|i'm|is|it|it's|its|my|name|please|postcode|thank|thanks|that|that's|the|um|was|yes",
)
_NATO = re.compile(
    "alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliet|kilo|lima|mike|november|oscar|papa|quebec|romeo"
    "|sierra|tango|uniform|victor|whiskey|x-ray|yankee|zulu"
)
_SPOKEN = {word: str(digit) for digit, word in enumerate(DIGITS)} | {"zed": "z", "zee": "z"}
_SPRING = ("january", "february", "march", "april", "may", "june")
_AUTUMN = ("july", "august", "september", "october", "november", "december")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)?")
_WORD = re.compile(r"\S+")


def detect(head: Head) -> bool:
    return head.line.startswith("dialogue_id\t") and "\tnbest" in head.line


def rows(path: Path) -> Iterator[Row]:
    """Yield (line, turn) with the caller's true detail as `truth`, None where the records do not hold the caller."""
    callers = _callers(path)
    lines = read_lines(path)
    _, header = next(lines)
    names = str(header).split("\t")
    for number, line in lines:
        if isinstance(line, PiiError):
            yield number, line
            continue
        turn: dict[str, Any] = dict(zip(names, next(csv.reader([line], delimiter="\t")), strict=False))
        if turn.keys() != set(names):
            yield number, PiiError("not as many columns as in the header.", remedy="fetch the file again.")
            continue
        yield number, {**turn, "truth": callers.get(turn["scenario_id"], {}).get(turn["item"])}


def _callers(path: Path) -> dict[str, dict[str, str]]:
    records = path.with_name(path.name.replace("dialogues", "records").replace(".tsv", ".csv"))
    if not records.is_file() or records == path:
        raise PiiError("the callers' records are missing.", remedy="put records.en.csv beside this file.", path=path)
    with records.open(encoding="utf-8-sig", newline="") as file:
        return {row["scenario_id"]: row for row in csv.DictReader(file)}


def read(turn: dict[str, Any], context: Context) -> PiiRecord | None:
    """The record of a turn, None if its detail cannot be located for certain."""
    if turn["truth"] is None:
        return None
    for text in _guesses(turn):
        if place := _locate(text, turn["item"], turn["truth"]):
            return context.record(
                text,
                [SourceSpan(*place, LABELS[turn["item"]])],
                "plain",
                annotated=ANNOTATED,
                source="evi",
                id=f"{turn['dialogue_id']}-{turn['turn_num']}",
            )
    return None


def _guesses(turn: dict[str, Any]) -> list[str]:
    try:
        others = json.loads(turn["nbest"])
    except json.JSONDecodeError:
        raise PiiError("'nbest' is not a JSON list.", remedy="fetch the file again.") from None
    return [turn["transcription"], *(guess for guess in others if isinstance(guess, str))]


def _locate(text: str, item: str, truth: str) -> tuple[int, int] | None:
    """Where the whole detail stands, if everything around it only frames it."""
    words = [(match.start(), match.end(), match[0].lower()) for match in _WORD.finditer(text)]
    first, last = 0, len(words)
    while first < last and _FRAME.fullmatch(words[first][2]):
        first += 1
    while first < last and _FRAME.fullmatch(words[last - 1][2]):
        last -= 1
    says = {"name": _says_name, "postcode": _says_postcode, "dob": _says_date}[item]
    if first < last and says([word for *_, word in words[first:last]], truth):
        return words[first][0], words[last - 1][1]
    return None


def _says_name(words: list[str], truth: str) -> bool:
    """The full name, the first or the last one, in words or in letters."""
    said = re.sub("[^a-z]", "", "".join(words))
    parts = truth.lower().split()
    return bool(said) and said in {re.sub("[^a-z]", "", name) for name in ("".join(parts), parts[0], parts[-1])}


def _says_postcode(words: list[str], truth: str) -> bool:
    said = "".join(word[0] if _NATO.fullmatch(word) else _SPOKEN.get(word, word) for word in words)
    return re.sub("[^a-z0-9]", "", said) == truth.replace(" ", "").lower()


def _says_date(words: list[str], truth: str) -> bool:
    """Day, month and year with the month in words, or all three as digits, the day first."""
    year, month, day = truth.split("-")
    name = (*_SPRING, *_AUTUMN)[int(month) - 1]
    said = [word.strip(".,") for word in words if word not in ("of", "the")]
    numbers = [match[1] if (match := _ORDINAL.fullmatch(word)) else word for word in said]
    if name in numbers:
        others = [number for number in numbers if number != name]
        return len(numbers) == len(others) + 1 and others == [str(int(day)), year]
    digits = re.sub("[^0-9]", "", "".join(numbers)) if not re.search("[a-z]", "".join(numbers)) else ""
    return digits in {day + month + year, str(int(day)) + str(int(month)) + year}


FORMAT = Format("evi", "EVI spoken names, postcodes and birth dates", detect, rows, read)
