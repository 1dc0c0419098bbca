"""Loading a pipeline, with errors that say what to do about one that is missing or damaged."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from ..errors import PiiError

if TYPE_CHECKING:
    from spacy.language import Language


RELEASED = ("en_pii_md", "en_pii_sm")
"""The released models, the most accurate first."""

_shared: dict[tuple[str, int], Language] = {}
_loading = Lock()


def shared_pipeline(model: str | Path | Language, threads: int = 0) -> Language:
    """The pipeline of an installed package or a folder, loaded once per process; a loaded one is returned as it is.

    threads: windows that `pii_onnx` runs in parallel; 0 for what the model says. Raises PiiError as `load_pipeline`
    does.
    """
    if not isinstance(model, str | Path):
        return model
    name = str(model), threads
    with _loading:
        if name not in _shared:
            nlp = _shared[name] = load_pipeline(model)
            for _, component in nlp.pipeline:
                if threads and hasattr(component, "use_threads"):
                    component.use_threads(threads)
        return _shared[name]


def blank_pipeline(language: str) -> Language:
    """An empty pipeline with our tokenizer, for long texts, too. Raises PiiError for a language that spaCy lacks."""
    import spacy

    from .decoder import MAX_LENGTH
    from .tokenizer import create_tokenizer

    try:
        nlp = spacy.blank(language)
    except ImportError:
        raise PiiError(f"spaCy knows no language {language!r}.", remedy="name it by its ISO code, or use xx.") from None
    nlp.tokenizer = create_tokenizer()(nlp)
    nlp.max_length = MAX_LENGTH
    return nlp


def default_model() -> str:
    """The first of RELEASED that is installed; the last of them, whose absence is then reported, if none is."""
    for name in RELEASED:
        try:
            metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        return name
    return RELEASED[-1]


def forget_pipeline(model: str | Path, threads: int = 0) -> None:
    """Let go of a shared pipeline: the next call of `shared_pipeline` loads it again."""
    with _loading:
        _shared.pop((str(model), threads), None)


def load_pipeline(model: str | Path, gpu_id: int = -1) -> Language:
    """Load a pipeline by package name or folder, on the CPU (-1) or a GPU. Nothing is ever downloaded.

    Raises PiiError if there is none, if it is damaged, or if the GPU cannot be used.
    """
    import spacy

    if gpu_id >= 0:
        try:
            spacy.require_gpu(gpu_id)
        except ValueError as error:
            raise PiiError(f"GPU {gpu_id} cannot be used ({error}).", remedy="use --gpu-id -1 for the CPU.") from None

    name = str(model)
    if not (spacy.util.is_package(name) or Path(name).exists()):
        raise PiiError(
            f"there is no installed model package and no folder named {name!r}.",
            remedy=f"install its wheel with `pip install packages/{name}-<version>-py3-none-any.whl` from a clone "
            "of the spacy-pii repository, or train a model: `make demo` builds the wheel of `en_pii_demo`.",
        )
    try:
        return spacy.load(name)
    except PiiError:
        raise
    except (OSError, ValueError, EOFError, KeyError, ImportError) as error:
        # What a truncated or foreign file raises depends on the format that the reader expects there.
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise PiiError(
            f"the pipeline {name!r} is damaged or made for other versions ({reason}).",
            remedy="install its wheel again with `pip install --force-reinstall`, or train it again.",
        ) from error
