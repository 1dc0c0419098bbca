"""Presidio's own HTTP tests of its analyzer, row by row, with whole bodies compared; only scores are ours."""

import json

import pytest

TEXT = "John Smith drivers license is AC432223"
ZIP = {
    "name": "Zip code Recognizer",
    "supported_language": "en",
    "patterns": [{"name": "zip code (weak)", "regex": r"(\b\d{5}(?:\-\d{4})?\b)", "score": 0.01}],
    "supported_entity": "ZIP",
}
UNPARSED = "Failed to parse /analyze request for AnalyzerEngine.analyze(). "
NO_RECOGNIZERS = "No matching recognizers were found to serve the request."
PERSON = {"start": 0, "end": 10, "entity_type": "PERSON", "analysis_explanation": None}
LICENSE = {"start": 30, "end": 38, "entity_type": "US_DRIVER_LICENSE", "analysis_explanation": None}


def entity(start, end, entity_type):
    return {"start": start, "end": end, "entity_type": entity_type, "analysis_explanation": None}


def titles(name, *words):
    return {
        "name": name,
        "supported_language": "en",
        "deny_list": list(words),
        "supported_entity": f"{name.upper()}_TITLE",
    }


def without_scores(rows):
    """The rows as they are, once each score is known to be a probability."""
    assert all(isinstance(row["score"], float) and 0 <= row["score"] <= 1 for row in rows)
    return [{name: value for name, value in row.items() if name != "score"} for row in rows]


ANSWERED = {
    "plain": ({"text": TEXT}, [PERSON, LICENSE]),
    "threshold": ({"text": TEXT, "score_threshold": 0.7}, [PERSON, LICENSE]),
    "high threshold": ({"text": TEXT, "score_threshold": 1.0}, []),
    "correlation": ({"text": TEXT, "correlation_id": "123"}, [PERSON, LICENSE]),
    "trace": ({"text": TEXT, "trace": "1"}, [PERSON, LICENSE]),
    "no process": ({"text": TEXT, "return_decision_process": 0}, [PERSON, LICENSE]),
    "entities": ({"text": TEXT, "entities": ["PERSON"]}, [PERSON]),
    "one entity unknown": ({"text": TEXT, "entities": ["PERSON", "NOBODY"]}, [PERSON]),
    "no entities": ({"text": TEXT, "entities": []}, [PERSON, LICENSE]),
    "ad hoc": (
        {"text": f"{TEXT}. Zip code: 10023", "ad_hoc_recognizers": [ZIP]},
        [PERSON, LICENSE, entity(50, 55, "ZIP")],
    ),
    "deny lists": (
        {
            "text": "Mr. John Smith's drivers license is AC432223",
            "ad_hoc_recognizers": [titles("mr", "Mr.", "Mr", "Mister"), titles("ms", "Ms.", "Ms", "Miss")],
        },
        [entity(0, 3, "MR_TITLE"), entity(4, 14, "PERSON"), entity(36, 44, "US_DRIVER_LICENSE")],
    ),
    "allowed": ({"text": "email: admin@github.com", "allow_list": ["admin@github.com"]}, []),
    "allowed by regex": (
        {"text": "email: admin@github.com", "allow_list": [".*@github.com"], "allow_list_match": "regex"},
        [],
    ),
    "regex that is none": (
        {"text": "email: admin@github.com", "allow_list": [".*@github.com"]},
        [entity(7, 23, "EMAIL_ADDRESS")],
    ),
    "regex with case": (
        {
            "text": "email: admin@github.com",
            "allow_list": [".*@GitHub.com"],
            "allow_list_match": "regex",
            "regex_flags": 0,
        },
        [entity(7, 23, "EMAIL_ADDRESS")],
    ),
    "emoji": ({"text": "\U0001f600 a@b.com"}, [entity(2, 9, "EMAIL_ADDRESS")]),
    "number": ({"text": 4111111111111111}, [entity(0, 16, "CREDIT_CARD")]),
}


@pytest.mark.parametrize("name", ANSWERED)
def test_analyzer_answers_as_presidio_does(service, name):
    body, expected = ANSWERED[name]
    response = service.analyze(**body)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert without_scores(response.json()) == expected


def test_a_list_of_texts_gets_a_list_of_lists(service):
    rows = service.analyze(text=[TEXT, "", TEXT, None]).json()
    assert [without_scores(each) for each in rows] == [[PERSON, LICENSE], [], [PERSON, LICENSE], []]


def test_keys_are_sorted_as_presidio_sorts_them(service):
    assert service.analyze(text=TEXT).text.startswith('[{"analysis_explanation": null, "end": 10, "entity_type"')


def test_decision_process_has_presidios_ten_keys(service):
    body = {"text": f"{TEXT}. Zip code: 10023", "ad_hoc_recognizers": [{**ZIP, "context": ["zip", "code"]}]}
    found = service.analyze(**body, return_decision_process=True).json()[-1]
    assert found.pop("analysis_explanation") == {
        "original_score": 0.01,
        "pattern": ZIP["patterns"][0]["regex"],
        "pattern_name": "zip code (weak)",
        "recognizer": "Zip code Recognizer",
        "regex_flags": 26,
        "score": 0.4,
        "score_context_improvement": 0.39,
        "supportive_context_word": "zip",
        "textual_explanation": "Detected by `Zip code Recognizer` using pattern `zip code (weak)`",
        "validation_result": None,
    }
    assert found == {"entity_type": "ZIP", "start": 50, "end": 55, "score": 0.4}


