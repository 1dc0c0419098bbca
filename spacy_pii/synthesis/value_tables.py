"""The tables that values are drawn from: the YAML files in `data/`, read once, with one schema for all of them.

`ValueTables` has a field for every file, and the class of that field one for every key. What a list holds twice is
drawn twice as often. Patterns are those of `values.fill`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, NamedTuple

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from ..errors import PiiError

try:
    from yaml import CBaseLoader as BaseLoader
except ImportError:  # PyYAML was built without libyaml.
    from yaml import BaseLoader  # type: ignore[assignment]

_DATA = Path(__file__).parent / "data"


def _slots(*names: str) -> AfterValidator:
    """A text in which only these names may stand in braces; "" is `{}`."""

    def check(text: str) -> str:
        if not {name for _, name, _, _ in Formatter().parse(text) if name is not None} <= set(names):
            raise ValueError(f"only {', '.join(f'{{{name}}}' for name in names)} may stand in braces")
        return text

    return AfterValidator(check)


Texts = Annotated[tuple[str, ...], Field(min_length=1)]
# Shorter is what is left of an unquoted pattern whose # after a space YAML took for a comment.
Phones = Annotated[tuple[Annotated[str, Field(min_length=7)], ...], Field(min_length=1)]
Streets = Annotated[tuple[Annotated[str, _slots("number", "street", "n", "l", "a")], ...], Field(min_length=1)]
Units = tuple[Annotated[str, _slots("n", "l")], ...]
Line = Annotated[str, _slots("city", "state", "zip")]
Templates = Annotated[tuple[Annotated[str, _slots("")], ...], Field(min_length=1)]
Share = Annotated[float, Field(ge=0, le=1)]
Words = Annotated[frozenset[str], BeforeValidator(lambda text: text.split() if isinstance(text, str) else text)]


class Table(BaseModel):
    """A file, or an entry of one: no other keys than the fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class City(NamedTuple):
    """zip: a pattern. state: "" where addresses of the country name none."""

    name: str
    zip: str
    state: str = ""


class Country(Table):
    """How a country writes phones and addresses, and what its documents look like. code: ISO 3166 alpha-2.

    phones, postcode, passports, plates, id_cards: patterns. streets, units, line: templates over the parts of an
    address; n is a small number, l and a are letters. unit_first: before the street. postcode_extension: what some zip
    codes end with. line_has_state: the state may stand in other places too. double_surnames: share of people with two.
    invented_cities: how many draws from Faker's cities join the real ones. states: code -> name.
    regions: instead of Faker's.
    """

    code: str = Field(pattern="^[A-Z]{2}$")
    names: Texts
    calling: str = Field(pattern=r"^\+\d+$")
    phones: Phones
    postcode: str = Field(min_length=3)
    postcode_extension: str = ""
    streets: Streets
    units: Units = ()
    unit_first: bool = False
    line: Line = "{zip} {city}"
    line_has_state: bool = False
    double_surnames: Share = 0.0
    invented_cities: int = Field(default=300, ge=0)
    states: dict[str, str] = {}
    regions: tuple[str, ...] = ()
    passports: tuple[str, ...] = ()
    plates: tuple[str, ...] = ()
    id_cards: tuple[str, ...] = ()
    cities: tuple[City, ...] = Field(min_length=1)


class LocaleTable(Table):
    """weights: Faker's locales and how often texts come from them.

    names_of: the locale whose names stand in for those that Faker lacks. other_scripts, family_first: languages with
    other letters than Latin, and with the family name first. streets: per language, instead of Faker's.
    """

    weights: dict[str, Annotated[float, Field(gt=0)]] = Field(min_length=1)
    names_of: dict[str, str]
    other_scripts: frozenset[str]
    family_first: frozenset[str]
    streets: dict[str, Texts]


class PlaceTable(Table):
    """Places that have no entry in `countries`; roots and types make the streets of English-speaking countries."""

    countries: Texts
    cities: Texts
    regions: Texts
    street_roots: Texts
    street_types: Texts


