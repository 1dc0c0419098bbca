"""What the ai4privacy releases share: the labels that each one marks, and the forms that `privacy_mask` comes in."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

from ..errors import PiiError
from ..labels import map_label
from .reading import SourceSpan

VOCABULARY = "ai4privacy"


def _annotated(labels: str, partial: str = "") -> frozenset[str]:
    ours = {map_label(label, VOCABULARY) for label in labels.split()} - set(partial.split())
    return frozenset(label for label in ours if label is not None)


_65K = (
    "ACCOUNTNAME ACCOUNTNUMBER AMOUNT BIC BITCOINADDRESS BUILDINGNUMBER CITY COMPANY_NAME COUNTY CREDITCARDCVV"
    " CREDITCARDISSUER CREDITCARDNUMBER CURRENCY CURRENCYCODE CURRENCYNAME CURRENCYSYMBOL DATE EMAIL ETHEREUMADDRESS"
    " FIRSTNAME FULLNAME IBAN IP IPV4 IPV6 JOBAREA JOBDESCRIPTOR JOBTITLE JOBTYPE LASTNAME LITECOINADDRESS MAC"
    " MASKEDNUMBER MIDDLENAME PASSWORD PHONEIMEI PHONE_NUMBER PIN PREFIX SECONDARYADDRESS SEX SSN STATE STREET"
    " STREETADDRESS SUFFIX TIME URL USERAGENT USERNAME VEHICLEVIN VEHICLEVRM ZIPCODE"
)
ANNOTATED_43K = _annotated(f"{_65K} DISPLAYNAME GENDER NAME NEARBYGPSCOORDINATE")
ANNOTATED_65K = _annotated(_65K)
ANNOTATED_200K = _annotated(f"{_65K} AGE DOB GENDER NEARBYGPSCOORDINATE")
ANNOTATED_300K = _annotated(
    "GIVENNAME1 LASTNAME1 USERNAME EMAIL TIME DATE BOD CITY STATE COUNTRY STREET BUILDING POSTCODE SECADDRESS TEL IP"
    " IDCARD PASSPORT DRIVERLICENSE PASS SOCIALNUMBER SEX GEOCOORD"
)
# These mark cities and zip codes but no countries; 400k only birth dates; openpii-1m dates but no times of day.
ANNOTATED_400K = _annotated(
    "ACCOUNTNUM BUILDINGNUM CITY CREDITCARDNUMBER DATEOFBIRTH DRIVERLICENSENUM EMAIL GIVENNAME IDCARDNUM PASSWORD"
    " SOCIALNUM STREET SURNAME TAXNUM TELEPHONENUM USERNAME ZIPCODE",
    partial="LOCATION DATE_TIME",
)
ANNOTATED_OPEN = _annotated(
    "AGE BUILDINGNUM CITY CREDITCARDNUMBER DATE DRIVERLICENSENUM EMAIL GENDER GIVENNAME IDCARDNUM PASSPORTNUM SEX"
    " SOCIALNUM STREET SURNAME TAXNUM TELEPHONENUM ZIPCODE",
    partial="LOCATION DATE_TIME",
)

_STRING_OR_GAP = re.compile(r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|\}\s+\{""", re.DOTALL)


_STRING = r"""(?:'[^'\\]*+'|"[^"\\]*+")"""
_STRINGS = re.compile(rf"\[{_STRING}(?:, {_STRING})*+\]")


def parse_literal(value: Any, key: str) -> Any:
    """A value that a release gives as itself or as a string of JSON or Python; raises PiiError.

    Dumps of Parquet copies hold `str()` of a numpy array: Python dicts with no commas between them.
    """
    if not isinstance(value, str):
        return value
    for parse in (json.loads, _parse_simple, ast.literal_eval, _parse_numpy):
        try:
            return parse(value)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
    raise PiiError(f"{key!r} is neither JSON nor a Python literal.", remedy="fetch the file again.")


def _parse_simple(value: str) -> Any:
    """A Python literal that a JSON parser can read once its quotes are changed: ten times as fast as `ast`."""
    if _STRINGS.fullmatch(value):
        return [string[1:-1] for string in re.findall(_STRING, value)]
    # Without escapes and double quotes, every single quote is the border of a string.
    if '"' in value or "\\" in value:
        raise ValueError("needs a Python parser")
    return json.loads(value.replace("'", '"'))


def _parse_numpy(value: str) -> Any:
    return ast.literal_eval(_STRING_OR_GAP.sub(lambda match: match[1] or "}, {", value))


def mask_spans(value: Any) -> list[SourceSpan]:
    """The spans of a `privacy_mask` with offsets, a list of {value, start, end, label} in any of its forms."""
    mask = parse_literal(value, "privacy_mask")
    if not isinstance(mask, list) or not all(isinstance(entry, dict) for entry in mask):
        raise PiiError("'privacy_mask' is not a list of objects.", remedy="check the file, or name its --format.")
    return [SourceSpan(entry.get("start"), entry.get("end"), entry.get("label"), entry.get("value")) for entry in mask]


def parse_strings(value: Any, key: str) -> list[str]:
    """A list of strings, or a string that holds one."""
    strings = parse_literal(value, key)
    if not isinstance(strings, list) or not all(isinstance(string, str) for string in strings):
        raise PiiError(f"{key!r} is not a list of strings.", remedy="check the file, or name its --format.")
    return strings
