"""Corpora whose published files are joined, or turned into lines, before the recipe reads them.

What is in place is left as it is, so that nothing here needs a network twice.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Any

from ..errors import PiiError
from ..files import atomic_text
from . import published_files as files
from .published import as_text, download_bytes

_GITHUB = "raw.githubusercontent.com"
_HUB = "huggingface.co/datasets"
# Commits where the published files are those that the figures stand for; HEAD where they have not changed.
_GUM = f"{_GITHUB}/amir-zeldes/gum/b374fbdcddba688834434399aa30102f0399292f/dep"
_LITBANK = f"{_GITHUB}/dbamman/litbank/dd42c0ff57ea5c0fbe14d64624b02a5757e591ab/coref/brat"
_CROSSNER = f"{_GITHUB}/zliucr/CrossNER/5b393ecd2329b1ebad4f379dff65c80b4771896c/ner_data"
_LEGAL = (
    f"{_GITHUB}/Ast97/Data_Augmentation_for_Low_Resource_Indian_Legal_NER/7645474b3b1ec3de13e60c9c477f30d7efc57aa4/"
    "Simple_Augmentation_BiLSTM/data-augmentation-ner-legal-main/data/bio_format"
)
_MULTIDOGO = (
    f"{_GITHUB}/awslabs/multi-domain-goal-oriented-dialogues-dataset/286e8f05437382bd08b93cd6b66b6d25ed4a9a49/"
    "data/paper_splits/splits_annotated_at_turn_level"
)
_SGD = f"{_GITHUB}/google-research-datasets/dstc8-schema-guided-dialogue/HEAD"
_SNIPS = f"{_GITHUB}/sonos/nlu-benchmark/HEAD/2017-06-custom-intent-engines"
_IDRISI = f"{_GITHUB}/rsuwaileh/IDRISI/HEAD/LMR/data/EN/gold-random-json"

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
    """One file to write: the addresses of its parts, and what makes rows of one part's text.

    rows: (address, text of each of `endings`) -> texts that are written one after the other. endings: of the files that
    make one part. member: the file's name in the ZIP archive that a part is.
    """

    dest: str
    parts: tuple[str, ...]
    rows: Callable[..., Iterator[str]]
    endings: tuple[str, ...] = ("",)
    member: str = ""


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


def _novel(address: str, text: str, annotation: str) -> Iterator[str]:
    """A text and its proper names, out of brat's lines "T2 <tab> PROP_FAC 96 115 <tab> Lincoln 's Inn Hall"."""
    mentions = []
    for line in annotation.splitlines():
        if re.match(r"T\d+\tPROP_", line):
            _, place, name = line.split("\t")
            kind, start, end = place.split(" ")
            if text[int(start) : int(end)].split() != name.split():
                raise ValueError
            mentions.append({"start": int(start), "end": int(end), "type": kind.removeprefix("PROP_")})
    name = address.rsplit("/", 1)[1].removesuffix("_brat")
    yield _line({"doc": name, "text": text, "prop_mentions": sorted(mentions, key=itemgetter("start"))})


def _line(row: Any) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


