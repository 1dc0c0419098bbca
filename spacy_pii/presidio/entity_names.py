"""Presidio's entity names, and which of our labels answers to which.

Presidio has a name for each country's numbers, ours are a few for all countries. A label answers to every name that is
one of its kinds; which one a value has is told by Presidio's own recognizer for that name, its pattern and check digit.
"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, Literal

import regex
from presidio_analyzer import PatternRecognizer, predefined_recognizers

from ..errors import PiiError
from ..labels import LABELS, check_labels

Naming = Literal["ours", "presidio"]

_NATIONAL = (
    "UK_NINO ES_NIF ES_NIE IT_FISCAL_CODE IT_IDENTITY_CARD IN_AADHAAR IN_VOTER PL_PESEL FI_PERSONAL_IDENTITY_CODE "
    "SE_PERSONNUMMER SG_NRIC_FIN TH_TNIN KR_RRN KR_FRN TR_NATIONAL_ID NG_NIN DE_ID_CARD DE_SOCIAL_SECURITY CA_SIN "
    "ZA_ID_NUMBER PH_UMID"
)
_TAX = (
    "US_ITIN US_PROVIDER_TAX_ID AU_TFN AU_ABN AU_ACN DE_TAX_ID DE_TAX_NUMBER DE_VAT_ID IT_VAT_CODE IN_PAN IN_GSTIN "
    "PH_TIN KR_BRN SG_UEN SE_ORGANISATIONSNUMMER ZA_INCOME_TAX_NUMBER ZA_VAT_NUMBER"
)
_NAMES: dict[str, str] = {
    "STREET_ADDRESS": "LOCATION",
    "LOCATION": "UK_POSTCODE CA_POSTAL_CODE DE_PLZ",
    "PHONE_NUMBER": "ZA_MOBILE_NUMBER ZA_TELEPHONE_NUMBER",
    "US_SSN": f"US_ITIN {_NATIONAL}",
    "NATIONAL_ID": f"{_NATIONAL} {_TAX} US_SSN",
    "TAX_ID": f"{_TAX} {_NATIONAL}",
    "MEDICAL_ID": (
        "UK_NHS MEDICAL_LICENSE US_MBI US_NPI AU_MEDICARE US_HEALTH_INSURANCE_MEMBER_ID DE_HEALTH_INSURANCE DE_LANR"
    ),
    "BANK_ACCOUNT": "ABA_ROUTING_NUMBER US_BANK_NUMBER",
    "PASSPORT": (
        "US_PASSPORT UK_PASSPORT IN_PASSPORT IT_PASSPORT DE_PASSPORT ES_PASSPORT KR_PASSPORT PH_PASSPORT ZA_PASSPORT"
    ),
    "DRIVER_LICENSE": (
        "US_DRIVER_LICENSE UK_DRIVING_LICENCE IT_DRIVER_LICENSE DE_FUEHRERSCHEIN KR_DRIVER_LICENSE ZA_DRIVER_LICENSE"
    ),
    "VEHICLE_ID": (
        "UK_VEHICLE_REGISTRATION IN_VEHICLE_REGISTRATION NG_VEHICLE_REGISTRATION DE_KFZ TR_LICENSE_PLATE "
        "ZA_LICENSE_PLATE"
    ),
    "ID": "UUID US_CLAIM_NUMBER US_PRESCRIPTION_NUMBER US_PRIOR_AUTHORIZATION_NUMBER US_REFERRAL_NUMBER",
}
# Every value of the label is one of these, whatever its form.
_WHOLE = frozenset({("STREET_ADDRESS", "LOCATION")})
ANSWERS: dict[str, tuple[str, ...]] = {label: tuple(names.split()) for label, names in _NAMES.items()}
"""Label -> the names of Presidio that it answers to; its own name, where that is Presidio's, goes without saying."""
_NUMBER_LABELS = frozenset(label.name for label in LABELS.values() if label.family in ("ID", "SSN"))
_NUMBERS = tuple(dict.fromkeys(name for label in ANSWERS if label in _NUMBER_LABELS for name in ANSWERS[label]))
SERVED = frozenset(name for names in ANSWERS.values() for name in names)
_TIME_LIMIT = 1.0
_NO_SSN = "9"
"""No social security number starts so; Presidio's recognizer does not mind."""


