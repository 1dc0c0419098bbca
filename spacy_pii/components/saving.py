"""Saving a pipeline without the words of the texts that it has seen.

spaCy's vocabulary keeps every word of every text, and `Language.to_disk` writes them all into vocab/strings.json.
Nothing in spaCy is called between the two, so a pipeline that holds one of our components becomes one of a subclass
that saves the strings it was created or loaded with, the labels of its components and the words that have vectors.
Its meta says, too, which components send texts to another process, and where to.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import srsly
from spacy.language import Language
from spacy.strings import StringStore

TEXTS_LEAVE = "texts_leave_the_process"
"""Key in `nlp.meta`: component -> origin of the endpoint that it sends texts to; missing where none does."""


def save_without_words(nlp: Language) -> None:
    """From now on `to_disk` and `to_bytes` write none of the strings that texts bring."""
    if not isinstance(nlp, WordlessSaving):
        nlp.__dict__["_pii_strings"] = set(nlp.vocab.strings)
        nlp.__class__ = _saving(type(nlp))  # type: ignore[arg-type]


class WordlessSaving(Language):
    """What `save_without_words` adds to the class of a language."""

    _pii_strings: set[str]

    @property
    def meta(self) -> dict[str, Any]:
        """spaCy's meta, and under TEXTS_LEAVE where each component that sends texts away sends them."""
        meta = super().meta
        hosts = {name: pipe.sends_texts_to for name, pipe in self.components if hasattr(pipe, "sends_texts_to")}
        meta.pop(TEXTS_LEAVE, None)
        if hosts:
            meta[TEXTS_LEAVE] = hosts
        return meta

    @meta.setter
    def meta(self, value: dict[str, Any]) -> None:
        self._meta = value

    def strings_to_save(self) -> list[str]:
        """What loading needs of the vocabulary's strings, sorted."""
        vocab: Any = self.vocab
        labels = {str(label) for _, pipe in self.components for label in getattr(pipe, "labels", ())}
        vectors = {vocab.strings[key] for key in vocab.vectors if key in vocab.strings}
        return sorted((self._pii_strings | labels | vectors) & set(vocab.strings))

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        exclude = list(exclude)
        super().to_disk(path, exclude=[*exclude, "strings"])
        if not {"vocab", "strings"} & set(exclude):
            srsly.write_json(Path(path) / "vocab" / "strings.json", self.strings_to_save())

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        exclude = list(exclude)
        saved = super().to_bytes(exclude=[*exclude, "strings"])
        if {"vocab", "strings"} & set(exclude):
            return saved
        parts = srsly.msgpack_loads(saved)
        vocab = srsly.msgpack_loads(parts["vocab"])
        strings = StringStore(self.strings_to_save()).to_bytes()
        parts["vocab"] = srsly.msgpack_dumps({"strings": strings, **vocab})
        return srsly.msgpack_dumps(parts)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = (), **options: Any) -> Language:
        exclude = list(exclude)
        strings = Path(path) / "vocab" / "strings.json"
        if strings.is_file() and not {"vocab", "strings"} & set(exclude):
            self._pii_strings |= set(srsly.read_json(strings))
        return super().from_disk(path, exclude=exclude, **options)

    def from_bytes(self, bytes_data: bytes, *, exclude: Iterable[str] = ()) -> Language:
        exclude = list(exclude)
        vocab = srsly.msgpack_loads(bytes_data).get("vocab")
        if vocab and not {"vocab", "strings"} & set(exclude):
            strings = srsly.msgpack_loads(vocab).get("strings")
            self._pii_strings |= set(srsly.json_loads(strings)) if strings else set()
        return super().from_bytes(bytes_data, exclude=exclude)

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        """Its class is made on demand, so a copy is told how."""
        return _restore, (type(self).__mro__[2],), self.__dict__


@cache
def _saving(language: type[Language]) -> type[Language]:
    return type(language.__name__, (WordlessSaving, language), {"__module__": language.__module__})


def _restore(language: type[Language]) -> Language:
    saving = _saving(language)  # type: ignore[arg-type]
    return saving.__new__(saving)
