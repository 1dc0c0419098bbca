"""A contributor adds data in YAML: what is right is drawn from, what is wrong is named with its file and key."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from string import Formatter

import pytest
import yaml

import spacy_pii.synthesis
from spacy_pii.errors import PiiError
from spacy_pii.synthesis import pools
from spacy_pii.synthesis.pools import Pool
from spacy_pii.synthesis.value_tables import Country, load_value_tables, value_tables

DATA = Path(spacy_pii.synthesis.__file__).parent / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf8")


def test_tables_are_read_once_and_are_those_of_the_package() -> None:
    assert value_tables() is value_tables()
    assert value_tables() == load_value_tables(DATA)


def test_values_are_what_the_file_says_whatever_yaml_makes_of_them() -> None:
    # YAML 1.1 reads a plain NO or ON as a truth value and 0100 as a number.
    countries = value_tables().countries
    assert countries["NO"].names == ("Norway", "Norge")
    assert countries["CA"].cities[0].state == "ON"
    assert all(isinstance(city.zip, str) for country in countries.values() for city in country.cities)


def test_any_yaml_reader_reads_the_same_texts() -> None:
    """So that another tool can use the files: whatever YAML could misread is quoted."""
    for path in DATA.glob("*.yml"):
        typed, texts = yaml.safe_load(path.read_text("utf8")), yaml.load(path.read_text("utf8"), yaml.BaseLoader)
        assert not isinstance(typed, dict) or list(typed) == list(texts), path.name
    cities = yaml.safe_load((DATA / "countries.yml").read_text("utf8"))
    assert all(isinstance(text, str) for entry in cities.values() for city in entry["cities"] for text in city)


@pytest.fixture
def with_country(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Pool]:
    """The pool of a locale of a country that the tables have got besides the real ones."""

    def load(locale: str) -> Pool:
        with (folder / "countries.yml").open("a", encoding="utf8") as file:
            file.write(
                f"{locale[-2:]}:\n"
                "  names: [Nowhere]\n"
                "  calling: '+999'\n"
                "  phones: ['79## ####']\n"
                "  postcode: '?? ####'\n"
                "  streets: ['{number} {street}']\n"
                "  regions: [Coast]\n"
                "  invented_cities: 0\n"
                "  cities:\n"
                "    - [Old Port, 'OP ####']\n"
                "    - [New Port, 'NP ####', Coast]\n"
            )
        tables = load_value_tables(folder)
        monkeypatch.setattr(pools, "value_tables", lambda: tables)
        # Without the cache, which other tests share.
        pool: Pool = pools.load_pool.__wrapped__(locale)
        return pool

    return load


def test_country_needs_yaml_only(with_country: Callable[[str], Pool]) -> None:
    pool = with_country("hr_HR")
    assert (pool.country.code, pool.country.calling, pool.regions) == ("HR", "+999", ("Coast",))
    assert {"Old Port", "New Port"} <= set(pool.cities)
    assert len(pool.last) > 100


def test_country_for_which_faker_has_no_names_needs_those_of_another(with_country: Callable[[str], Pool]) -> None:
    with pytest.raises(PiiError, match="names_of"):
        with_country("mt_MT")


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("countries.yml", "  calling: '+49'\n", "", "DE.calling"),
        ("countries.yml", "  calling: '+49'\n", "  calling: 49\n", "DE.calling"),
        ("countries.yml", "  calling: '+49'\n", "  calling: '+49'\n  caling: '+49'\n", "DE.caling"),
        ("countries.yml", "DE:\n", "Germany:\n", "Germany.code"),
        ("countries.yml", "    - [Berlin, '10###']\n", "    - [Berlin]\n", "DE.cities.0.1"),
        ("countries.yml", "'{street} {number}{a}'", "'{street} {house}'", "DE.streets.1"),
        # A pattern without quotes: its second half is a comment.
        ("countries.yml", "['0### #######', ", "\n    - 0### #######\n  units: [", "DE.phones.0"),
        ("locales.yml", "en_US: 26", "en_US: often", "weights.en_US"),
        ("people.yml", "male_titles: [", "male_tiles: [", "male_titles"),
        ("organizations.yml", "University of {}", "University of {city}", "of_city.0"),
        ("identifiers.yml", "cards: ['4###############'", "cards: ['4'", "cards.0"),
        ("ordinary.yml", "terms: >-", "words: >-", "terms"),
    ],
)
def test_wrong_entry_is_named_with_its_file_and_key(folder: Path, file: str, old: str, new: str, key: str) -> None:
    _edit(folder / file, old, new)
    with pytest.raises(PiiError) as error:
        load_value_tables(folder)
    assert error.value.path == folder / file
    assert error.value.problem.startswith(f"{key}: ")
    assert error.value.remedy


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("DE:\n", "GB:\n", "the key 'GB' stands twice"),
        ("names: [Germany, Deutschland]", "names: [Germany, Deutschland", "expected"),
        ("DE:\n", "[XX]: {}\nDE:\n", "unhashable key"),
    ],
)
def test_unreadable_file_is_named_with_its_line(folder: Path, old: str, new: str, problem: str) -> None:
    _edit(folder / "countries.yml", old, new)
    with pytest.raises(PiiError, match=problem) as error:
        load_value_tables(folder)
    assert error.value.path == folder / "countries.yml"
    assert error.value.line in range(2, 2000)


@pytest.mark.parametrize("content", [b"- \x07", "- Köln".encode("latin-1")])
def test_file_that_is_no_text_is_named(folder: Path, content: bytes) -> None:
    (folder / "real_organizations.yml").write_bytes(content)
    with pytest.raises(PiiError, match="not valid YAML") as error:
        load_value_tables(folder)
    assert error.value.path == folder / "real_organizations.yml"


def test_missing_and_unknown_files_are_named(folder: Path) -> None:
    (folder / "web.yml").rename(folder / "wep.yml")
    with pytest.raises(PiiError) as error:
        load_value_tables(folder)
    assert error.value.path in (folder / "web.yml", folder / "wep.yml")


def _named(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("country", value_tables().countries.values(), ids=lambda country: country.code)
def test_address_line_of_a_country_has_a_city_and_its_zip_code(country: Country) -> None:
    assert _named(country.line) >= {"city", "zip"}
    assert all("street" in _named(street) or "number" in _named(street) for street in country.streets)
    assert not country.states or all(city.state in country.states for city in country.cities)
