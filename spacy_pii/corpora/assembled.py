"""Corpora whose published files are joined, or turned into lines, before the recipe reads them.

What is in place is left as it is, so that nothing here needs a network twice. GUM and LitBank are not among them: their
lines (`gum_mentions.jsonl`, `litbank_prop.jsonl`) have to be put in place.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import PiiError
from ..files import atomic_text
from .published import download

RAW = "https://raw.githubusercontent.com/"

_LEGAL = (
    "Ast97/Data_Augmentation_for_Low_Resource_Indian_Legal_NER/main/Simple_Augmentation_BiLSTM/"
    "data-augmentation-ner-legal-main/data/bio_format/"
)
_THREADS = (
    "allen_p_1 allen_p_67 davis_d_14 davis_d_30 griffith_j_13 lokay_m_19 lokay_m_31 lokay_m_44 lokey_t_143 lokey_t_188"
    " lokey_t_259 lokey_t_58 lokey_t_770 lokey_t_786 presto_k_127 ring_a_109 shankman_j_126 shankman_j_20"
    " skilling_j_1160 skilling_j_1399 skilling_j_1466 staab_t_16 staab_t_7 swerzbin_m_8 townsend_j_152 townsend_j_39"
    " townsend_j_40 ybarbo_p_125 ybarbo_p_166 ybarbo_p_265 ybarbo_p_316 ybarbo_p_545 ybarbo_p_554 ybarbo_p_582"
    " ybarbo_p_596 zufferli_j_31"
)
_EVENTS = (
    "california_wildfires_2018 canada_wildfires_2016 cyclone_idai_2019 ecuador_earthquake_2016 greece_wildfires_2018"
    " hurricane_dorian_2019 hurricane_florence_2018 hurricane_harvey_2017 hurricane_irma_2017 hurricane_maria_2017"
    " hurricane_matthew_2016 italy_earthquake_aug_2016 kaikoura_earthquake_2016 kerala_floods_2018 maryland_floods_2018"
    " midwestern_us_floods_2019 pakistan_earthquake_2019 puebla_mexico_earthquake_2017 srilanka_floods_2017"
)
_INTENTS = "AddToPlaylist BookRestaurant GetWeather PlayMusic SearchScreeningEvent"
_DOMAINS = "airline fastfood finance insurance media software"
_SGD_FILES = {"train": 127, "dev": 20, "test": 34}
"""Files of dialogues in each split."""

_SGD_PERSONAL = frozenset(
    [
        "address",
        "street_address",
        "venue_address",
        "address_of_location",
        "phone_number",
        "destination",
        "event_location",
    ]
    + ["doctor_name", "dentist_name", "therapist_name", "stylist_name", "recipient_account_name", "recipient_name"]
    + ["receiver", "contact_name", "directed_by", "director", "starring", "actors", "cast", "property_name"]
)


@dataclass(frozen=True)
class Corpus:
    """One file to write: the addresses of its parts below RAW, and what makes rows of one part's text.

    rows: (address, text) -> texts that are written one after the other.
    """

    dest: str
    parts: tuple[str, ...]
    rows: Callable[[str, str], Iterator[str]]


def _as_it_is(_: str, text: str) -> Iterator[str]:
    # A blank line ends the last sentence of a part.
    yield text.rstrip("\n") + "\n\n"


def _array(_: str, text: str) -> Iterator[str]:
    """The rows of a JSON array, one a line."""
    yield from (_line(row) for row in json.loads(text))


def _tweets(address: str, text: str) -> Iterator[str]:
    event, part = address.split("/")[-2:]
    for line in text.splitlines():
        if line.strip():
            yield _line({**json.loads(line), "file": f"{event}.{part.removesuffix('.jsonl')}"})


def _turns(address: str, text: str) -> Iterator[str]:
    """Customer turns with a slot, out of a table."""
    domain, split = address.split("/")[-2:]
    for row in csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if set(row["slot-labels"].split()) - {"O"}:
            turn = {"domain": domain, "split": split.removesuffix(".tsv")}
            yield _line({**turn, "utterance": row["utterance"], "slot-labels": row["slot-labels"]})


def _commands(address: str, text: str) -> Iterator[str]:
    """Utterances of one intent; their parts are [{"text", "entity"}]."""
    for intent, utterances in json.loads(text).items():
        for utterance in utterances:
            whole, spans = "", []
            for part in utterance["data"]:
                if "entity" in part:
                    end = len(whole) + len(part["text"])
                    spans.append({"entity": part["entity"], "start": len(whole), "end": end})
                whole += part["text"]
            split = address.rsplit("/", 1)[1].split("_")[0]
            yield _line({"intent": intent, "split": split, "text": whole, "spans": spans})


def _dialogues(address: str, text: str) -> Iterator[str]:
    """Turns with a personal slot, every fourth of the others with a slot, and every thirtieth without one."""
    split = address.split("/")[-2]
    for dialogue in json.loads(text):
        for number, turn in enumerate(dialogue["turns"]):
            slots = [{"service": frame["service"], **slot} for frame in turn["frames"] for slot in frame["slots"]]
            personal = any(slot["slot"] in _SGD_PERSONAL for slot in slots)
            if personal or number % (4 if slots else 30) == 0:
                row = {"id": f"{split}-{dialogue['dialogue_id']}-{number}", "speaker": turn["speaker"]}
                row |= {"utterance": turn["utterance"], "slots": slots}
                if located := list(_located(turn, slots)):
                    row["located_action_values"] = located
                yield _line(row)


def _located(turn: dict[str, Any], slots: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Values that the system's actions name and no slot covers, such as airlines."""
    for frame in turn["frames"]:
        for action in frame.get("actions", ()):
            for value in action.get("values", ()):
                start = turn["utterance"].find(value)
                end = start + len(value)
                free = not any(slot["start"] < end and start < slot["exclusive_end"] for slot in slots)
                if start >= 0 and free and action["slot"] in ("airlines", "airline"):
                    yield {"service": frame["service"], "slot": action["slot"], "start": start, "exclusive_end": end}


