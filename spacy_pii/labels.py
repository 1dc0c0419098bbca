"""The table of labels: our names, what they identify, their scoring families, and how other vocabularies map in.

Names are Presidio's wherever Presidio has a name that is not tied to one country's format; the rest follow its style.
A *family* is the coarse type that scores compare: every part of an address is one family, every number issued by an
institution is `ID`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from .errors import UnknownLabelError

Identifier = Literal["direct", "quasi"]


@dataclass(frozen=True)
class Label:
    """One label: `identifier` says whether it points to a person by itself (direct) or with others (quasi)."""

    name: str
    identifier: Identifier
    family: str
    description: str


_TABLE = (
    Label("PERSON", "direct", "PERSON", "Names of people, without titles; adjacent name parts are one span"),
    Label("USERNAME", "direct", "USERNAME", "Account and display names, social media handles"),
    Label("EMAIL_ADDRESS", "direct", "EMAIL", "E-mail addresses, also spelled out"),
    Label("PHONE_NUMBER", "direct", "PHONE", "Telephone and fax numbers, also spelled out"),
    Label("STREET_ADDRESS", "direct", "LOCATION", "Building number, street and secondary address as one span"),
    Label("LOCATION", "quasi", "LOCATION", "City, county, state, country, zip code, other named places"),
    Label("COORDINATES", "quasi", "COORDINATES", "Latitude and longitude"),
    Label("ORGANIZATION", "quasi", "ORGANIZATION", "Companies, institutions, agencies, teams"),
    Label("DATE_TIME", "quasi", "DATE", "Dates, birth dates, times of day"),
    Label("AGE", "quasi", "AGE", "Ages of people"),
    Label("GENDER", "quasi", "GENDER", "Sex and gender as stated"),
    Label("CREDIT_CARD", "direct", "CREDIT_CARD", "Payment card numbers"),
    Label("CVV", "quasi", "CVV", "Card verification codes"),
    Label("IBAN_CODE", "direct", "IBAN", "International bank account numbers"),
    Label("BANK_ACCOUNT", "direct", "ID", "Account and routing numbers other than IBAN"),
    Label("BANK_CODE", "quasi", "ID", "BIC and SWIFT codes"),
    Label("CRYPTO", "direct", "CRYPTO", "Crypto-currency wallet addresses"),
    Label("US_SSN", "direct", "SSN", "Social security numbers"),
    Label("NATIONAL_ID", "direct", "ID", "National identity numbers and cards"),
    Label("TAX_ID", "direct", "ID", "Tax payer numbers"),
    Label("PASSPORT", "direct", "ID", "Passport numbers of any country"),
    Label("DRIVER_LICENSE", "direct", "ID", "Driving licence numbers of any country"),
    Label("MEDICAL_ID", "direct", "ID", "Patient, insurance and medical record numbers"),
    Label("VEHICLE_ID", "direct", "ID", "Licence plates and vehicle identification numbers"),
    Label("DEVICE_ID", "direct", "ID", "IMEI and other device serials"),
    Label("ID", "direct", "ID", "Customer, employee, case and other numbers given to a person"),
    Label("IP_ADDRESS", "direct", "IP", "IPv4 and IPv6 addresses"),
    Label("MAC_ADDRESS", "direct", "MAC", "Hardware addresses"),
    Label("URL", "quasi", "URL", "Web addresses and domains"),
    Label("PASSWORD", "direct", "SECRET", "Passwords and passphrases"),
    Label("PIN", "direct", "SECRET", "Personal identification numbers, one-time codes"),
    Label("API_KEY", "direct", "SECRET", "Access tokens and keys"),
)

LABELS: dict[str, Label] = {label.name: label for label in _TABLE}
ALL_LABELS = frozenset(LABELS)

# Labels of other systems that a prediction may carry; a family by itself needs no entry.
_FAMILY_ALIASES = {
    **dict.fromkeys(("PER", "NAME", "PERSON_NAME", "FIRSTNAME", "LASTNAME"), "PERSON"),
    **dict.fromkeys(("GPE", "LOC", "FAC", "ADDRESS", "CITY", "STATE", "COUNTY", "COUNTRY", "STREET"), "LOCATION"),
    **dict.fromkeys(("ZIP_CODE", "ZIPCODE", "POSTCODE"), "LOCATION"),
    **dict.fromkeys(("ORG", "COMPANY"), "ORGANIZATION"),
    **dict.fromkeys(("TIME", "DATE_OF_BIRTH", "DOB"), "DATE"),
    "CREDIT_CARD_NUMBER": "CREDIT_CARD",
    "DOMAIN_NAME": "URL",
}
_FAMILIES = frozenset(label.family for label in _TABLE)
_ID_WORDS = frozenset(
    "ID IDCARD LICENSE LICENCE PASSPORT ACCOUNT MEDICAL BANK NHS ITIN VIN IMEI NUMBER".split()  # noqa: SIM905
)


def family(label: str) -> str:
    """The scoring family of any system's label; an unknown name with a word that says "issued number" is `ID`."""
    label = label.upper()
    if label in LABELS:
        return LABELS[label].family
    label = _FAMILY_ALIASES.get(label, label)
    return "ID" if label not in _FAMILIES and not _ID_WORDS.isdisjoint(re.split(r"[\W_\d]+", label)) else label


