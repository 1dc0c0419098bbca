"""Presidio's context words, in time that grows with the text and not with its square."""

from __future__ import annotations

from bisect import bisect_right

from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from spacy.tokens import Doc


class LinearContextEnhancer(LemmaContextAwareEnhancer):
    """Presidio's enhancer walks through all tokens for every result, and quotes the value when it finds none."""

    @staticmethod
    def _find_index_of_match_token(word: str, start: int, tokens: Doc, tokens_indices: list[int]) -> int:
        """The token at a character, or the next one; the last token if none follows."""
        index = max(bisect_right(tokens_indices, start) - 1, 0)
        inside = start < tokens_indices[index] + len(tokens[index])
        return index if inside else min(index + 1, len(tokens_indices) - 1)


def doc_artifacts(doc: Doc, language: str, nlp_engine: NlpEngine | None = None) -> NlpArtifacts:
    """What Presidio's context words need of a document; no entities yet."""
    # Empty lemmas would leave Presidio's context words without a word to compare with.
    lemmas = [token.lemma_ or token.lower_ for token in doc]
    artifacts = NlpArtifacts([], doc, [token.idx for token in doc], lemmas, None, language)
    artifacts.nlp_engine = nlp_engine
    # Presidio looks words up here one by one; in its list that takes the square of the text's length.
    artifacts.keywords = dict.fromkeys(
        part
        for lemma in lemmas
        if not (doc.vocab[lemma].is_stop or doc.vocab[lemma].is_punct)
        for part in lemma.lower().split(":")
    )
    return artifacts
