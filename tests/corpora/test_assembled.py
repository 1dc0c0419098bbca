import json

import pytest

from spacy_pii.corpora import read_corpus
from spacy_pii.corpora.assembled import CORPORA, fetch_assembled
from spacy_pii.errors import PiiError


@pytest.fixture
def fetch(tmp_path):
    """Fetch the corpora of a folder from published files, {end of an address: text}; any other part is `rest`."""

    def fetched(folder, files, rest=""):
        corpora = tuple(corpus for corpus in CORPORA if corpus.dest.startswith(f"{folder}/"))
        published = tmp_path / "published"
        for address in (part for corpus in corpora for part in corpus.parts):
            path = published / address
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(next((text for end, text in files.items() if address.endswith(end)), rest))
        names = fetch_assembled(tmp_path / "corpora", corpora, published.as_uri() + "/")
        return [tmp_path / "corpora" / name for name in names]

    return fetched


def test_files_of_sentences_are_joined_at_blank_lines(fetch, texts):
    (path,) = fetch("crossner", {"ai/train.txt": "Ann\tB-person", "ai/dev.txt": "Bob\tB-person\n\n"}, "x\tO\n")
    records = list(read_corpus(path))
    assert [record.text for record in records] == ["Ann", "Bob", "x"]
    assert {record.source for record in records} == {"crossner"}


def test_arrays_and_tables_become_lines(fetch, texts):
    banking, _ = fetch("nlupp", {"fold3.json": json.dumps([{"text": "no", "intents": []}])}, "[]")
    assert [record.text for record in read_corpus(banking)] == ["no"]
    head = "conversationId\tturnNumber\tutteranceId\tutterance\tslot-labels\tintent\n"
    (path,) = fetch(
        "multidogo", {"finance/dev.tsv": head + 'a\t0\tb\tit is "asha\tO O name\tx\na\t1\tc\tok\tO\tx\n'}, head
    )
    assert [texts(record) for record in read_corpus(path)] == [[('"asha', "PERSON")]]


def test_commands_are_joined_of_their_parts(fetch, texts):
    data = [{"text": "weather in "}, {"text": "Oslo", "entity": "city"}, {"text": " please"}]
    (path,) = fetch("snips", {"validate_GetWeather.json": json.dumps({"GetWeather": [{"data": data}]})}, "{}")
    (record,) = read_corpus(path)
    assert (record.text, texts(record)) == ("weather in Oslo please", [("Oslo", "LOCATION")])


def test_dialogue_turns_keep_their_slots_and_locate_airlines(fetch, texts):
    slots = [{"slot": "contact_name", "start": 0, "exclusive_end": 3}]
    actions = [{"act": "OFFER", "slot": "airlines", "values": ["Air Co"]}]
    frame = {"service": "S_1", "slots": slots, "actions": actions}
    turn = {"speaker": "SYSTEM", "utterance": "Ann flies Air Co", "frames": [frame]}
    dialogue = {"dialogue_id": "1_0", "turns": [turn]}
    (path,) = fetch("sgd", {"dev/dialogues_002.json": json.dumps([dialogue])}, "[]")
    (record,) = read_corpus(path)
    assert texts(record) == [("Ann", "PERSON")]
    assert [record.text[start:end] for start, end in record.ignore] == ["Air Co"]
    assert record.id == "dev-1_0-0"


def test_tweets_tell_their_event(fetch):
    tweet = {"text": "in Oslo", "location_mentions": [{"text": "Oslo", "start_offset": 3, "end_offset": 7}]}
    (path,) = fetch("idrisi_r", {"cyclone_idai_2019/dev.jsonl": json.dumps(tweet) + "\n"})
    assert json.loads(path.read_text())["file"] == "cyclone_idai_2019.dev"


def test_a_file_in_place_plain_or_gzipped_needs_no_network(tmp_path):
    for corpus in CORPORA:
        path = tmp_path / (corpus.dest + (".gz" if corpus.dest.startswith("sgd/") else ""))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("kept")
    assert fetch_assembled(tmp_path, CORPORA, (tmp_path / "nowhere").as_uri() + "/") == []


def test_an_unreachable_source_leaves_nothing_half_written(tmp_path):
    with pytest.raises(PiiError, match="cannot be fetched"):
        fetch_assembled(tmp_path / "corpora", CORPORA, (tmp_path / "nowhere").as_uri() + "/")
    assert not [path for path in (tmp_path / "corpora").rglob("*") if path.is_file()]


def test_a_source_of_another_shape_leaves_nothing_half_written(tmp_path, fetch):
    with pytest.raises(PiiError, match="does not have the shape that snips"):
        fetch("snips", {}, "[1, 2]")
    assert not [path for path in (tmp_path / "corpora").rglob("*") if path.is_file()]
