"""Companies, agencies, schools, hospitals and clubs."""

from __future__ import annotations

from random import Random

from ..english import ascii_fold
from .handles import site
from .name_lists import world_names
from .spoken import spoken_address
from .value_tables import value_tables
from .values import Draw, Kind, fill, form


def _real(rng: Random) -> str:
    name = rng.choice(value_tables().real_organizations)
    # A third of the companies were filed in capitals.
    return name.title() if name.isupper() and rng.random() < 0.5 else name


def _of_people(names: tuple[str, ...], rng: Random) -> str:
    tables = value_tables().organizations
    one, other, third = rng.choice(names), rng.choice(names), rng.choice(names)
    return rng.choice(
        (
            *(
                f"{one} & Sons",
                f"{one} and {other}",
                f"{one} & {other} LLP",
                f"{one}, {other} and {third}",
                f"{one} PLC",
            ),
            *(
                f"{one}-{other}",
                f"{one} Bros.",
                f"{one} {rng.choice(tables.trades)}{rng.choice(tables.legal_forms)}",
                f"{one} Ltd",
            ),
            *(f"{one}'s {rng.choice(tables.trades)}", f"{one} Foundation", f"Law Offices of {one}", f"{one} Group"),
        )
    )


def _organization(draw: Draw) -> str:
    rng, pool = draw.rng, draw.pool
    tables, words = value_tables().organizations, value_tables().web.handle_words
    kind = rng.random()
    if kind < 0.08:
        return rng.choice(tables.known)
    if kind < 0.22:
        return _real(rng)
    if kind < 0.4:
        return f"{rng.choice(tables.coined)} {rng.choice(tables.trades)}{rng.choice(tables.legal_forms)}"
    if kind < 0.56:
        return _of_people(pool.last if rng.random() < 0.6 else world_names().last, rng)
    if kind < 0.64:
        return f"{rng.choice(tables.coined)}{rng.choice(words)}{rng.choice(tables.legal_forms)}"
    if kind < 0.68:
        return f"{rng.choice(words).title()}{rng.choice(words).title()}{rng.choice(tables.legal_forms)}"
    if kind < 0.74:
        return fill(rng.choice(("???", "????", "???", "?&?", "?????")), rng) + rng.choice(
            ("", "", rng.choice(tables.legal_forms))
        )
    if kind < 0.8:
        return rng.choice(tables.offices).format(rng.choice(tables.fields_of_work))
    if kind < 0.84:
        return f"The {rng.choice(words).title()} {rng.choice(tables.trades)}"
    return rng.choice(tables.of_city).format(rng.choice(pool.cities))


def domain_of(name: str, rng: Random) -> str:
    """A domain that could be the organization's."""
    return site(rng, ascii_fold(name) or "portal")


def _mailbox(name: str, draw: Draw) -> str:
    return f"{draw.rng.choice(value_tables().organizations.mailboxes)}@{domain_of(name, draw.rng)}"


def _home_page(name: str, draw: Draw) -> str:
    return draw.rng.choice(("www.", "https://www.", "https://", "http://", "")) + domain_of(name, draw.rng)


KINDS: dict[str, Kind] = {
    "org": Kind(
        _organization,
        {
            "": form("ORGANIZATION", lambda name, d: name),
            "caps": form("ORGANIZATION", lambda name, d: name.upper()),
            "email": form("EMAIL_ADDRESS", _mailbox),
            "domain": form("URL", lambda name, d: domain_of(name, d.rng)),
            "url": form("URL", _home_page),
            "url_spoken": form("URL", lambda name, d: spoken_address(domain_of(name, d.rng), d.rng)),
        },
    ),
}
