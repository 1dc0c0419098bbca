import json

import pytest

from spacy_pii.corpora import read_corpus
from spacy_pii.corpora.published import fetch_btc, fetch_tab
from spacy_pii.errors import PiiError


@pytest.fixture
def published(tmp_path):
    """The published files, as a folder that a file:// address names."""
    folder = tmp_path / "published"
    folder.mkdir()
    for section, count in {"a": 2, "b": 1, "e": 1, "g": 1, "h": 1003}.items():
        tweets = [f"{section}{i}\tO\n@\tB-PER\n" for i in range(count)]
        # Blank lines between tweets may hold spaces, or stand twice.
        (folder / f"{section}.conll").write_text(" \n\n".join(tweets))
    for part in ("train", "dev"):
        document = {"doc_id": part, "dataset_type": part, "text": "Mr Lee", "annotations": {}}
        mention = {"entity_type": "PERSON", "start_offset": 3, "end_offset": 6, "identifier_type": "DIRECT"}
        document["annotations"] = {"annotator1": {"entity_mentions": [mention]}}
        (folder / f"echr_{part}.json").write_text(json.dumps([document]))
    return folder.as_uri() + "/"


def test_btc_sections_are_joined_as_their_authors_recommend(tmp_path, published):
    assert fetch_btc(tmp_path / "btc", published)
    train = [record.text.split()[0] for record in read_corpus(tmp_path / "btc/btc.train")]
    assert train[:5] == ["a0", "a1", "b0", "e0", "g0"]
    assert train[5:] == [f"h{i}" for i in range(1000)]
    assert [record.text.split()[0] for record in read_corpus(tmp_path / "btc/btc.dev")] == ["h1000", "h1001", "h1002"]


def test_tab_documents_of_both_splits_tell_their_split(tmp_path, published):
    assert fetch_tab(tmp_path / "tab", published)
    records = read_corpus(tmp_path / "tab/tab_train_dev.jsonl")
    assert [record.source for record in records] == ["tab:train", "tab:dev"]


def test_files_in_place_are_used_without_the_network(tmp_path):
    (tmp_path / "btc.train").write_text("kept")
    (tmp_path / "btc.dev").write_text("kept")
    (tmp_path / "tab_train_dev.jsonl").write_text("kept")
    nowhere = (tmp_path / "nowhere").as_uri() + "/"
    assert not fetch_btc(tmp_path, nowhere)
    assert not fetch_tab(tmp_path, nowhere)
    assert (tmp_path / "btc.train").read_text() == "kept"


@pytest.mark.parametrize("fetch", [fetch_btc, fetch_tab])
def test_unreachable_source_leaves_nothing_half_written(tmp_path, fetch):
    with pytest.raises(PiiError, match=r"cannot be fetched.*put the joined file in place"):
        fetch(tmp_path, (tmp_path / "nowhere").as_uri() + "/")
    assert not list(tmp_path.iterdir())