def labels_to_search(asked: Iterable[str], supported: Collection[str]) -> list[str]:
    """The labels under which the asked entities are found. Raises PiiError for a name that nothing serves.

    supported: what the analyzer and the request's own recognizers report.
    """
    asked = list(asked)
    check_labels(asked, {*supported, *SERVED}, where="entities")
    sources = [label for label in supported if not set(_candidates(label)).isdisjoint(asked)]
    found = list(dict.fromkeys([*(name for name in asked if name in supported), *sources]))
    if not found:
        raise PiiError(
            f"nothing here finds {', '.join(asked)}.", remedy="leave the patterns on, or use a model with such labels."
        )
    return found


def name_of(label: str, value: str, asked: Collection[str] | None) -> str | None:
    """The name under which a value is reported, None if it was not asked for.

    asked: the entities of the request; None asks for Presidio's names of everything. A value that has the form of its
    own label keeps it; a name of another kind of number counts only if the value passes its check.
    """
    own = label in _recognizers()
    if (asked is None or label in asked) and own and _fits(label, value):
        return label
    if asked is None:
        names = ANSWERS.get(label, ())
        return next((name for name in names if (label, name) in _WHOLE or _fits(name, value)), label)
    if label in asked and not own:
        return label
    wanted = [name for name in _candidates(label) if name in asked]
    by_check = (name for name in wanted if _fits(name, value, checked=True))
    answers = ANSWERS.get(label, ())
    by_form = (name for name in wanted if name in answers and ((label, name) in _WHOLE or _fits(name, value)))
    return next(by_check, None) or next(by_form, None) or (label if label in asked else None)


def _candidates(label: str) -> tuple[str, ...]:
    """The names that a label answers to, and for numbers those of all other numbers: models mistake their kinds."""
    answers = ANSWERS.get(label, ())
    return (*answers, *(name for name in _NUMBERS if name not in answers)) if label in _NUMBER_LABELS else answers


def _fits(name: str, value: str, checked: bool = False) -> bool:
    """Whether a value has the form of one of Presidio's entities, with or without separators, and fails no check.

    checked: it has to have a check, and to pass it.
    """
    recognizer = _recognizers().get(name)
    if recognizer is None or (name == "US_SSN" and value.startswith(_NO_SSN)):
        return False
    forms = {value, regex.sub(r"[\s.\-/]", "", value)}
    return any(_accepts(recognizer, form, checked) for form in forms)


def _accepts(recognizer: PatternRecognizer, value: str, checked: bool) -> bool:
    try:
        matches = any(
            regex.fullmatch(pattern.regex, value, flags=regex.IGNORECASE, timeout=_TIME_LIMIT)
            for pattern in recognizer.patterns
        )
        verdict = recognizer.validate_result(value) if matches else False
        return verdict is not False and (verdict is True or not checked) and not recognizer.invalidate_result(value)
    except (TimeoutError, ValueError, IndexError, TypeError, KeyError):
        # Some checks of Presidio's stumble over what their pattern lets through.
        return False


@cache
def _recognizers() -> dict[str, PatternRecognizer]:
    """Presidio's own recognizer for each served name."""
    found: dict[str, Any] = {}
    for _, kind in inspect.getmembers(predefined_recognizers, inspect.isclass):
        if issubclass(kind, PatternRecognizer) and hasattr(kind, "PATTERNS"):
            recognizer: Any = kind()
            for name in recognizer.supported_entities:
                if name in SERVED or name in LABELS:
                    found.setdefault(name, recognizer)
    return found