CORPORA = (
    *(
        Corpus(
            f"redocred/{part}_revised.json",
            (f"{_GITHUB}/tonytan48/Re-DocRED/HEAD/data/{part}_revised.json",),
            _as_it_is,
        )
        for part in ("dev", "test")
    ),
    Corpus(
        "crossner/crossner.txt",
        tuple(
            f"{_CROSSNER}/{domain}/{part}.txt"
            for domain in ("ai", "literature", "music", "politics", "science")
            for part in ("train", "dev", "test")
        ),
        _as_it_is,
    ),
    Corpus("inlegalner/train_judgement.bio.txt", (f"{_LEGAL}/NER_TRAIN_JUDGEMENT.txt",), _as_it_is),
    Corpus("inlegalner/train_preamble.bio.txt", (f"{_LEGAL}/NER_TRAIN_PREAMBLE.txt",), _as_it_is),
    *(
        Corpus(
            f"inlegalner/dev_{part}.json",
            (f"{_HUB}/opennyaiorg/InLegalNER/resolve/main/NER_DEV.zip",),
            _as_it_is,
            member=f"NER_DEV_{part.upper()}.json",
        )
        for part in ("judgement", "preamble")
    ),
    *(
        Corpus(
            f"emailcoref/{part}.conll",
            tuple(f"{_GITHUB}/paragdakle/emailcoref/HEAD/data/LREC/{part}/{name}.conll" for name in names.split()),
            _as_it_is,
        )
        for part, names in (("train", files.THREADS), ("test", files.TEST_THREADS))
    ),
    Corpus(
        "gum/gum.conllu",
        tuple(
            f"{_GUM}/GUM_{genre}_{name}.conllu"
            for genre, names in files.GUM_DOCUMENTS.items()
            for name in names.split()
        ),
        _as_it_is,
    ),
    Corpus(
        "litbank/litbank_prop.jsonl",
        tuple(f"{_LITBANK}/{name}_brat" for name in files.NOVELS.split()),
        _novel,
        endings=(".txt", ".ann"),
    ),
    *(
        Corpus(
            f"nlupp/{domain}.json",
            tuple(
                f"{_GITHUB}/PolyAI-LDN/task-specific-datasets/HEAD/nlupp/data/{domain}/fold{n}.json" for n in range(20)
            ),
            _array,
        )
        for domain in ("banking", "hotels")
    ),
    Corpus(
        "idrisi_r/idrisi_r_en_gold.jsonl",
        tuple(f"{_IDRISI}/{event}/{part}.jsonl" for event in files.EVENTS.split() for part in ("train", "dev")),
        _tweets,
    ),
    Corpus(
        "multidogo/multidogo_pii_turns.jsonl",
        tuple(
            f"{_MULTIDOGO}/{domain}/{part}.tsv" for domain in files.DOMAINS.split() for part in ("train", "dev", "test")
        ),
        _turns,
    ),
    Corpus(
        "snips/snips_utterances.jsonl",
        tuple(
            f"{_SNIPS}/{intent}/{part}"
            for intent in files.INTENTS.split()
            for part in (f"train_{intent}_full.json", f"validate_{intent}.json")
        ),
        _commands,
    ),
    Corpus(
        "sgd/sgd_pii_turns.jsonl",
        tuple(
            f"{_SGD}/{split}/dialogues_{number:03}.json"
            for split, count in files.SGD_FILES.items()
            for number in range(1, count + 1)
        ),
        _dialogues,
    ),
)


def fetch_assembled(folder: Path, corpora: tuple[Corpus, ...] = CORPORA, url: str = "https://") -> list[str]:
    """Write the corpora below `folder`; returns the names of those that were not there. Raises PiiError.

    A file is in place plain or gzipped. A row that stands twice is written once. url: what comes before every address.
    """
    fetched = []
    for corpus in corpora:
        path = folder / corpus.dest
        if path.exists() or path.with_name(path.name + ".gz").exists():
            continue
        seen: set[str] = set()
        with atomic_text(path) as file:
            for address in corpus.parts:
                for row in _rows(corpus, address, url):
                    if row not in seen:
                        seen.add(row)
                        file.write(row)
        fetched.append(corpus.dest)
    return fetched


def _rows(corpus: Corpus, address: str, url: str) -> list[str]:
    contents = [download_bytes(url + address + ending) for ending in corpus.endings]
    try:
        return list(corpus.rows(address, *(as_text(_member(each, corpus.member)) for each in contents)))
    except (LookupError, TypeError, ValueError, AttributeError, zipfile.BadZipFile):
        raise PiiError(
            f"{address} does not have the shape that {corpus.dest} is made of.",
            remedy="put the file in place yourself.",
        ) from None


def _member(content: bytes, name: str) -> bytes:
    if not name:
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        # A Mac's archives hold a second file of the same name, with what its file system knows of the first.
        paths = [path for path in archive.namelist() if not path.startswith("__MACOSX")]
        return archive.read([path for path in paths if PurePosixPath(path).name == name][0])
