import io
import json
import zipfile
from pathlib import Path

import pytest
import srsly

from spacy_pii.corpora import read_corpus
from spacy_pii.corpora.assembled import CORPORA, fetch_assembled
from spacy_pii.errors import PiiError


@pytest.fixture
def fetch(tmp_path):
    """Fetch the corpora of a folder from published files, {end of an address: content}; any other part is `rest`."""

    def fetched(folder, files, rest=""):
        corpora = tuple(corpus for corpus in CORPORA if corpus.dest.startswith(f"{folder}/"))
        published = tmp_path / "published"
        addresses = (part + ending for corpus in corpora for part in corpus.parts for ending in corpus.endings)
        for address in addresses:
            path = published / address
            path.parent.mkdir(parents=True, exist_ok=True)
            content = next((text for end, text in files.items() if address.endswith(end)), rest)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
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


def test_novels_keep_their_text_and_their_proper_names(fetch, texts):
    text = "CHAPTER I\nMiss Taylor , of\nBath , saw the Park and her .\n"
    lines = [
        "T7\tPROP_GPE 27 31\tBath",
        "T2\tPROP_PER 10 21\tMiss Taylor",
        "T3\tNOM_FAC 38 46\tthe Park",
        "T4\tPRON_PER 51 54\ther",
        "T5\tMiss_Taylor-1 10 21\tMiss Taylor",
        "R1\tCoref Arg1:T5 Arg2:T4",
    ]
    (path,) = fetch("litbank", {"158_emma_brat.txt": text, "158_emma_brat.ann": "\n".join(lines)})
    (record,) = (record for record in read_corpus(path, max_bad=-1) if record.id == "158_emma")
    assert record.text == "CHAPTER I\nMiss Taylor, of\nBath, saw the Park and her.\n"
    assert texts(record) == [("Taylor", "PERSON"), ("Bath", "LOCATION")]


def test_novel_whose_names_are_not_where_its_annotation_says_is_refused(fetch):
    files = {"158_emma_brat.txt": "In Bath .", "158_emma_brat.ann": "T1\tPROP_GPE 4 8\tBath"}
    with pytest.raises(PiiError, match="does not have the shape that litbank"):
        fetch("litbank", files)


def test_documents_of_gum_are_joined_in_one_file(fetch, texts):
    def document(name, word):
        head = f"# newdoc id = GUM_{name}\n# global.Entity = GRP-etype-minspan-link-identity\n# text = {word}\n"
        return f"{head}1\t{word}\t_\tPROPN\t_\t_\t0\troot\t_\tEntity=(1-place-1-sgl)\n"

    files = {
        "GUM_bio_byron.conllu": document("bio_byron", "Oslo"),
        "GUM_news_nasa.conllu": document("news_nasa", "Bath"),
    }
    (path,) = fetch("gum", files)
    records = list(read_corpus(path))
    assert [(record.id, texts(record)) for record in records] == [
        ("GUM_bio_byron", [("Oslo", "LOCATION")]),
        ("GUM_news_nasa", [("Bath", "LOCATION")]),
    ]


def test_files_are_taken_out_of_a_published_archive(fetch, texts):
    value = {"start": 3, "end": 7, "text": "Oslo", "labels": ["GPE"]}
    row = {"data": {"text": "In Oslo"}, "annotations": [{"result": [{"value": value}]}]}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in ("JUDGEMENT", "PREAMBLE"):
            archive.writestr(f"__MACOSX/NER_DEV/NER_DEV_{part}.json", b"\x00")
            archive.writestr(f"NER_DEV/NER_DEV_{part}.json", json.dumps([row]))
    judgement = fetch("inlegalner", {"NER_DEV.zip": packed.getvalue()}, "x\tO\n")[2]
    assert judgement.name == "dev_judgement.json"
    assert [texts(record) for record in read_corpus(judgement)] == [[("Oslo", "LOCATION")]]


def test_archive_that_is_none_or_lacks_the_file_leaves_nothing_half_written(tmp_path, fetch):
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    for content in (b"<html>", empty.getvalue()):
        with pytest.raises(PiiError, match="does not have the shape that inlegalner/dev_judgement"):
            fetch("inlegalner", {"NER_DEV.zip": content}, "x\tO\n")
        assert not (tmp_path / "corpora/inlegalner/dev_judgement.json").exists()


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


def test_each_corpus_of_the_release_has_a_public_address():
    project = srsly.read_yaml(Path(__file__).parents[2] / "projects/release/project.yml")
    corpora = "../../assets/corpora/"
    assets = {asset["dest"]: asset for asset in project["assets"]}
    joined = {corpora + corpus.dest for corpus in CORPORA}
    joined |= {f"{corpora}{name}" for name in ("btc/btc.train", "btc/btc.dev", "tab/tab_train_dev.jsonl")}
    words = f"{project['vars']['train_corpora']} {project['vars']['reported_corpora']}".split()
    used = {word for word in words if word.startswith(corpora)}
    assert len(used) > 30
    assert [path for path in sorted(used) if path not in joined and not assets.get(path, {}).get("url")] == []
    assert joined <= set(assets)