class PeopleTable(Table):
    """suffixes, particles: with the space or mark that joins them. nicknames: first name -> short forms."""

    male_titles: Texts
    female_titles: Texts
    genders: Texts
    suffixes: Texts
    particles: Texts
    nicknames: dict[str, Texts]


class OrganizationTable(Table):
    """legal_forms: with the space before them. of_city: {} is a city; offices: {} is one of the fields."""

    known: Texts
    coined: Texts
    trades: Texts
    legal_forms: Texts
    of_city: Templates
    offices: Templates
    fields_of_work: Texts
    mailboxes: Texts


class WebTable(Table):
    """mailbox_tags: what may end a mailbox. queries: {} is a value."""

    mail_hosts: Texts
    domain_endings: Texts
    mailbox_tags: Texts
    handle_words: Texts
    password_words: Texts
    sites: Texts
    paths: Texts
    queries: Templates
    ports: Texts
    key_prefixes: Texts


class IdentifierTable(Table):
    """Patterns of numbers; id_cards, tax_ids and passports are for countries without their own.

    cards: brand prefixes and lengths (ISO/IEC 7812); the last digit becomes Luhn's. ibans: country -> its national part
    (SWIFT's IBAN registry).
    """

    id_cards: Texts
    tax_ids: Texts
    passports: Texts
    driver_licenses: Texts
    medical_ids: Texts
    ids: Texts
    serials: Texts
    bank_accounts: Texts
    cards: tuple[Annotated[str, Field(pattern=r"^\d+#+$", min_length=13, max_length=19)], ...] = Field(min_length=1)
    ibans: dict[str, str] = Field(min_length=1)
    phone_extensions: Templates


class NeutralTable(Table):
    """What carries no label: words, patterns of part numbers, and names of things, laws, fonts and ailments."""

    products: Texts
    jobs: Texts
    conditions: Texts
    drugs: Texts
    settings: Texts
    part_numbers: Texts
    fonts: Texts
    ailments: Texts
    laws: Texts
    named_things: Texts


class OrdinaryTable(Table):
    """English words in lower case that texts also write with a capital letter although they name nobody."""

    languages: Words
    products: Words
    terms: Words
    namesakes: Words


class ValueTables(Table):
    """One field for every file in `data/`."""

    countries: dict[str, Country] = Field(min_length=1)
    locales: LocaleTable
    places: PlaceTable
    people: PeopleTable
    organizations: OrganizationTable
    real_organizations: Texts
    web: WebTable
    identifiers: IdentifierTable
    neutral: NeutralTable
    ordinary: OrdinaryTable

    @field_validator("countries", mode="before")
    @classmethod
    def _with_code(cls, countries: Any) -> Any:
        if not isinstance(countries, dict):
            return countries
        return {
            code: {"code": code, **entry} if isinstance(entry, dict) else entry for code, entry in countries.items()
        }


class _Loader(BaseLoader):
    """Every scalar is a string: NO is Norway, ON Ontario, 0100 a zip code. A key that stands twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"the key {key.value!r} stands twice", problem_mark=key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def load_value_tables(folder: Path) -> ValueTables:
    """The tables of a folder. Raises PiiError that names the file, and the key or the line."""
    data = {path.stem: _read(path) for path in sorted(folder.glob("*.yml"))}
    try:
        return ValueTables.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        file, *keys = first["loc"]
        place = f"{'.'.join(map(str, keys))}: " if keys else ""
        raise PiiError(
            f"{place}{first['msg']}.",
            remedy="spacy_pii/synthesis/value_tables.py says what each file holds.",
            path=folder / f"{file}.yml",
        ) from None


def _read(path: Path) -> Any:
    try:
        # Its base class is the safest one that yaml has: it makes strings, lists and mappings.
        return yaml.load(path.read_text(encoding="utf8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
        line = None if mark is None else mark.line + 1
        remedy = "write UTF-8, and quote texts with marks in them."
        raise PiiError(f"{problem or 'not valid YAML'}.", remedy=remedy, path=path, line=line) from None


@cache
def value_tables() -> ValueTables:
    """The tables of this package."""
    return load_value_tables(_DATA)
