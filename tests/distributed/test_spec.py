from __future__ import annotations

import pickle

import pytest
from presidio_anonymizer.entities import OperatorConfig

from spacy_pii.distributed import AnonymizerSpec
from spacy_pii.errors import PiiError

KEY = b"0123456789abcdef-secret"


def test_a_recipe_travels_and_shows_no_secret():
    operators = {"PERSON": OperatorConfig("encrypt", {"key": "operator-secret!"}), "URL": "surrogate"}
    spec = AnonymizerSpec(columns={"note": None, "name": "PERSON"}, operators=operators, key=KEY)
    assert pickle.loads(pickle.dumps(spec)).labels == {"note": None, "name": "PERSON"}
    for shown in (repr(spec), str(spec), f"{spec}", repr([spec])):
        assert "secret" not in shown
        assert "'PERSON': 'encrypt'" in shown


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"columns": "note"}, "no columns"),
        ({"columns": []}, "no columns"),
        ({"columns": {"name": "PRESON"}}, "PRESON"),
        ({"operators": {"PRESON": "redact"}}, "PRESON"),
        ({"operators": {"PERSON": "redcat"}}, "redcat"),
        ({"operator": "surrogate"}, "needs a key"),
        ({"operators": {"PERSON": "hash"}}, "needs a key"),
        ({"key": b"short"}, "5 bytes"),
        ({"key": "swordfish-swordfish"}, "the key is a text"),
        ({"threads": 0}, "threads is 0"),
        ({"on_error": "skip"}, "skip"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_travels(settings, problem):
    with pytest.raises(PiiError, match=problem) as caught:
        AnonymizerSpec(**{"columns": ["note"], "model": "en_pii_sm", **settings})
    assert "swordfish" not in str(caught.value)


def test_the_key_is_found_where_the_worker_runs(spec, monkeypatch, tmp_path):
    recipe = spec(key="env:MASKING_KEY")
    monkeypatch.delenv("MASKING_KEY", raising=False)
    with pytest.raises(PiiError, match="no key under env:MASKING_KEY"):
        recipe.secret()
    monkeypatch.setenv("MASKING_KEY", "short")
    with pytest.raises(PiiError, match="5 bytes"):
        recipe.secret()
    monkeypatch.setenv("MASKING_KEY", KEY.decode())
    assert recipe.secret() == KEY
    (tmp_path / "key").write_bytes(KEY + b"\n")
    assert spec(key=f"file:{tmp_path / 'key'}").secret() == KEY


def test_recipes_that_write_the_same_have_one_digest(spec):
    assert spec(key=KEY).digest() == spec(key=KEY, threads=2).digest()
    others = [spec(key=KEY[::-1]), spec(), spec(key=KEY, operator="redact"), spec({"note": None}, key=KEY)]
    assert len({each.digest() for each in (*others, spec(key=KEY))}) == 5
    function = OperatorConfig("custom", {"lambda": str.upper})
    with pytest.raises(PiiError, match="cannot be compared"):
        spec(operators={"PERSON": function}).digest()
