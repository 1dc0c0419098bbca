"""Anonymizer: detects personal data and replaces it through Presidio's AnonymizerEngine."""

from __future__ import annotations

import secrets
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING

from ..components.loading import default_model
from ..errors import PiiError
from ..labels import ALL_LABELS, check_labels
from .analyzer_results import Result, analyze_stream, checked_text, ordered_results
from .keys import derived_key
from .operators import CUSTOM, DEFAULT, OPERATORS, PLACEHOLDER, SURROGATE, operator_config
from .placeholders import LITERAL, KeyedPlaceholders, Literal, literal_placeholders
from .result import AnonymizedText, ReplacedToken, identifier_of
from .surrogates import Mention, Surrogates
from .vault import Vault

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine
    from presidio_anonymizer.entities import OperatorConfig, OperatorResult, RecognizerResult

__all__ = ["OPERATORS", "Anonymizer"]

DEFAULT_MODEL = default_model()
Placeholders = Vault | KeyedPlaceholders


class Anonymizer:
    """Replaces what an analyzer finds.

    operators: label -> operator, by name or as Presidio's OperatorConfig; "DEFAULT" is that of all other labels, as is
    `operator` (default "replace"). Its labels are ours, those that the analyzer supports, and `labels`: further ones
    that the results may carry. analyzer: a Presidio AnalyzerEngine; left out, `create_analyzer(model)` on first use.
    key: a secret of at least 16 bytes under which surrogates and hashes are the same in every text (without it,
    surrogates within one text), and which encrypts. vault: keeps the values of placeholders, numbered across texts;
    without one, placeholders follow from the key alone, and without a key, numbers start again in every text. locale:
    for surrogates of values that do not show theirs. include_text: put the original values into the results. mode: the
    old name of `operator`. Raises PiiError for an unknown label or operator, and for a missing or short key.
    """

    def __init__(
        self,
        operators: Mapping[str, str | OperatorConfig] | None = None,
        *,
        operator: str | OperatorConfig | None = None,
        labels: Iterable[str] = (),
        analyzer: AnalyzerEngine | None = None,
        model: str = DEFAULT_MODEL,
        language: str = "en",
        key: str | bytes | None = None,
        vault: Vault | None = None,
        locale: str = "en_US",
        include_text: bool = False,
        mode: str | OperatorConfig | None = None,
    ):
        from presidio_anonymizer import AnonymizerEngine, DeanonymizeEngine

        operators = dict(operators or {})
        if mode is not None:
            warnings.warn("Anonymizer(mode=...) is now operator=...", DeprecationWarning, stacklevel=2)
        defaults = [given for given in (operator, mode, operators.pop(DEFAULT, None)) if given is not None]
        if len(defaults) > 1:
            raise PiiError("the operator of all labels is given twice.", remedy="give `operator`, or DEFAULT alone.")
        self._default = operator_config(defaults[0] if defaults else "replace", key)
        self._operators = {label: operator_config(each, key) for label, each in operators.items()}
        self._operators[LITERAL] = operator_config(PLACEHOLDER, None)
        self._engine, self._deanonymize_engine = AnonymizerEngine(), DeanonymizeEngine()
        self._analyzer, self._model, self.language = analyzer, model, language
        self._key, self._locale, self._include_text = key, locale, include_text
        self._placeholders: KeyedPlaceholders | None = None if key is None else KeyedPlaceholders(key)
        self.vault = vault
        self._check_labels(operators, labels)

    def _check_labels(self, operators: Iterable[str], more: Iterable[str]) -> None:
        known = ALL_LABELS.union(more)
        # A pipeline of one's own has labels of its own; it is loaded only where one of them is needed.
        if not known.issuperset(operators) and (self._analyzer is not None or self._model != DEFAULT_MODEL):
            known = known.union(self.analyzer.get_supported_entities(self.language))
        check_labels(operators, known, where="operators")

    @property
    def analyzer(self) -> AnalyzerEngine:
        """The analyzer, made on first use. Raises PiiError if the model is not installed."""
        if self._analyzer is None:
            from ..presidio import create_analyzer

            self._analyzer = create_analyzer(self._model, languages=[self.language])
        return self._analyzer

    def anonymize(self, text: str, results: Sequence[Result] | None = None) -> AnonymizedText:
        """Anonymize one text; `results` are used instead of asking the analyzer. Raises PiiError for unusable ones."""
        if results is None:
            results = self.analyzer.analyze(checked_text(text), language=self.language)
        return self.anonymize_together([(text, results)])[0]

    def pipe(self, texts: Iterable[str], *, batch_size: int = 32) -> Iterator[AnonymizedText]:
        """Anonymize texts lazily, in order; at most `batch_size` texts are read ahead."""
        for text, results in analyze_stream(self.analyzer, texts, self.language, batch_size):
            yield self.anonymize(text, results)

    def anonymize_together(
        self, found: Sequence[tuple[str, Sequence[Result]]], *, surrogate_key: bytes | None = None
    ) -> list[AnonymizedText]:
        """Anonymize (text, results) pairs as parts of one document: the same value gets the same replacement.

        surrogate_key: makes surrogates agree between calls, where the Anonymizer has no key.
        """
        parts = [(checked_text(text), ordered_results(text, results)) for text, results in found]
        surrogates = self._surrogates(parts, surrogate_key)
        placeholders: Placeholders | None = self._placeholders if self.vault is None else self.vault
        if placeholders is None:
            placeholders = Vault()
        return [self._replace(text, results, surrogates, placeholders) for text, results in parts]

    def deanonymize(self, text: str) -> str:
        """Restore the values of all placeholders, wherever they stand now. Raises PiiError without a vault."""
        if self.vault is None:
            raise PiiError("there is no vault to restore from.", remedy="give the vault of the anonymizing run.")
        return self.vault.restore(text)

    def decrypt(self, result: AnonymizedText) -> str:
        """The text with the values of the `encrypt` operator restored. Raises PiiError for a wrong key or text."""
        from presidio_anonymizer.entities import InvalidParamError, OperatorConfig, OperatorResult

        if self._key is None:
            raise PiiError("decrypting needs a key.", remedy="give the key that encrypted the text.")
        operators = {"DEFAULT": OperatorConfig("decrypt", {"key": derived_key(self._key, "encrypt")})}
        encrypted = [token for token in result.replaced_tokens if token.operator == "encrypt"]
        try:
            entities = [
                OperatorResult(t.replacement_start, t.replacement_end, t.label, t.replacement, t.operator)
                for t in encrypted
            ]
            return self._deanonymize_engine.deanonymize(result.anonymized_text, entities, operators).text
        except (ValueError, InvalidParamError):
            raise PiiError(
                "the key does not decrypt this text, or the text was changed.",
                remedy="give the key and the result of the anonymizing run.",
            ) from None

    @property
    def is_keyed(self) -> bool:
        """Whether surrogates and placeholders follow from a key alone; a vault numbers placeholders."""
        return self._key is not None and self.vault is None

    def uses(self, *operators: str) -> bool:
        """Whether any label has one of these operators."""
        configs = [self._default, *(each for label, each in self._operators.items() if label != LITERAL)]
        return any(config.operator_name in operators for config in configs)

    def _operator(self, label: str) -> OperatorConfig:
        return self._operators.get(label, self._default)

    def _surrogates(self, parts: list[tuple[str, list[Result]]], key: bytes | None) -> Surrogates:
        if self._key is not None:
            key = derived_key(self._key, SURROGATE)
        used = self.uses(SURROGATE)
        mentions = [
            Mention(result.entity_type, text[result.start : result.end], text[max(0, result.start - 12) : result.start])
            for text, results in parts
            for result in results
            if used
        ]
        return Surrogates(
            mentions, key=key or secrets.token_bytes(32), locale=self._locale, fixed=self._key is not None
        )

    def _replace(
        self, text: str, results: list[Result], surrogates: Surrogates, placeholders: Placeholders
    ) -> AnonymizedText:
        from presidio_anonymizer.entities import InvalidParamError, OperatorConfig, RecognizerResult

        found = [RecognizerResult(r.entity_type, r.start, r.end, r.score) for r in self._with_literals(text, results)]
        if not found:
            return AnonymizedText(text, ())
        operators: dict[str, OperatorConfig] = {}
        numbered = []
        # Presidio works from the end. What counts or remembers is made here, in the order of the text, and each result
        # gets an operator of its own that hands it over.
        for number, result in enumerate(found):
            label, value = result.entity_type, text[result.start : result.end]
            config = self._operator(label)
            if config.operator_name in (PLACEHOLDER, SURROGATE, CUSTOM):
                made = self._made(config, label, value, surrogates, placeholders)
                config = OperatorConfig(CUSTOM, {"lambda": lambda _, made=made: made})
                label = f"{label} {number}"
            operators[label] = config
            numbered.append(RecognizerResult(label, result.start, result.end, result.score))
        try:
            replaced = self._engine.anonymize(text, numbered, operators, merge_entities_with_spaces=False)
        except InvalidParamError as error:
            raise PiiError(f"an operator's parameters are wrong: {error}", remedy="see Presidio's operators.") from None
        tokens = map(self._token, repeat(text), found, reversed(replaced.items))
        return AnonymizedText(replaced.text, tuple(tokens))

    @staticmethod
    def _made(
        config: OperatorConfig, label: str, value: str, surrogates: Surrogates, placeholders: Placeholders
    ) -> str:
        if config.operator_name == PLACEHOLDER:
            return placeholders.placeholder(label, value)
        if config.operator_name == SURROGATE:
            return surrogates.replace(label, value)
        function = config.params.get("lambda")
        made = function(value) if callable(function) else None
        if not isinstance(made, str):
            raise PiiError(
                f"the custom operator of {label} gave no string.",
                remedy='give OperatorConfig("custom", {"lambda": function}) with a function from string to string.',
            )
        return made

    def _with_literals(self, text: str, results: list[Result]) -> list[Result]:
        """The results, and what reads like a placeholder between them, in the order of the text."""
        if self.vault is None and all(self._operator(r.entity_type).operator_name != PLACEHOLDER for r in results):
            return results
        literals = literal_placeholders(text, [(result.start, result.end) for result in results])
        return sorted([*results, *(Literal(start, end) for start, end in literals)], key=lambda result: result.start)

    def _token(self, text: str, result: RecognizerResult, item: OperatorResult) -> ReplacedToken:
        label = result.entity_type
        literal = label == LITERAL
        return ReplacedToken(
            start=result.start,
            end=result.end,
            label=label,
            identifier="none" if literal else identifier_of(label),
            operator=self._operator(label).operator_name,
            replacement=item.text,
            replacement_start=item.start,
            replacement_end=item.end,
            score=None if literal else round(float(result.score), 6),
            text=text[result.start : result.end] if self._include_text else None,
        )
