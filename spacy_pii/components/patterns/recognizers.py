"""Presidio's pattern recognizers with our labels, without the network, and without what floods ordinary text."""

from __future__ import annotations

import re
from functools import cache

import tldextract
from presidio_analyzer import EntityRecognizer, Pattern, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts
from presidio_analyzer.predefined_recognizers import (
    CreditCardRecognizer,
    CryptoRecognizer,
    EmailRecognizer,
    IbanRecognizer,
    IpRecognizer,
    MacAddressRecognizer,
    MedicalLicenseRecognizer,
    NhsRecognizer,
    PhoneRecognizer,
    UkNinoRecognizer,
    UrlRecognizer,
    UsBankRecognizer,
    UsItinRecognizer,
    UsLicenseRecognizer,
    UsPassportRecognizer,
    UsSsnRecognizer,
    UuidRecognizer,
)

# Presidio lifts a result with a context word to at least this score: a weak pattern counts only beside one.
THRESHOLD = 0.4

_DOMAIN = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,30}[^\W\d_](?:[\w-]{0,61}[^\W_])?(?![\w-]|\.\w)"
_PATH = r"(?:[^\s<>\"'()\[\]{}|\\^`]|\([^\s<>\"'()]*\))*(?<![.,;:!?])"

# Country domains that are commoner as the ending of a file.
_FILE_ENDINGS = frozenset({"cc", "md", "mov", "pl", "ps", "py", "rs", "sh", "so", "zip"})
_SIX_DIGITS = re.compile(r"(?:\d[\Wx]{0,4}){6}")
_GLUED_PHONE = re.compile(r"(?<=[^\W\d_])(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?!\d)")
# "forget.It", "at 5.am": a missing space, not an address.
_NO_HOST = re.compile(r".*[a-z]\.[A-Z][a-z]+|\d+\.[ap]m")


def pattern_recognizers(language: str = "en") -> list[EntityRecognizer]:
    """New recognizers for one language, with the threshold that keeps weak patterns without a context word out.

    Country-specific names become ours (US_BANK_NUMBER -> BANK_ACCOUNT, ...), except US_PASSPORT. Dates are left to the
    model.
    """
    recognizers = [
        OfflineEmailRecognizer(supported_language=language),
        StrictUrlRecognizer(supported_language=language),
        CreditCardRecognizer(supported_language=language),
        IbanRecognizer(supported_language=language),
        CryptoRecognizer(supported_language=language),
        LongPhoneRecognizer(supported_language=language),
        StrictIpRecognizer(supported_language=language),
        MacAddressRecognizer(supported_language=language),
        UuidRecognizer(supported_language=language, supported_entity="ID"),
        UsSsnRecognizer(supported_language=language),
        UkNinoRecognizer(supported_language=language, supported_entity="NATIONAL_ID"),
        CautiousNhsRecognizer(supported_language=language, supported_entity="MEDICAL_ID"),
        CautiousMedicalLicenseRecognizer(supported_language=language, supported_entity="MEDICAL_ID"),
        # Presidio compares context words as substrings: its "us", "tin", "lic" and "save" sit in half of all sentences.
        UsBankRecognizer(
            supported_language=language,
            supported_entity="BANK_ACCOUNT",
            context=["account", "acct", "bank", "checking", "savings", "debit"],
        ),
        UsItinRecognizer(
            supported_language=language, supported_entity="TAX_ID", context=["itin", "taxpayer", "taxid", "tax"]
        ),
        LongLicenseRecognizer(
            supported_language=language,
            supported_entity="DRIVER_LICENSE",
            context=["driver", "driving", "license", "licence"],
        ),
        UsPassportRecognizer(supported_language=language, context=["passport"]),
    ]
    for recognizer in recognizers:
        recognizer.score_thresholds = {"default": THRESHOLD}
    return recognizers


@cache
def _public_suffixes() -> tldextract.TLDExtract:
    """The list of public suffixes as installed: neither fetched nor cached in a file."""
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


class OfflineEmailRecognizer(EmailRecognizer):
    """E-mail addresses. A known public suffix makes one certain; an internal domain keeps the pattern's score."""

    # Presidio's own pattern takes in the "user=" or "/to/" before an address.
    PATTERNS = [Pattern("Email", r"(?<![\w.+-])\w(?:[\w.+'’-]{0,126}[\w+-])?@" + _DOMAIN, 0.5)]

    def validate_result(self, pattern_text: str) -> bool | None:
        """True for a known public suffix, else None: no verdict."""
        return True if _public_suffixes()(pattern_text.rpartition("@")[2]).suffix else None


