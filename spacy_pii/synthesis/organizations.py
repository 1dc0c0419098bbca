"""Companies, agencies, schools, hospitals and clubs."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from random import Random

from .handles import ascii_fold, site
from .names import world_names
from .spoken import spoken_address
from .values import Draw, Kind, fill, form
from .words import COINED, HANDLE_WORDS, KNOWN_ORGANIZATIONS, TRADES

_FORMS = (
    *(
        "",
        "",
        "",
        " Inc.",
        " Inc",
        ", Inc.",
        " LLC",
        " Ltd",
        " Ltd.",
        " GmbH",
        " AG",
        " S.A.",
        " Corp.",
        " Group",
        " plc",
    ),
    *(" & Co.", " B.V.", " S.r.l.", " SAS", " Pty Ltd", " Holdings", " International", " Oy", " AB", " Sp. z o.o."),
)
_OF_CITY = (
    *(
        "University of {}",
        "{} General Hospital",
        "{} City Council",
        "Bank of {}",
        "{} High School",
        "{} FC",
        "{} United",
    ),
    *(
        "{} Police Department",
        "{} Public Library",
        "{} County Court",
        "St. Mary's Hospital {}",
        "{} Chamber of Commerce",
    ),
    *("{} University", "{} Medical Center", "{} Tribune", "{} Museum of Art", "{} Elementary School", "Port of {}"),
    *("{} Credit Union", "{} Fire Department", "Technical University of {}", "{} Airport Authority", "Radio {}"),
)
_OFFICES = (
    *("Ministry of {}", "Department of {}", "{} Commission", "Office of {}", "National {} Agency", "{} Association"),
    *("Institute of {}", "{} Foundation", "Federal {} Office", "{} Workers Union", "School of {}", "Society for {}"),
)
_FIELDS = (
    *("Health", "Justice", "Finance", "Transport", "Education", "Agriculture", "Labor", "Defense", "Public Safety"),
    *(
        "Social Affairs",
        "the Environment",
        "Civil Engineering",
        "Human Rights",
        "Veterans Affairs",
        "Energy",
        "Housing",
    ),
)
_BOXES = (
    "info",
    "support",
    "billing",
    "hr",
    "office",
    "contact",
    "sales",
    "no-reply",
    "admin",
    "help",
    "jobs",
    "press",
)


@cache
def real_organizations() -> tuple[str, ...]:
    """Companies as filed with the SEC (public domain) and universities (Hipo/university-domains-list, MIT)."""
    return tuple((files(__package__) / "real_organizations.txt").read_text(encoding="utf8").splitlines())


def _real(rng: Random) -> str:
    name = rng.choice(real_organizations())
    # A third of the companies were filed in capitals.
    return name.title() if name.isupper() and rng.random() < 0.5 else name


def _of_people(names: tuple[str, ...], rng: Random) -> str:
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
            *(f"{one}-{other}", f"{one} Bros.", f"{one} {rng.choice(TRADES)}{rng.choice(_FORMS)}", f"{one} Ltd"),
            *(f"{one}'s {rng.choice(TRADES)}", f"{one} Foundation", f"Law Offices of {one}", f"{one} Group"),
        )
    )


def _organization(draw: Draw) -> str:
    rng, pool = draw.rng, draw.pool
    kind = rng.random()
    if kind < 0.08:
        return rng.choice(KNOWN_ORGANIZATIONS)
    if kind < 0.22:
        return _real(rng)
    if kind < 0.4:
        return f"{rng.choice(COINED)} {rng.choice(TRADES)}{rng.choice(_FORMS)}"
    if kind < 0.56:
        return _of_people(pool.last if rng.random() < 0.6 else world_names().last, rng)
    if kind < 0.64:
        return f"{rng.choice(COINED)}{rng.choice(HANDLE_WORDS)}{rng.choice(_FORMS)}"
    if kind < 0.68:
        return f"{rng.choice(HANDLE_WORDS).title()}{rng.choice(HANDLE_WORDS).title()}{rng.choice(_FORMS)}"
    if kind < 0.74:
        return fill(rng.choice(("???", "????", "???", "?&?", "?????")), rng) + rng.choice(("", "", rng.choice(_FORMS)))
    if kind < 0.8:
        return rng.choice(_OFFICES).format(rng.choice(_FIELDS))
    if kind < 0.84:
        return f"The {rng.choice(HANDLE_WORDS).title()} {rng.choice(TRADES)}"
    return rng.choice(_OF_CITY).format(rng.choice(pool.cities))


def domain(name: str, rng: Random) -> str:
    """A domain that could be the organization's."""
    return site(rng, ascii_fold(name) or "portal")


def _mailbox(name: str, draw: Draw) -> str:
    return f"{draw.rng.choice(_BOXES)}@{domain(name, draw.rng)}"


def _home_page(name: str, draw: Draw) -> str:
    return draw.rng.choice(("www.", "https://www.", "https://", "http://", "")) + domain(name, draw.rng)


KINDS: dict[str, Kind] = {
    "org": Kind(
        _organization,
        {
            "": form("ORGANIZATION", lambda name, d: name),
            "caps": form("ORGANIZATION", lambda name, d: name.upper()),
            "email": form("EMAIL_ADDRESS", _mailbox),
            "domain": form("URL", lambda name, d: domain(name, d.rng)),
            "url": form("URL", _home_page),
            "url_spoken": form("URL", lambda name, d: spoken_address(domain(name, d.rng), d.rng)),
        },
    ),
}
