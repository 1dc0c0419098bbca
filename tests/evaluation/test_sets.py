import json

import pytest

from spacy_pii.errors import PiiError
from spacy_pii.evaluation.sets import read_sets
from spacy_pii.records import PiiSpan


def test_a_folder_of_sets_is_read_with_its_families(tmp_path):
    index = {"tweets": {"types": ["PERSON", "DATE"], "f1": ["PERSON"]}, "mails": {"types": ["EMAIL_ADDRESS"]}}
    (tmp_path / "sets.json").write_text(json.dumps(index))
    (tmp_path / "tweets.jsonl").write_text('{"text": "Hi Bo", "spans": [[3, 5, "PERSON"]], "ignore": [[0, 2]]}\n')
    tweets, mails = read_sets(tmp_path)
    assert (tweets.name, tweets.judged, tweets.complete) == ("tweets", {"PERSON", "DATE"}, {"PERSON"})
    assert mails.judged == mails.complete == {"EMAIL"}
    (record,) = tweets.records()
    assert (record.spans, record.ignore) == ((PiiSpan(3, 5, "PERSON"),), ((0, 2),))


@pytest.mark.parametrize("content", ["{", "[]", '{"a": {}}', '{"a": 1}'])
def test_a_malformed_index_is_named(tmp_path, content):
    (tmp_path / "sets.json").write_text(content)
    with pytest.raises(PiiError, match=r"sets\.json: not a list of labelled sets"):
        read_sets(tmp_path)


def test_a_folder_without_index_is_named(tmp_path):
    with pytest.raises(PiiError, match=r"sets\.json: file not found"):
        read_sets(tmp_path)