def pattern(**fields):
    return [{"supported_entity": "X", "patterns": [{"name": "p", "regex": "a", "score": 0.5, **fields}]}]


REFUSED = {
    "empty": ({}, 500, "No text provided"),
    "no text": ({"language": "en"}, 500, "No text provided"),
    "empty text": ({"text": "", "language": "en"}, 500, "No text provided"),
    "empty list": ({"text": [], "language": "en"}, 500, "No text provided"),
    "no language": ({"text": TEXT}, 500, "No language provided"),
    "unknown language": ({"text": TEXT, "language": "zz"}, 500, NO_RECOGNIZERS),
    "unknown entities": ({"text": TEXT, "language": "en", "entities": ["NOBODY"]}, 400, NO_RECOGNIZERS),
    "key of a pattern": (
        {"text": TEXT, "language": "en", "ad_hoc_recognizers": pattern(type="x")},
        400,
        f"{UNPARSED}Pattern.__init__() got an unexpected keyword argument 'type'",
    ),
    "key of a recognizer": (
        {"text": TEXT, "language": "en", "ad_hoc_recognizers": [{"supported_entity": "X", "nome": "x"}]},
        400,
        f"{UNPARSED}PatternRecognizer.__init__() got an unexpected keyword argument 'nome'",
    ),
    "bad regex": (
        {"text": TEXT, "language": "en", "ad_hoc_recognizers": pattern(regex="(")},
        400,
        "Invalid regex pattern: missing ) at position 1",
    ),
    "bad score": (
        {"text": TEXT, "language": "en", "ad_hoc_recognizers": pattern(score=7)},
        400,
        "Invalid score: 7. Score should be between 0 and 1",
    ),
    "neither patterns nor words": (
        {"text": TEXT, "language": "en", "ad_hoc_recognizers": [{"supported_entity": "X"}]},
        400,
        "Pattern recognizer should be initialized with patterns or with deny list",
    ),
    "objects": (
        {"text": [{}], "language": "en"},
        400,
        "Analyzer.analyze_iterator only works on primitive types (int, float, bool, str). "
        "Lists of objects are not yet supported.",
    ),
    "list": ([1], 400, "The body is no JSON object."),
    "null": (None, 400, "The body is no JSON object."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_analyzer_refuses_as_presidio_does_or_better(service, name):
    body, status, message = REFUSED[name]
    response = service.client.post("/analyze", content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()) == (status, {"error": message})


@pytest.mark.parametrize(
    "fields",
    [
        {"score_threshold": "0.5"},
        {"entities": "PERSON"},
        {"context": [5]},
        {"allow_list": [TEXT], "allow_list_match": "nope"},
        {"allow_list": ["(" + TEXT], "allow_list_match": "regex"},
        {"regex_flags": "i"},
        {"ad_hoc_recognizers": [TEXT]},
        {"ad_hoc_recognizers": [{"supported_entity": 5, "deny_list": [TEXT]}]},
        {"ad_hoc_recognizers": [{"supported_entity": "X", "deny_list": TEXT}]},
        {"ad_hoc_recognizers": [{"supported_entity": "X", "patterns": [TEXT]}]},
        {"ad_hoc_recognizers": pattern(regex="a" * 6000)},
    ],
)
def test_what_presidio_stumbles_over_is_the_callers_error_and_not_repeated(service, fields):
    response = service.analyze(text=TEXT, **fields)
    assert response.status_code == 400
    assert TEXT not in response.text


@pytest.mark.parametrize("path", ["/recognizers", "/supportedentities"])
def test_lists_take_a_language(service, path):
    known = service.client.get(path, params={"language": "en"})
    assert known.status_code == 200
    assert len(known.json()) > 10
    assert service.client.get(path, params={"uknown": "input"}).json() == known.json()
    unknown = service.client.get(path, params={"language": "he"})
    assert (unknown.status_code, unknown.json()) == (500, {"error": NO_RECOGNIZERS})


def test_every_name_that_litellm_offers_can_be_asked_for(service):
    numbers = ["CRYPTO", "UK_NHS", "US_SSN", "UK_NINO", "US_ITIN", "IBAN_CODE", "CREDIT_CARD", "US_PASSPORT"]
    numbers += ["PHONE_NUMBER", "US_BANK_NUMBER", "MEDICAL_LICENSE", "US_DRIVER_LICENSE"]
    names = [*numbers, "URL", "PERSON", "LOCATION", "IP_ADDRESS", "EMAIL_ADDRESS"]
    assert set(names) <= set(service.client.get("/supportedentities").json())
    assert without_scores(service.analyze(text=TEXT, entities=names).json()) == [PERSON, LICENSE]


def test_asking_for_everything_is_asking_for_nothing_special(service):
    names = service.client.get("/supportedentities").json()
    assert without_scores(service.analyze(text=TEXT, entities=names).json()) == [PERSON, LICENSE]


def test_health_and_unknown_paths(service):
    assert "Presidio Analyzer service is up" in service.client.get("/health").text
    wrong = service.client.get("/analyze")
    assert (wrong.status_code, wrong.json()) == (405, {"error": "The method is not allowed for the requested URL."})
    assert service.client.get("/nowhere").status_code == 404
    assert "error" in service.client.get("/nowhere").json()


def test_half_of_a_surrogate_pair_is_answered(service):
    """A gateway that gets an error may let the text pass."""
    body = r'{"language": "en", "text": "\ud83d write to a@b.com"}'
    rows = service.client.post("/analyze", content=body, headers={"Content-Type": "application/json"}).json()
    assert without_scores(rows) == [entity(11, 18, "EMAIL_ADDRESS")]
