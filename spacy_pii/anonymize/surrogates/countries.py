"""Countries: by name in thirteen languages, by code, and by what else they are called."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from .session import Session, match_case


@cache
def _data() -> dict[str, Any]:
    """choices: codes that may replace one. codes: ISO 3166 alpha-2 -> alpha-3. aliases: name -> code.

    names: language -> code -> name. The names are those of the Unicode CLDR, as phonenumbers (Apache-2.0) brings them.
    """
    return json.loads((files(__package__) / "countries.json").read_text("utf8"))


@cache
def _names() -> dict[str, tuple[str, str]]:
    """Casefolded name -> code, language."""
    data = _data()
    aliases = {name.casefold(): (code, "en") for name, code in data["aliases"].items()}
    languages = reversed(data["names"].items())
    return aliases | {name.casefold(): (code, lang) for lang, names in languages for code, name in names.items()}


def country_code(value: str) -> tuple[str, str] | None:
    """The code of a country and the language of its name, "" for a code; None if it is no country."""
    codes = _data()["codes"]
    bare = _bare(value)
    known = _names().get(value.casefold()) or _names().get(bare.casefold())
    # "us" may be a word, and "FR" stands in a column of codes; "US" is what people call it.
    if known and (len(bare) > 2 or not bare.isascii() or (bare.isupper() and (bare == "US" or bare not in codes))):
        return known
    if bare in codes:
        return bare, ""
    return next(((alpha2, "") for alpha2, alpha3 in codes.items() if alpha3 == bare), None)


def country(value: str, session: Session, attempt: int) -> str | None:
    """Another country, written as this one is: a name in its language, or its code; None if it is no country.

    An acronym in common use ("USA", "the UK") becomes a name. All names of one country become the same other one.
    """
    known = country_code(value)
    if known is None:
        return None
    (code, language), data, bare = known, _data(), _bare(value)
    choices = [other for other in data["choices"] if other != code]
    session.rng("country", code, attempt).shuffle(choices)
    for other in choices:
        name = data["names"].get(language, {}).get(other) or data["names"]["en"][other]
        made = (other if len(bare) == 2 else data["codes"][other]) if not language else name
        if language and bare not in data["aliases"]:
            made = match_case(bare, made)
        if not {made.casefold(), name.casefold()} & session.values and value.casefold() not in made.casefold():
            return made
    return None


def _bare(value: str) -> str:
    return re.sub(r"^the\s+", "", value, flags=re.IGNORECASE)
