"""Numbers that carry a check digit: what fails the check loses score. A pass shows as a pattern result of score 1."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from presidio_analyzer.predefined_recognizers import CreditCardRecognizer, IbanRecognizer

# Real numbers fail too, mistyped or made up for a test, so a failure only halves the score.
_DOUBT = 0.5


def doubted(label: str, value: str, score: float, floor: float) -> float:
    """The score of a span after its check; it falls to `floor` at most, and never rises."""
    check = _checks().get(label)
    if check is None or check(value) is not False:
        return score
    return max(score * _DOUBT, min(score, floor))


@cache
def _checks() -> dict[str, Callable[[str], bool | None]]:
    """Label -> a function that says whether a value passes, or None if it is not in a form that can be checked."""
    card, iban = CreditCardRecognizer(), IbanRecognizer()

    def check_card(value: str) -> bool | None:
        digits = re.sub(r"[\W_]", "", value)
        return card.validate_result(digits) if re.fullmatch(r"[0-9]{12,19}", digits) else None

    def check_iban(value: str) -> bool | None:
        code = re.sub(r"[\W_]", "", value).upper()
        return bool(iban.validate_result(code)) if re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", code) else None

    return {"CREDIT_CARD": check_card, "IBAN_CODE": check_iban}
