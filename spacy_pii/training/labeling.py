"""A teacher's soft labels for a corpus of gold documents, or for raw text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.util import minibatch

from ..components.lattice import token_marginals
from ..components.taggers import tag_logits, tagger_of
from ..docbin.alignment import cut_record, new_docbin, record_to_doc
from ..docbin.soft_labels import set_soft_labels
from ..errors import PiiError
from ..files import atomic_bytes, atomic_text
from ..records import PiiRecord, read_json_lines

SHARD_DOCS = 2_000
"""Documents per file of raw text; a labeling that was cut short goes on with the file that it had not finished."""
_BATCH = 32
_TEACHER = "teacher.json"


def label_corpus(nlp: Language, source: Path, out: Path, *, temperature: float = 1.0, max_tokens: int = 400) -> int:
    """Write the documents of `source` with soft labels to `out/*.spacy`; returns the number of files written.

    source: a folder of `.spacy` files, which keep their names and their gold; or JSON Lines with a `text` in each row,
    plain or gzip, whose documents have no gold. temperature: the teacher's logits are divided by it. Files that an
    earlier run has finished are kept. Raises PiiError where these are another teacher's or of other texts, and where
    there is no teacher or no text.
    """
    _, tagger = tagger_of(nlp)
    _claim(out, source, nlp, temperature)
    written = 0
    for name, docs in _raw_shards(nlp, source, max_tokens) if source.is_file() else _gold_shards(nlp, source):
        path = out / name
        if path.exists():
            continue
        docbin = new_docbin()
        for batch in minibatch(docs, _BATCH):
            for doc in _labeled(nlp, batch, tagger.labels, temperature):
                docbin.add(doc)
        with atomic_bytes(path) as file:
            file.write(docbin.to_bytes())
        written += 1
    return written


def _labeled(nlp: Language, docs: list[Doc], labels: Sequence[str], temperature: float) -> list[Doc]:
    # What a document is annotated with stays as it is.
    fresh = [Doc(nlp.vocab, [t.text for t in doc], [bool(t.whitespace_) for t in doc]) for doc in docs]
    _, logits = tag_logits(nlp, fresh)
    for doc, marginals in zip(docs, token_marginals([rows / temperature for rows in logits]), strict=True):
        set_soft_labels(doc, marginals, labels)
    return docs


def _claim(out: Path, source: Path, nlp: Language, temperature: float) -> None:
    """Say whose labels a folder holds, and of which texts. Raises PiiError if they are another teacher's or corpus's.

    Names do not tell teachers apart: every checkpoint is called the same.
    """
    path = out / _TEACHER
    teacher = {"weights": _weights_hash(nlp), "temperature": temperature}
    held = json.loads(path.read_text("utf8")) if path.exists() else {"teacher": teacher, "sources": {}}
    if held["teacher"] != teacher:
        raise PiiError(
            "the folder holds soft labels of another teacher or temperature.",
            remedy="name another folder, or delete this one.",
            path=out,
        )
    content = _content_hash(source)
    if held["sources"].setdefault(source.name, content) != content:
        raise PiiError(
            f"the folder holds soft labels of other texts under the name {source.name}.",
            remedy="name another folder, or delete this one.",
            path=out,
        )
    with atomic_text(path) as file:
        json.dump(held, file, indent=1)


def _weights_hash(nlp: Language) -> str:
    """Of an exported model the checksum of its graph, of a trainable one a hash of all weights."""
    _, tagger = tagger_of(nlp)
    if hasattr(tagger, "parts"):
        return str(tagger.cfg["sha256"]["graph"])
    digest = hashlib.sha256()
    models: list[Any] = [pipe.model for _, pipe in nlp.pipeline if hasattr(pipe, "model")]
    for node in (node for model in models for node in model.walk()):
        for name in node.param_names:
            if node.has_param(name):
                digest.update(node.ops.to_numpy(node.get_param(name)).tobytes())
        for shim in node.shims:
            for weight in shim._model.state_dict().values():
                digest.update(weight.cpu().numpy().tobytes())
    return digest.hexdigest()


def _content_hash(source: Path) -> str:
    digest = hashlib.sha256()
    for path in [source] if source.is_file() else _shards(source):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _shards(folder: Path) -> list[Path]:
    shards = sorted(folder.glob("*.spacy"))
    if not shards:
        raise PiiError("no .spacy files here.", remedy="run the convert step first.", path=folder)
    return shards


def _gold_shards(nlp: Language, folder: Path) -> Iterator[tuple[str, Iterator[Doc]]]:
    for shard in _shards(folder):
        yield shard.name, DocBin().from_disk(shard).get_docs(nlp.vocab)


def _raw_shards(nlp: Language, path: Path, max_tokens: int) -> Iterator[tuple[str, Iterable[Doc]]]:
    name = path.name.partition(".")[0]
    for number, records in enumerate(minibatch(_raw_records(nlp, path, max_tokens), SHARD_DOCS)):
        yield f"{name}-{number:05d}.spacy", (record_to_doc(nlp, record) for record in records)


def _raw_records(nlp: Language, path: Path, max_tokens: int) -> Iterator[PiiRecord]:
    """Texts as records of which nothing is known: all of it is to be ignored as gold."""
    for number, row in read_json_lines(path):
        text = row.get("text")
        if not isinstance(text, str):
            raise PiiError("a row without a text.", remedy='each row is {"text": str}.', path=path, line=number)
        if text.strip():
            record = PiiRecord(text, ignore=((0, len(text)),), source=path.name, id=f"{path.name}:{number}")
            yield from cut_record(nlp, record, max_tokens)