class StrictUrlRecognizer(UrlRecognizer):
    """Web addresses: anything after a scheme, and bare domains that end where the word ends."""

    PATTERNS = [
        Pattern("URL with a scheme", r"\b(?:https?|ftps?|wss?)://[^\s<>\"'()\[\]{}|\\^`]" + _PATH, 0.6),
        Pattern("URL without a scheme", r"(?<![\w@.-])" + _DOMAIN + r"(?::\d{1,5})?(?:[/?#]" + _PATH + ")?", 0.5),
    ]

    def invalidate_result(self, pattern_text: str) -> bool:
        """Whether a bare domain has no public suffix, or reads like a file name or the seam of two sentences."""
        if "://" in pattern_text:
            return False
        host = re.split(r"[:/?#]", pattern_text, maxsplit=1)[0]
        suffix = _public_suffixes()(host).suffix
        return not suffix or (host == pattern_text and (_reads_like_file(host) or bool(_NO_HOST.fullmatch(host))))


def _reads_like_file(host: str) -> bool:
    return not host.lower().startswith("www.") and host.rpartition(".")[2].lower() in _FILE_ENDINGS


class LongPhoneRecognizer(PhoneRecognizer):
    """Phone numbers of six digits and more; Presidio looks for eight countries' numbers in every text.

    A run of bare digits may as well be a time, a serial number or a setting: it counts beside a context word only. A
    number with letters glued to it, which phonenumbers passes over, counts if it is grouped.
    """

    BARE_SCORE = 0.2

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """As Presidio's, and at once where the text holds no such run of digits."""
        if not _SIX_DIGITS.search(text):
            return []
        results = super().analyze(text, entities, nlp_artifacts)
        for result in results:
            if text[result.start : result.end].isdigit():
                result.score = self.BARE_SCORE
        found = [(result.start, result.end) for result in results]
        glued = [match.span() for match in _GLUED_PHONE.finditer(text)]
        return results + [
            self._get_recognizer_result_at(start, end)
            for start, end in glued
            if not any(a < end and start < b for a, b in found)
        ]

    def _get_recognizer_result_at(self, start: int, end: int) -> RecognizerResult:
        explanation = self._get_analysis_explanation("any")
        return RecognizerResult(
            "PHONE_NUMBER",
            start,
            end,
            self.SCORE,
            analysis_explanation=explanation,
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
            },
        )


class StrictIpRecognizer(IpRecognizer):
    """IP addresses. Presidio takes `a::b` and `[1::2]` in code for short IPv6 addresses."""

    def invalidate_result(self, pattern_text: str) -> bool:
        """Whether the text is no address, or one of so few groups that it needs a network's first group."""
        address = re.split("[%/]", pattern_text, maxsplit=1)[0]
        groups = [group for group in address.split(":") if group]
        if super().invalidate_result(pattern_text):
            return True
        if "::" not in address or "." in address or len(groups) >= 4:
            return False
        return not groups or len(groups[0]) < 4 or sum(bool(re.search("[0-9]", group)) for group in groups) < 2


class LongLicenseRecognizer(UsLicenseRecognizer):
    """US driving licences. Presidio's pattern also takes any letter with a digit, as in "driver, seat B2"."""

    def invalidate_result(self, pattern_text: str) -> bool:
        """Whether the text is shorter than nearly all of the states' numbers."""
        return len(pattern_text) < 6


class _Cautious:
    """One number in ten passes these checks by accident, so a pass proves nothing without a context word."""

    def validate_result(self, pattern_text: str) -> bool | None:
        return None if super().validate_result(pattern_text) else False  # type: ignore[misc]


class CautiousNhsRecognizer(_Cautious, NhsRecognizer):
    """NHS numbers beside a context word."""

    PATTERNS = [Pattern(pattern.name, pattern.regex, 0.1) for pattern in NhsRecognizer.PATTERNS]
    CONTEXT = ["nhs", "health", "patient"]


class CautiousMedicalLicenseRecognizer(_Cautious, MedicalLicenseRecognizer):
    """DEA certificate numbers beside a context word, as words of their own."""

    PATTERNS = [
        Pattern(pattern.name, rf"\b(?:{pattern.regex})\b", 0.1) for pattern in MedicalLicenseRecognizer.PATTERNS
    ]
