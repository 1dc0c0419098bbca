"""Numbers that carry a check digit: what fails the check loses score.

A pass shows for cards, IBANs and wallets only, as a pattern result of score 1; the checks of most other numbers pass
by accident too often to prove anything.

A label covers numbers of many kinds, most of them without a check. So a value is doubted only where its form, down to
where it is grouped, belongs to kinds that can be checked, and it fails the checks of all of them. Forms that others
share are left alone: eleven bare digits are a PESEL in Poland and something else in ten other countries.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from presidio_analyzer.predefined_recognizers import (
    AbaRoutingRecognizer,
    AuAbnRecognizer,
    AuMedicareRecognizer,
    AuTfnRecognizer,
    CreditCardRecognizer,
    CryptoRecognizer,
    EsNieRecognizer,
    EsNifRecognizer,
    FiPersonalIdentityCodeRecognizer,
    IbanRecognizer,
    InAadhaarRecognizer,
    ItFiscalCodeRecognizer,
    ItVatCodeRecognizer,
    MedicalLicenseRecognizer,
    NhsRecognizer,
    PlPeselRecognizer,
    ThTninRecognizer,
)

# Real numbers fail too, mistyped or made up for a test, so a failure only halves the score.
_DOUBT = 0.5

_GAP = r"[\W_]"


@dataclass(frozen=True, slots=True)
class _Kind:
    """form: what a value of this kind looks like from end to end, in upper case unless `cased`.

    passes: whether the group `number` of the form, or all of it if there is no such group, has the right check digit.
    """

    form: re.Pattern[str]
    passes: Callable[[str], bool]
    cased: bool = False

    def verdict(self, value: str) -> bool | None:
        """Whether the value passes, or None if it is not in this form."""
        match = self.form.fullmatch(value if self.cased else value.upper())
        return None if match is None else self.passes(match["number" if self.form.groupindex else 0])


def doubted(label: str, value: str, score: float, floor: float) -> float:
    """The score of a span after its check; it falls to `floor` at most, and never rises."""
    verdicts = {kind.verdict(value) for kind in _kinds().get(label, ())}
    if True in verdicts or False not in verdicts:
        return score
    return max(score * _DOUBT, min(score, floor))


@cache
def _kinds() -> dict[str, tuple[_Kind, ...]]:
    """Label -> the kinds of numbers under it that can be told by their form."""
    national = _national_kinds()
    return {
        "CREDIT_CARD": (_kind(rf"{_GAP}*(?:[0-9]{_GAP}*){{12,19}}", CreditCardRecognizer()),),
        "IBAN_CODE": (
            _kind(rf"(?:[A-Z]{_GAP}*){{2}}(?:[0-9]{_GAP}*){{2}}(?:[A-Z0-9]{_GAP}*){{11,30}}", IbanRecognizer()),
        ),
        "CRYPTO": _wallets(),
        "NATIONAL_ID": national,
        "US_SSN": national,
        "TAX_ID": (
            *national,
            _kind(r"IT(?P<number>[0-9]{11})", ItVatCodeRecognizer()),
            _named("TFN", _grouped(3, 3, 3), AuTfnRecognizer()),
            _named("ABN", _grouped(2, 3, 3, 3), AuAbnRecognizer()),
        ),
        "MEDICAL_ID": (
            # Grouped with hyphens, ten digits may be any clinic's.
            _kind(r"[0-9]{3}\s[0-9]{3}\s[0-9]{4}", NhsRecognizer()),
            _named("NHS", _grouped(3, 3, 4), NhsRecognizer()),
            _kind(rf"[2-6][0-9]{{3}}{_GAP}[0-9]{{5}}{_GAP}[0-9]", AuMedicareRecognizer()),
            _named("DEA", "[A-HJ-MPR-UX][A-Z9][0-9]{7}", MedicalLicenseRecognizer()),
        ),
        "BANK_ACCOUNT": (_kind(r"[0123678][0-9]{3}-[0-9]{4}-[0-9]", AbaRoutingRecognizer()),),
        # Luhn's check, as cards have it. The first digits tell an IMEI from a SIM card's IMSI, which has none.
        "DEVICE_ID": (
            _kind(r"(?:01|35|86|99)[0-9]{13}", CreditCardRecognizer()),
            _kind(rf"[0-9]{{2}}{_GAP}[0-9]{{6}}{_GAP}[0-9]{{6}}{_GAP}[0-9]", CreditCardRecognizer()),
            _named("IMEI", "[0-9]{15}", CreditCardRecognizer()),
        ),
    }


def _national_kinds() -> tuple[_Kind, ...]:
    """Numbers that a state gives to persons, and that serve as tax and social security numbers as well."""
    twelve_digits = re.compile(rf"[2-9][0-9]{{3}}{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}")
    finnish = FiPersonalIdentityCodeRecognizer()
    return (
        _kind("[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]", ItFiscalCodeRecognizer()),
        # With a K it may be a Chilean RUT.
        _kind("[0-9]{8}-?[A-HJLMNP-TV-Z]", EsNifRecognizer()),
        _kind("[XYZ]-?[0-9]{7}-?[A-Z]", EsNieRecognizer()),
        _Kind(twelve_digits, _validates(InAadhaarRecognizer())),
        _Kind(twelve_digits, lambda value: _my_number(re.sub(_GAP, "", value))),
        # With a digit at the end it may be from half of northern Europe. The separator counts in the check.
        _Kind(re.compile("[0-9]{6}[-+A-FU-Y][0-9]{3}[A-Y]"), lambda value: finnish.validate_result(value) is True),
        _kind("[1-9]-[0-9]{4}-[0-9]{5}-[0-9]{2}-[0-9]", ThTninRecognizer()),
        _named("PESEL", "[0-9]{11}", PlPeselRecognizer()),
    )


def _wallets() -> tuple[_Kind, ...]:
    """Bitcoin and what shares its formats; other currencies have none that could be taken for these."""
    bitcoin = CryptoRecognizer()
    # Solana's addresses, in the same letters, are longer.
    legacy = re.compile("[13][1-9A-HJ-NP-Za-km-z]{25,33}")
    segwit = re.compile("(?:BC|TB|LTC)1[AC-HJ-NP-Z02-9]{11,87}")
    return (
        _Kind(legacy, lambda value: bitcoin.validate_result(value) is True, cased=True),
        _Kind(segwit, lambda value: bool(bitcoin.validate_bech32_address(value)[0])),
    )


def _kind(form: str, recognizer: Any) -> _Kind:
    return _Kind(re.compile(form), _validates(recognizer))


def _named(name: str, form: str, recognizer: Any) -> _Kind:
    """A number that many others look like, with its name before it."""
    return _kind(rf"{name}{_GAP}*(?:(?:NO|NR|NUMBER|ID){_GAP}*)?(?P<number>{form})", recognizer)


def _grouped(*sizes: int) -> str:
    return f"{_GAP}?".join(f"[0-9]{{{size}}}" for size in sizes)


def _validates(recognizer: Any) -> Callable[[str], bool]:
    """Presidio's check of a value without its separators; some of its recognizers fail with None."""
    return lambda value: recognizer.validate_result(re.sub(_GAP, "", value)) is True


def _my_number(digits: str) -> bool:
    """Japan's number for persons, which Presidio does not know."""
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11
    return int(digits[-1]) == (0 if rest < 2 else 11 - rest)
