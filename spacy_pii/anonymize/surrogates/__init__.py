"""Surrogates: realistic replacements, the same for the same value; other characters where the format is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from . import ages, digital, numbers, places
from .dates import Dates
from .names import Names
from .session import Mention, Session

__all__ = ["Mention", "Surrogates"]

# Attempts before a made-up word takes the place of a value whose format offers nothing free.
_ATTEMPTS = 60


class Surrogates:
    """The surrogates of one document.

    mentions: all values of the document. key: every choice follows from it. fixed: the key serves many documents, so
    the shift of dates and the replacement of a name must not depend on this one; initials, names glued together and
    dates whose order of day and month another date tells are still read in the light of their document. A surrogate
    never contains its value, equals no value of the document, and stands for one value only (a date for one day).
    """

    def __init__(self, mentions: Iterable[Mention], *, key: bytes, locale: str = "en_US", fixed: bool = False):
        self._session = session = Session.of(mentions, key, locale, fixed)
        names, dates = Names(session), Dates(session)
        self._made: dict[tuple[str, str], str] = {}
        self._owner: dict[str, str] = {}
        # One day in two spellings may move to one, and two names of one country.
        self._meaning: dict[str, Callable[[str], str]] = {"DATE_TIME": dates.spelled, "LOCATION": places.meaning}
        plain: dict[str, Callable[[str, Session, str, int], str]] = {
            "PHONE_NUMBER": numbers.phone,
            "CREDIT_CARD": numbers.card,
            "IBAN_CODE": numbers.iban,
            "US_SSN": numbers.ssn,
            "AGE": ages.age,
            "COORDINATES": numbers.coordinates,
            "IP_ADDRESS": digital.ip,
            "MAC_ADDRESS": digital.mac,
            "LOCATION": places.location,
            "STREET_ADDRESS": places.street,
            "ORGANIZATION": places.organization,
            "GENDER": places.gender,
        }
        self._makers: dict[str, Callable[[str, int], str]] = {
            "PERSON": names.person,
            "USERNAME": names.handle,
            "DATE_TIME": dates.shifted,
            "EMAIL_ADDRESS": lambda value, attempt: digital.email(value, session, names, "EMAIL_ADDRESS", attempt),
            "URL": lambda value, attempt: digital.url(value, session, names, "URL", attempt),
            **{label: partial(_call, maker, session, label) for label, maker in plain.items()},
        }

    def replace(self, label: str, value: str) -> str:
        """The surrogate of a value."""
        if (label, value) not in self._made:
            self._made[label, value] = self._make(label, value)
        return self._made[label, value]

    def _make(self, label: str, value: str) -> str:
        maker = self._makers.get(label) or partial(_call, numbers.number, self._session, label)
        for attempt in range(_ATTEMPTS):
            candidate = maker(value, attempt)
            if self._claim(candidate, label, value):
                return candidate
        # Without one of the value's letters it cannot contain the value.
        letters = [letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in value.casefold()] or ["x"]
        for length in range(4, 10_000):
            rng = self._session.rng("word", label, value, length)
            candidate = "".join(rng.choices(letters, k=length)).capitalize()
            if self._claim(candidate, label, value):
                break
        return candidate

    def _claim(self, candidate: str, label: str, value: str) -> bool:
        """Take a candidate for a value, if it is fit for it and still free."""
        new, old = candidate.casefold(), value.casefold()
        if not new.strip() or old in new or new in self._session.values:
            return False
        meaning = self._meaning.get(label, str.casefold)(value)
        return self._owner.setdefault(new, meaning) == meaning


def _call(
    maker: Callable[[str, Session, str, int], str], session: Session, label: str, value: str, attempt: int
) -> str:
    return maker(value, session, label, attempt)
