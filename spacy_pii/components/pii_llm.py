"""`pii_llm`: a language model behind an OpenAI-compatible endpoint finds personal data, alone or as a second opinion.

Texts leave the process: `nlp.meta["texts_leave_the_process"]` says where to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from spacy.language import Language

from ..errors import PiiError
from .saving import save_without_words

if TYPE_CHECKING:
    from .llm.annotator import LanguageModelPipe

ALONE, SECOND_OPINION = "alone", "second_opinion"


@Language.factory(
    "pii_llm",
    assigns=["doc.ents", "doc.spans", "doc.cats", "token.ent_iob", "token.ent_type"],
    default_config={
        "mode": ALONE,
        "model": "",
        "base_url": "",
        "key_variable": "",
        "proxy": "",
        "labels": None,
        "answer": "sparse",
        "structured": True,
        "extra": {},
        "max_tokens": 4000,
        "temperature": 0.0,
        "excerpt": 6000,
        "overlap": 300,
        "attempts": 2,
        "workers": 4,
        "timeout": 120.0,
        "max_retries": 6,
        "band": [0.1, 1.0],
        "max_share": 0.2,
        "rule": "union",
        "on_failure": "raise",
        "cache": "",
        "cache_key_variable": "SPACY_PII_LLM_CACHE_KEY",
        "scorer": {"@scorers": "spacy_pii.scorer.v1"},
    },
    default_score_weights={"pii_f": 0.5, "pii_covered": 0.5},
)
def make_language_model(
    nlp: Language,
    name: str,
    mode: str,
    model: str,
    base_url: str,
    key_variable: str,
    proxy: str,
    labels: list[str] | None,
    answer: str,
    structured: bool,
    extra: dict[str, Any],
    max_tokens: int,
    temperature: float,
    excerpt: int,
    overlap: int,
    attempts: int,
    workers: int,
    timeout: float,
    max_retries: int,
    band: list[float],
    max_share: float,
    rule: str,
    on_failure: str,
    cache: str,
    cache_key_variable: str,
    scorer: Callable | None,
) -> LanguageModelPipe:
    """Create the component. Nothing is sent before the first document.

    mode: "alone" asks about every document; "second_opinion", after pii_onnx or pii_ner, about those whose uncertainty
    lies within `band`, at most `max_share` of all. model, base_url: of the endpoint. key_variable: the environment
    variable that holds its key; none is sent if it is empty. proxy: URL of a proxy, none if empty. labels: what is
    looked for (all of ours, if None). answer: "sparse" or "anonymized_text". structured: have the endpoint enforce the
    answer's JSON schema. extra: further fields of the request, None removes one. max_tokens: of an answer. excerpt,
    overlap: characters of the pieces of a long document. attempts: per question, until an answer is usable. workers:
    questions at a time. timeout: seconds of each try; max_retries: after 429, 5xx and lost connections. rule: how
    opinions are joined, "union" or "veto". on_failure: "raise", or "keep" the pipeline's own result where a second
    opinion cannot be had. cache: folder of encrypted answers, none if empty; its Fernet key is in `cache_key_variable`.
    Raises PiiError for values that cannot be meant.
    """
    # Every `spacy.load` imports this module; what it needs would slow them all down.
    from ..chat import OpenAIChat
    from ..chat.openai_compatible import origin_of
    from ..labels import ALL_LABELS, check_labels
    from .decoder import MAX_LENGTH
    from .llm.annotator import LanguageModelPipe, SecondOpinion
    from .llm.asking import Asker
    from .llm.formats import answer_format
    from .llm.opinions import check_rule
    from .llm.reply_cache import ReplyCache

    if not (model and base_url):
        raise PiiError(
            f"{name} needs a model and the base_url of its endpoint.",
            remedy='such as nlp.add_pipe("pii_llm", config={"model": "qwen3", "base_url": "http://localhost:8000/v1"}).',
        )
    check_labels(labels or (), where=f"the labels of {name}")
    check_rule(rule)
    _check(name, mode, band, max_share, on_failure, excerpt, overlap, min(max_tokens, attempts, workers))
    client = OpenAIChat(
        model,
        base_url,
        key_variable=key_variable,
        structured=structured,
        extra=extra,
        proxy=proxy,
        max_retries=max_retries,
        timeout=timeout,
    )
    asker = Asker(
        client,
        model,
        frozenset(ALL_LABELS if labels is None else labels),
        answer_format(answer),
        excerpt,
        overlap,
        max_tokens,
        temperature,
        attempts,
        ReplyCache(cache, cache_key_variable) if cache else None,
    )
    nlp.max_length = max(nlp.max_length, MAX_LENGTH)
    save_without_words(nlp)
    second = SecondOpinion(band[0], band[1], max_share, on_failure == "keep") if mode == SECOND_OPINION else None
    return LanguageModelPipe(
        nlp,
        name,
        asker,
        sends_texts_to=origin_of(base_url) + (f" through {origin_of(proxy)}" if proxy else ""),
        second=second,
        rule=rule,
        workers=workers,
        scorer=scorer,
    )


def _check(
    name: str,
    mode: str,
    band: list[float],
    max_share: float,
    on_failure: str,
    excerpt: int,
    overlap: int,
    least: int,
) -> None:
    """Raise PiiError for settings that cannot be meant. least: the lowest of those that count from 1."""
    allowed = {"mode": (mode, (ALONE, SECOND_OPINION)), "on_failure": (on_failure, ("raise", "keep"))}
    for setting, (value, known) in allowed.items():
        if value not in known:
            raise PiiError(f"{setting} {value!r} of {name} is unknown.", remedy=f"choose one of {', '.join(known)}.")
    if on_failure == "keep" and mode == ALONE:
        raise PiiError(
            f"{name} alone has no result to keep where there is no answer.", remedy='leave on_failure at "raise".'
        )
    if not (len(band) == 2 and 0 <= band[0] <= band[1] <= 1 and 0 < max_share <= 1):
        raise PiiError(
            f"band or max_share of {name} is no probability.",
            remedy="band: [lowest, highest] uncertainty in [0, 1]; max_share: above 0, at most 1.",
        )
    if not (0 <= overlap < excerpt // 2 and least >= 1):
        raise PiiError(
            f"a size of {name} does not fit.",
            remedy="overlap: below half of excerpt; max_tokens, attempts and workers: at least 1.",
        )