def check_labels(names: Iterable[str], known: Collection[str] = ALL_LABELS, *, where: str) -> None:
    """Raise UnknownLabelError for the first name that is not known: mistyped, it would leave its values in clear.

    known: the labels that may be meant, ours by default. where: the setting that holds the names, for the message.
    """
    for name in names:
        if name not in known:
            nearest = get_close_matches(str(name).upper(), known, n=1)
            raise UnknownLabelError(
                f"unknown label {str(name)!r} in {where}.",
                remedy=f"did you mean {nearest[0]}?" if nearest else f"choose among {', '.join(sorted(known))}.",
            )


def families(labels: frozenset[str]) -> frozenset[str]:
    """The families of a set of labels."""
    return frozenset(family(label) for label in labels)


def _names(target: str | None, names: str) -> dict[str, str | None]:
    return dict.fromkeys(names.split(), target)


# What a source calls a thing -> our label; None: dropped on purpose, because it is no personal data by itself.
VOCABULARIES: dict[str, dict[str, str | None]] = {
    "ai4privacy": {
        **_names("PERSON", "FIRSTNAME MIDDLENAME LASTNAME FULLNAME NAME GIVENNAME GIVENNAME1 GIVENNAME2 SURNAME"),
        **_names("PERSON", "LASTNAME1 LASTNAME2 LASTNAME3"),
        **_names("USERNAME", "USERNAME DISPLAYNAME"),
        **_names("EMAIL_ADDRESS", "EMAIL"),
        **_names("PHONE_NUMBER", "PHONENUMBER PHONE_NUMBER TEL TELEPHONENUM"),
        **_names("STREET_ADDRESS", "BUILDINGNUMBER BUILDINGNUM BUILDING STREET STREETADDRESS"),
        **_names("STREET_ADDRESS", "SECONDARYADDRESS SECADDRESS"),
        **_names("LOCATION", "CITY COUNTY STATE COUNTRY ZIPCODE POSTCODE"),
        **_names("COORDINATES", "NEARBYGPSCOORDINATE GEOCOORD"),
        **_names("ORGANIZATION", "COMPANYNAME COMPANY_NAME"),
        **_names("DATE_TIME", "DATE TIME DOB BOD DATEOFBIRTH"),
        **_names("AGE", "AGE"),
        **_names("GENDER", "GENDER SEX SEXTYPE"),
        **_names("CREDIT_CARD", "CREDITCARDNUMBER"),
        **_names("CVV", "CREDITCARDCVV"),
        **_names("IBAN_CODE", "IBAN"),
        **_names("BANK_ACCOUNT", "ACCOUNTNUMBER ACCOUNTNUM MASKEDNUMBER"),
        **_names("BANK_CODE", "BIC"),
        **_names("CRYPTO", "BITCOINADDRESS ETHEREUMADDRESS LITECOINADDRESS"),
        **_names("US_SSN", "SSN SOCIALNUMBER SOCIALNUM"),
        **_names("NATIONAL_ID", "IDCARD IDCARDNUM"),
        **_names("TAX_ID", "TAXNUM"),
        **_names("PASSPORT", "PASSPORT PASSPORTNUM"),
        **_names("DRIVER_LICENSE", "DRIVERLICENSE DRIVERLICENSENUM"),
        **_names("VEHICLE_ID", "VEHICLEVIN VEHICLEVRM"),
        **_names("DEVICE_ID", "PHONEIMEI"),
        **_names("IP_ADDRESS", "IP IPV4 IPV6"),
        **_names("MAC_ADDRESS", "MAC"),
        **_names("URL", "URL"),
        **_names("PASSWORD", "PASSWORD PASS"),
        **_names("PIN", "PIN"),
        # Titles stay outside a name; amounts, jobs and traits describe many people; an account's name is its kind.
        **_names(None, "PREFIX SUFFIX TITLE ACCOUNTNAME AMOUNT CURRENCY CURRENCYCODE CURRENCYNAME CURRENCYSYMBOL"),
        **_names(None, "JOBAREA JOBTITLE JOBTYPE JOBDESCRIPTOR CREDITCARDISSUER CARDISSUER USERAGENT EYECOLOR HEIGHT"),
        **_names(None, "NUMBER ORDINALDIRECTION"),
    },
    "conll": {
        **_names("PERSON", "PER PERSON"),
        **_names("LOCATION", "LOC LOCATION GPE"),
        **_names("ORGANIZATION", "ORG ORGANIZATION CORPORATION GROUP"),
        **_names(None, "MISC PRODUCT CREATIVE-WORK OTH O"),
    },
    "presidio": {
        **_names("ORGANIZATION", "ORG"),
        **_names("LOCATION", "GPE LOC FACILITY"),
        **_names("DATE_TIME", "DATE TIME"),
        **_names("EMAIL_ADDRESS", "EMAIL"),
        **_names("PHONE_NUMBER", "PHONE"),
        **_names("IBAN_CODE", "IBAN"),
        **_names("US_SSN", "SSN"),
        **_names("IP_ADDRESS", "IP"),
        **_names("MAC_ADDRESS", "MAC"),
        **_names("URL", "DOMAIN_NAME"),
        **_names("LOCATION", "ZIP_CODE"),
        **_names("STREET_ADDRESS", "ADDRESS"),
        **_names("BANK_ACCOUNT", "US_BANK_NUMBER"),
        **_names("TAX_ID", "US_ITIN"),
        **_names("PASSPORT", "US_PASSPORT"),
        **_names("DRIVER_LICENSE", "US_DRIVER_LICENSE"),
        **_names("MEDICAL_ID", "MEDICAL_LICENSE UK_NHS"),
        **_names(None, "TITLE NRP PREFIX NATIONALITY RELIGION"),
    },
    "tab": {
        **_names("PERSON", "PERSON"),
        **_names("LOCATION", "LOC"),
        **_names("ORGANIZATION", "ORG"),
        **_names("DATE_TIME", "DATETIME"),
        **_names("ID", "CODE"),
        **_names(None, "DEM MISC QUANTITY"),
    },
    "restaurant8k": {
        **_names("PERSON", "FIRST_NAME LAST_NAME"),
        **_names("DATE_TIME", "DATE TIME"),
        **_names(None, "PEOPLE"),
    },
    "slurp": {
        **_names("PERSON", "PERSON AUDIOBOOK_AUTHOR"),
        **_names("LOCATION", "PLACE_NAME"),
        **_names("ORGANIZATION", "BUSINESS_NAME TRANSPORT_AGENCY"),
        **_names("DATE_TIME", "DATE TIME TIMEOFDAY"),
        **_names("EMAIL_ADDRESS", "EMAIL_ADDRESS"),
        # Artists are people or bands, media are companies or kinds of media: the label does not say which.
        **_names(None, "ARTIST_NAME MEDIA_TYPE PERSONAL_INFO RELATION TIME_ZONE GENERAL_FREQUENCY CURRENCY_NAME"),
        **_names(None, "EVENT_NAME LIST_NAME EMAIL_FOLDER HOUSE_PLACE DEVICE_TYPE BUSINESS_TYPE APP_NAME ALARM_TYPE"),
        **_names(None, "WEATHER_DESCRIPTOR TRANSPORT_TYPE TRANSPORT_NAME TRANSPORT_DESCRIPTOR QUERY_DETAIL NEWS_TOPIC"),
        **_names(None, "FOOD_TYPE DRINK_TYPE MEAL_TYPE INGREDIENT COOKING_TYPE COFFEE_TYPE ORDER_TYPE COLOR_TYPE"),
        **_names(None, "DEFINITION_WORD CHANGE_AMOUNT JOKE_TYPE GAME_NAME GAME_TYPE SPORT_TYPE QUESTION_TYPE"),
        **_names(None, "MUSIC_GENRE MUSIC_DESCRIPTOR MUSIC_ALBUM SONG_NAME PLAYLIST_NAME PLAYER_SETTING RADIO_NAME"),
        **_names(None, "AUDIOBOOK_NAME PODCAST_NAME PODCAST_DESCRIPTOR MOVIE_NAME MOVIE_TYPE"),
    },
    "redocred": {
        **_names("PERSON", "PER"),
        **_names("LOCATION", "LOC"),
        **_names("ORGANIZATION", "ORG"),
        **_names("DATE_TIME", "TIME"),
        **_names(None, "MISC NUM"),
    },
    "emailcoref": {
        **_names("PERSON", "P"),
        **_names("ORGANIZATION", "O"),
        **_names("LOCATION", "L"),
        **_names("EMAIL_ADDRESS", "EMAIL"),
    },
    "inlegalner": {
        **_names("PERSON", "OTHER_PERSON WITNESS JUDGE LAWYER"),
        **_names("ORGANIZATION", "COURT ORG"),
        **_names("LOCATION", "GPE"),
        **_names("DATE_TIME", "DATE"),
    },
    "wikipedia": {
        **_names("PERSON", "PER PERSON POLITICIAN SCIENTIST RESEARCHER WRITER MUSICALARTIST"),
        **_names("ORGANIZATION", "ORG ORGANISATION UNIVERSITY BAND POLITICALPARTY"),
        **_names("LOCATION", "LOC LOCATION COUNTRY"),
        **_names(None, "FIELD TASK ALGORITHM METRICS PROGRAMLANG THEORY DISCIPLINE BOOK POEM LITERARYGENRE ALBUM SONG"),
        **_names(None, "MUSICGENRE MUSICALINSTRUMENT CHEMICALCOMPOUND CHEMICALELEMENT PROTEIN ENZYME"),
    },
    "litbank": {
        **_names("PERSON", "PER"),
        **_names("LOCATION", "GPE FAC LOC"),
        **_names("ORGANIZATION", "ORG"),
        **_names(None, "VEH"),
    },
    "gum": {
        **_names("PERSON", "PER"),
        **_names("LOCATION", "LOC"),
        **_names("ORGANIZATION", "ORG"),
        **_names("DATE_TIME", "TIME"),
    },
    "nemotron": {
        **_names("PERSON", "FIRST_NAME MIDDLE_NAME LAST_NAME NAME FULL_NAME"),
        **_names("USERNAME", "USER_NAME"),
        **_names("EMAIL_ADDRESS", "EMAIL"),
        **_names("PHONE_NUMBER", "PHONE_NUMBER FAX_NUMBER"),
        **_names("STREET_ADDRESS", "STREET_ADDRESS"),
        **_names("LOCATION", "CITY COUNTY STATE COUNTRY POSTCODE"),
        **_names("COORDINATES", "COORDINATE LATITUDE LONGITUDE"),
        **_names("ORGANIZATION", "COMPANY_NAME"),
        **_names("DATE_TIME", "DATE DATE_TIME TIME DATE_OF_BIRTH"),
        **_names("GENDER", "GENDER"),
        **_names("CREDIT_CARD", "CREDIT_DEBIT_CARD"),
        **_names("BANK_ACCOUNT", "ACCOUNT_NUMBER BANK_ROUTING_NUMBER"),
        **_names("IBAN_CODE", "IBAN"),
        **_names("BANK_CODE", "SWIFT_BIC"),
        **_names("US_SSN", "SSN"),
        **_names("MEDICAL_ID", "MEDICAL_RECORD_NUMBER HEALTH_PLAN_BENEFICIARY_NUMBER"),
        **_names("VEHICLE_ID", "LICENSE_PLATE VEHICLE_IDENTIFIER"),
        **_names("DEVICE_ID", "DEVICE_IDENTIFIER"),
        **_names("ID", "CUSTOMER_ID EMPLOYEE_ID UNIQUE_ID UNIQUE_IDENTIFIER CERTIFICATE_LICENSE_NUMBER"),
        **_names("ID", "BIOMETRIC_IDENTIFIER"),
        **_names("IP_ADDRESS", "IPV4 IPV6"),
        **_names("API_KEY", "API_KEY HTTP_COOKIE"),
        **{name: name for name in ["AGE", "CVV", "URL", "PASSWORD", "PIN", "TAX_ID", "NATIONAL_ID", "MAC_ADDRESS"]},
        **_names(None, "BLOOD_TYPE SEXUALITY POLITICAL_VIEW RACE ETHNICITY RACE_ETHNICITY RELIGIOUS_BELIEF LANGUAGE"),
        **_names(None, "EDUCATION EDUCATION_LEVEL EMPLOYMENT_STATUS OCCUPATION JOB_TITLE"),
    },
    # What people and language models write when nobody gave them a list.
    "plain": {
        **_names("PERSON", "NAME PER PERSON_NAME FULL_NAME FIRST_NAME LAST_NAME FULLNAME FIRSTNAME LASTNAME"),
        **_names("USERNAME", "USER_NAME HANDLE LOGIN"),
        **_names("EMAIL_ADDRESS", "EMAIL"),
        **_names("PHONE_NUMBER", "PHONE TELEPHONE FAX MOBILE"),
        **_names("STREET_ADDRESS", "ADDRESS STREET"),
        **_names("LOCATION", "LOC GPE CITY STATE COUNTY COUNTRY ZIP ZIP_CODE ZIPCODE POSTCODE POSTAL_CODE"),
        **_names("ORGANIZATION", "ORG COMPANY COMPANY_NAME"),
        **_names("DATE_TIME", "DATE TIME DOB DATE_OF_BIRTH BIRTH_DATE"),
        **_names("CREDIT_CARD", "CREDIT_CARD_NUMBER CARD_NUMBER"),
        **_names("IBAN_CODE", "IBAN"),
        **_names("BANK_ACCOUNT", "ACCOUNT_NUMBER BANK_ACCOUNT_NUMBER"),
        **_names("BANK_CODE", "BIC SWIFT"),
        **_names("US_SSN", "SSN SOCIAL_SECURITY_NUMBER"),
        **_names("PASSPORT", "PASSPORT_NUMBER US_PASSPORT"),
        **_names("DRIVER_LICENSE", "DRIVERS_LICENSE DRIVING_LICENSE US_DRIVER_LICENSE"),
        **_names("MEDICAL_ID", "MEDICAL_RECORD_NUMBER MRN"),
        **_names("VEHICLE_ID", "LICENSE_PLATE VIN"),
        **_names("ID", "ID_NUMBER CUSTOMER_ID EMPLOYEE_ID"),
        **_names("IP_ADDRESS", "IP"),
        **_names("MAC_ADDRESS", "MAC"),
        **_names("URL", "WEBSITE DOMAIN_NAME"),
        **_names("GENDER", "SEX"),
        **_names("API_KEY", "TOKEN SECRET"),
    },
}