def _line(row: Any) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


CORPORA = (
    *(
        Corpus(f"redocred/{part}_revised.json", (f"tonytan48/Re-DocRED/main/data/{part}_revised.json",), _as_it_is)
        for part in ("dev", "test")
    ),
    Corpus(
        "crossner/crossner.txt",
        tuple(
            f"zliucr/CrossNER/main/ner_data/{domain}/{part}.txt"
            for domain in ("ai", "literature", "music", "politics", "science")
            for part in ("train", "dev", "test")
        ),
        _as_it_is,
    ),
    Corpus("inlegalner/train_judgement.bio.txt", (f"{_LEGAL}NER_TRAIN_JUDGEMENT.txt",), _as_it_is),
    Corpus("inlegalner/train_preamble.bio.txt", (f"{_LEGAL}NER_TRAIN_PREAMBLE.txt",), _as_it_is),
    Corpus(
        "emailcoref/train.conll",
        tuple(f"paragdakle/emailcoref/master/data/LREC/train/{name}.conll" for name in _THREADS.split()),
        _as_it_is,
    ),
    *(
        Corpus(
            f"nlupp/{domain}.json",
            tuple(f"PolyAI-LDN/task-specific-datasets/master/nlupp/data/{domain}/fold{n}.json" for n in range(20)),
            _array,
        )
        for domain in ("banking", "hotels")
    ),
    Corpus(
        "idrisi_r/idrisi_r_en_gold.jsonl",
        tuple(
            f"rsuwaileh/IDRISI/main/LMR/data/EN/gold-random-json/{event}/{part}.jsonl"
            for event in _EVENTS.split()
            for part in ("train", "dev")
        ),
        _tweets,
    ),
    Corpus(
        "multidogo/multidogo_pii_turns.jsonl",
        tuple(
            "awslabs/multi-domain-goal-oriented-dialogues-dataset/master/data/paper_splits/"
            f"splits_annotated_at_turn_level/{domain}/{part}.tsv"
            for domain in _DOMAINS.split()
            for part in ("train", "dev", "test")
        ),
        _turns,
    ),
    Corpus(
        "snips/snips_utterances.jsonl",
        tuple(
            f"sonos/nlu-benchmark/master/2017-06-custom-intent-engines/{intent}/{part}"
            for intent in _INTENTS.split()
            for part in (f"train_{intent}_full.json", f"validate_{intent}.json")
        ),
        _commands,
    ),
    Corpus(
        "sgd/sgd_pii_turns.jsonl",
        tuple(
            f"google-research-datasets/dstc8-schema-guided-dialogue/master/{split}/dialogues_{number:03}.json"
            for split, count in _SGD_FILES.items()
            for number in range(1, count + 1)
        ),
        _dialogues,
    ),
)


def fetch_assembled(folder: Path, corpora: tuple[Corpus, ...] = CORPORA, url: str = RAW) -> list[str]:
    """Write the corpora below `folder`; returns the names of those that were not there. Raises PiiError.

    A file is in place plain or gzipped. A row that stands twice is written once.
    """
    fetched = []
    for corpus in corpora:
        path = folder / corpus.dest
        if path.exists() or path.with_name(path.name + ".gz").exists():
            continue
        seen: set[str] = set()
        with atomic_text(path) as file:
            for address in corpus.parts:
                for row in _rows(corpus, address, download(url + address)):
                    if row not in seen:
                        seen.add(row)
                        file.write(row)
        fetched.append(corpus.dest)
    return fetched


def _rows(corpus: Corpus, address: str, text: str) -> list[str]:
    try:
        return list(corpus.rows(address, text))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise PiiError(
            f"{address} does not have the shape that {corpus.dest} is made of.",
            remedy="put the file in place yourself.",
        ) from None
