"""Colors of our labels in displaCy, as backgrounds of dark text; where spaCy has a color for a thing, it is that."""

from __future__ import annotations

_SECRET, _MONEY, _ISSUED, _ONLINE, _TRAIT = "#ff8197", "#ffeb80", "#f0d0ff", "#bfeeb7", "#e4e7d2"

COLORS: dict[str, str] = {
    "PERSON": "#aa9cfc",
    "USERNAME": "#cdc4ff",
    "ORGANIZATION": "#7aecec",
    "LOCATION": "#feca74",
    "STREET_ADDRESS": "#ff9561",
    "COORDINATES": "#ffdcb0",
    "PHONE_NUMBER": "#9cd3ff",
    "EMAIL_ADDRESS": "#9fe3a1",
    "DATE_TIME": "#bfe1d9",
    **dict.fromkeys(("URL", "IP_ADDRESS", "MAC_ADDRESS", "DEVICE_ID"), _ONLINE),
    **dict.fromkeys(("AGE", "GENDER"), _TRAIT),
    **dict.fromkeys(("CREDIT_CARD", "CVV", "IBAN_CODE", "BANK_ACCOUNT", "BANK_CODE", "CRYPTO"), _MONEY),
    **dict.fromkeys(("US_SSN", "NATIONAL_ID", "TAX_ID", "PASSPORT", "DRIVER_LICENSE"), _ISSUED),
    **dict.fromkeys(("MEDICAL_ID", "VEHICLE_ID", "ID"), _ISSUED),
    **dict.fromkeys(("PASSWORD", "PIN", "API_KEY"), _SECRET),
}
