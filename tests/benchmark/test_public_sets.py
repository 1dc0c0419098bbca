import json

import pytest

from spacy_pii.benchmark.gold_sets import load_sets
from spacy_pii.benchmark.public_sets import STAND_IN, build_sets
from spacy_pii.errors import PiiError
from spacy_pii.records import PiiRecord, PiiSpan, write_records

TAB = {
    "entity_mentions": [
        {"start_offset": 0, "end_offset": 4, "entity_type": "PERSON", "identifier_type": "DIRECT"},
        {"start_offset": 8, "end_offset": 12, "entity_type": "DEM", "identifier_type": "QUASI"},
    ],
    "text": "Anna is poor",
}
EWT = """# sent_id = email-enron-1
# text = Hi Bob
1\tHi\tO\t-\t-
2\tBob\tB-PER\t-\t-

# sent_id = weblog-1
# text = Leeds
1\tLeeds\tB-LOC\t-\t-
"""


def redocred(title):
    mention = {"sent_id": 0, "pos": [0, 1], "type": "PER"}
    return {"title": title, "sents": [["Anna", "sings", "."]], "vertexSet": [[mention]], "labels": []}


def corpora(folder):
    (folder / "tab").mkdir(parents=True)
    rows = [{**TAB, "doc_id": kind, "dataset_type": kind} for kind in ("train", "dev")]
    (folder / "tab" / "tab_train_dev.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "uner_ewt").mkdir()
    (folder / "uner_ewt" / "en_ewt-ud-dev.iob2").write_text(EWT)
    (folder / "presidio_research").mkdir()
    span = {"entity_type": "PERSON", "entity_value": "Bo", "start_position": 3, "end_position": 5}
    row = {"full_text": "Hi Bo", "spans": [span], "template_id": 1}
    for size in ("small", "large"):
        (folder / "presidio_research" / f"generated_{size}.json").write_text(json.dumps([row]))
    (folder / "redocred").mkdir()
    # The SHA-256 of "0" and "1" is divisible by 5, that of "2" is not.
    for file, titles in (("dev_revised.json", ["0"]), ("test_revised.json", ["1", "2"])):
        (folder / "redocred" / file).write_text(json.dumps([redocred(title) for title in titles]))
    return folder


def test_sets_hold_the_development_parts_and_what_their_sources_annotate(tmp_path):
    test = tmp_path / "test.jsonl"
    write_records(test, [PiiRecord("Call Cy", (PiiSpan(5, 7, "PERSON"),))])
    counts, missing = build_sets(corpora(tmp_path / "corpora"), test, tmp_path / "out")
    assert counts == {
        "tab_dev": 1,
        "ewt_dev": 2,
        "ewt_dev_email": 1,
        "presidio_research": 1,
        "redocred_dev": 2,
        STAND_IN: 1,
    }
    assert missing == ["btc_dev", "emailcoref_dev", "inlegal_dev"]
    sets = {part.name: part for part in load_sets(tmp_path / "out")}
    (record,) = sets["tab_dev"].records
    assert (record.id, record.spans, record.ignore) == ("dev", (PiiSpan(0, 4, "PERSON"),), ((8, 12),))
    assert (sets["tab_dev"].info.complete, sets["tab_dev"].info.synthetic) == ({"PERSON"}, False)
    assert sets["presidio_research"].info.synthetic
    assert {"EMAIL", "SECRET"} <= sets[STAND_IN].info.judged
    assert sets["ewt_dev_email"].texts == ["Hi Bob"]


def test_a_digest_tells_whether_texts_or_gold_changed(tmp_path):
    build_sets(corpora(tmp_path / "corpora"), tmp_path / "none", tmp_path / "out")
    first = load_sets(tmp_path / "out")[0].summary()
    assert first == load_sets(tmp_path / "out")[0].summary()
    file = tmp_path / "out" / "tab_dev.jsonl"
    file.write_text(file.read_text().replace('"PERSON"', '"LOCATION"', 1))
    assert load_sets(tmp_path / "out")[0].summary().digest != first.digest


def test_a_limit_keeps_the_first_documents(tmp_path):
    build_sets(corpora(tmp_path / "corpora"), tmp_path / "none", tmp_path / "out")
    assert [part.summary().documents for part in load_sets(tmp_path / "out", limit=1)] == [1] * 5


def test_nothing_to_build_from_is_an_error(tmp_path):
    with pytest.raises(PiiError, match="neither a public corpus nor a synthetic test split"):
        build_sets(tmp_path, tmp_path / "test.jsonl", tmp_path / "out")
    (tmp_path / "sets.json").write_text("{}")
    with pytest.raises(PiiError, match="no sets are listed"):
        load_sets(tmp_path)