def map_label(label: str, vocabulary: str, *, on_unknown: Literal["error", "drop"] = "error") -> str | None:
    """Our label for a source's label, or None where the table drops it on purpose.

    label: as the source writes it; a BIO prefix, case, an occurrence number (`_1`) and other separators than `_` are
    tolerated. Our own names map to themselves in every vocabulary. Raises UnknownLabelError for a label that neither
    table holds, unless `on_unknown` is "drop".
    """
    written = re.sub(r"_\d+$", "", label.strip().upper())
    name = re.sub(r"^[BIES]-", "", written)
    table = VOCABULARIES[vocabulary]
    # "date of birth", "Phone-Number"; "E-MAIL" has no prefix.
    for each in (name, re.sub(r"[\W_]+", "_", name).strip("_"), re.sub(r"[\W_]+", "", written)):
        if each in table:
            return table[each]
        if each in LABELS:
            return each
    if on_unknown == "drop":
        return None
    raise UnknownLabelError(
        f"unknown label {name!r} for the vocabulary {vocabulary!r}.",
        remedy="add it to spacy_pii/labels.py, or drop it with --on-unknown-label drop.",
    )


def vocabulary_labels(vocabulary: str) -> frozenset[str]:
    """Every label of ours that a vocabulary can produce."""
    return frozenset(label for label in VOCABULARIES[vocabulary].values() if label is not None)
