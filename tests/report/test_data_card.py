import xml.etree.ElementTree as ET

import pytest
from quality_scripts import run

from spacy_pii.records import PiiRecord, PiiSpan, write_records

CARD = "# Data\n<!-- sizes -->\n<!-- /sizes -->\nBetween.\n<!-- labels -->\nold\n<!-- /labels -->\nEnd.\n"


@pytest.fixture
def folder(tmp_path):
    named = PiiRecord("Ask Ann now", (PiiSpan(4, 7, "PERSON"),), frozenset({"PERSON"}))
    write_records(tmp_path / "tweets/one.jsonl", [named, PiiRecord("x", (), frozenset({"PERSON"}))])
    write_records(tmp_path / "letters/two.jsonl", [PiiRecord("Ulm & 2 May", (PiiSpan(0, 3, "LOCATION"),))])
    (tmp_path / "card.md").write_text(CARD)
    return tmp_path


def test_card_gets_sizes_and_label_counts_and_keeps_its_prose(folder):
    run("data_card.py", folder / "card.md", folder / "tweets/one.jsonl", folder / "letters/two.jsonl")
    card = (folder / "card.md").read_text()
    assert "| tweets/one.jsonl | 2 | 1 | 4 | 12 | 1 | 3 | 3 |" in card
    assert "| PERSON | 1 | 0 |" in card
    assert "| LOCATION | - | 1 |" in card
    assert "old" not in card
    assert card.startswith("# Data\n")
    assert "Between." in card
    assert card.endswith("End.\n")
    before = card
    run("data_card.py", folder / "card.md", folder / "tweets/one.jsonl", folder / "letters/two.jsonl")
    assert (folder / "card.md").read_text() == before


def test_plots_are_well_formed_and_name_every_corpus(folder):
    run("data_card.py", folder / "card.md", folder / "tweets/one.jsonl", folder / "letters/two.jsonl")
    for name in ("labels.svg", "lengths.svg"):
        texts = {element.text for element in ET.parse(folder / name).iter() if element.tag.endswith("text")}
        assert {"tweets/one.jsonl", "letters/two.jsonl"} <= texts


def test_card_without_its_sections_is_refused(folder):
    (folder / "card.md").write_text("# Data\n")
    printed = run("data_card.py", folder / "card.md", folder / "tweets/one.jsonl", exit_code=1)
    assert "no section 'sizes'" in printed.replace("\n", " ")
