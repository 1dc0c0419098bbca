"""Presidio's own HTTP tests of its anonymizer, row by row, with whole bodies compared."""

import json

import pytest

TEXT = "hello world, my name is Jane Doe. My number is: 034453334"
NAMES = [
    {"start": 24, "end": 32, "score": 0.8, "entity_type": "NAME"},
    {"start": 24, "end": 28, "score": 0.8, "entity_type": "FIRST_NAME"},
    {"start": 29, "end": 32, "score": 0.6, "entity_type": "LAST_NAME"},
    {"start": 48, "end": 57, "score": 0.95, "entity_type": "PHONE_NUMBER"},
]
MASK = {"type": "mask", "masking_char": "*", "chars_to_mask": 4, "from_end": True}
BROWSER = "The browser (or proxy) sent a request that this server could not understand."
WASHINGTON = "I'm George Washington Square Park"


def item(start, end, entity_type, text, operator, score):
    return {
        "start": start,
        "end": end,
        "entity_type": entity_type,
        "text": text,
        "operator": operator,
        "score": score,
    }


ANSWERED = {
    "replace and mask": (
        {
            "text": TEXT,
            "anonymizers": {"DEFAULT": {"type": "replace", "new_value": "ANONYMIZED"}, "PHONE_NUMBER": MASK},
            "analyzer_results": NAMES,
        },
        {
            "text": "hello world, my name is ANONYMIZED. My number is: 03445****",
            "items": [
                item(50, 59, "PHONE_NUMBER", "03445****", "mask", 0.95),
                item(24, 34, "NAME", "ANONYMIZED", "replace", 0.8),
            ],
        },
    ),
    "empty text": ({"text": "", "anonymizers": {}, "analyzer_results": []}, {"text": "", "items": []}),
    "no results": ({"text": TEXT, "analyzer_results": []}, {"text": TEXT, "items": []}),
    "no text": ({"analyzer_results": []}, {"text": "", "items": []}),
    "keep": (
        {"text": TEXT, "anonymizers": {"NAME": {"type": "keep"}}, "analyzer_results": [NAMES[0], NAMES[3]]},
        {
            "text": "hello world, my name is Jane Doe. My number is: <PHONE_NUMBER>",
            "items": [
                item(48, 62, "PHONE_NUMBER", "<PHONE_NUMBER>", "replace", 0.95),
                item(24, 32, "NAME", "Jane Doe", "keep", 0.8),
            ],
        },
    ),
    "redact": (
        {
            "text": "Ann is here",
            "anonymizers": {"DEFAULT": {"type": "redact"}},
            "analyzer_results": [{"start": 0, "end": 3, "score": 1, "entity_type": "NAME", "recognizer": "ignored"}],
        },
        {"text": " is here", "items": [item(0, 0, "NAME", "", "redact", 1)]},
    ),
}


@pytest.mark.parametrize("name", ANSWERED)
def test_anonymizer_answers_as_presidio_does(service, name):
    body, expected = ANSWERED[name]
    response = service.client.post("/anonymize", json=body)
    assert (response.status_code, response.json()) == (200, expected)
    assert response.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        ("NAME", "I'm George Washington<LOCATION>"),
        ("LOCATION", "I'm <NAME>Washington Square Park"),
        ("DEFAULT", "I'm George WashingtonWashington Square Park"),
    ],
)
def test_overlaps_end_as_with_presidio(service, kept, text):
    results = [
        {"start": 4, "end": 21, "score": 0.8, "entity_type": "NAME"},
        {"start": 11, "end": 33, "score": 0.8, "entity_type": "LOCATION"},
    ]
    if kept == "LOCATION":
        results[0]["end"], results[1]["start"] = 10, 11
        text = "I'm <NAME> Washington Square Park"
    body = {"text": WASHINGTON, "analyzer_results": results, "anonymizers": {kept: {"type": "keep"}}}
    assert service.client.post("/anonymize", json=body).json()["text"] == text


def test_encrypted_values_come_back(service):
    key = {"type": "encrypt", "key": "1111111111111111"}
    body = {"text": TEXT, "analyzer_results": [NAMES[0], NAMES[3]], "anonymizers": {"DEFAULT": key}}
    made = service.client.post("/anonymize", json=body).json()
    assert "Jane" not in made["text"]
    back = {"text": made["text"], "anonymizer_results": made["items"]}
    back["deanonymizers"] = {"DEFAULT": {"type": "decrypt", "key": "1111111111111111"}}
    answer = service.client.post("/deanonymize", json=back).json()
    assert answer["text"] == TEXT
    assert answer["items"] == [
        item(48, 57, "PHONE_NUMBER", "034453334", "decrypt", 0.95),
        item(24, 32, "NAME", "Jane Doe", "decrypt", 0.8),
    ]
    bare = [{name: row[name] for name in ("start", "end", "entity_type")} for row in made["items"]]
    without = service.client.post("/deanonymize", json={**back, "anonymizer_results": bare}).json()
    assert [row["score"] for row in without["items"]] == [None, None]
    back["deanonymizers"]["DEFAULT"]["key"] = "2222222222222222"
    wrong = service.client.post("/deanonymize", json=back)
    assert wrong.status_code == 422
    assert "Jane" not in wrong.text


def one(**fields):
    row = {"start": 0, "end": 5, "score": 0.5, "entity_type": "NAME"}
    return {"text": TEXT, "analyzer_results": [{**row, **fields}]}


def using(**operator):
    return {**one(), "anonymizers": {"DEFAULT": operator}}


REFUSED = {
    "empty": ("/anonymize", {}, 400, "Invalid request json"),
    "list": ("/anonymize", [1], 400, "Invalid request json"),
    "custom": ("/anonymize", using(type="custom"), 400, "Custom type anonymizer is not supported"),
    "no results": ("/anonymize", {"text": TEXT}, 422, "Invalid input, request must contain analyzer results"),
    "no score": ("/anonymize", one(score=None), 422, "Invalid input, analyzer result must contain score"),
    "no start": ("/anonymize", one(start=None), 422, "Invalid input, result must contain start"),
    "no type": ("/anonymize", one(entity_type=""), 422, "Invalid input, result must contain entity_type"),
    "string": (
        "/anonymize",
        one(start="2"),
        422,
        "Invalid parameter value for start. Expecting 'number', but got 'string'.",
    ),
    "negative": ("/anonymize", one(start=-1), 422, "Invalid input, result start and end must be positive"),
    "reversed": (
        "/anonymize",
        one(start=33, end=32),
        422,
        "Invalid input, start index '33' must be smaller than end index '32'",
    ),
    "outside": (
        "/anonymize",
        one(start=50, end=99),
        422,
        "Invalid analyzer result, start: 50 and end: 99, while text length is only 57.",
    ),
    "unknown": ("/anonymize", using(type="nope"), 422, "Invalid operator class 'nope'."),
    "no name": ("/anonymize", using(), 422, "Invalid input, operator config must contain operator_name"),
    "mask": (
        "/anonymize",
        using(type="mask", masking_char="*", chars_to_mask=4),
        422,
        "Expected parameter from_end",
    ),
    "long character": (
        "/anonymize",
        using(type="mask", masking_char="**", chars_to_mask=4, from_end=True),
        422,
        "Invalid input, masking_char must be a character",
    ),
    "short key": (
        "/anonymize",
        using(type="encrypt", key="short"),
        422,
        "Invalid input, key must be of length 128, 192 or 256 bits",
    ),
    "md5": (
        "/anonymize",
        using(type="hash", hash_type="md5"),
        422,
        "Parameter hash_type value md5 is not in range of values ['sha256', 'sha512']",
    ),
    "number": (
        "/anonymize",
        using(type="replace", new_value=5),
        422,
        "Invalid parameter value for new_value. Expecting 'string', but got 'number'.",
    ),
    "text": ("/anonymize", {**one(), "text": None}, 422, "Invalid parameter value for text. Expecting 'string'."),
    "nothing to decrypt with": (
        "/deanonymize",
        {"text": TEXT, "anonymizer_results": [{"start": 0, "end": 5, "entity_type": "NAME"}]},
        422,
        "Invalid input, request must contain deanonymizers for every entity type",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_anonymizer_refuses_as_presidio_does_or_better(service, name):
    path, body, status, message = REFUSED[name]
    response = service.client.post(path, content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()) == (status, {"error": message})


@pytest.mark.parametrize("content", ['{"text": "a",}', "", "{", '{"text": NaN}', "[" * 100_000])
def test_malformed_json_is_the_browsers_error(service, content):
    response = service.client.post("/anonymize", content=content, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()) == (400, {"error": BROWSER})


def test_another_content_type_is_refused(service):
    response = service.client.post("/anonymize", content="{}", headers={"Content-Type": "text/plain"})
    assert response.status_code == 415
    assert "application/json" in response.json()["error"]


def test_deanonymizing_nothing_changes_nothing(service):
    assert service.client.post("/deanonymize", json={"text": TEXT}).json() == {"text": TEXT, "items": []}
    key = {"deanonymizers": {"DEFAULT": {"type": "decrypt", "key": "1111111111111111"}}}
    assert service.client.post("/deanonymize", json=key).json() == {"text": "", "items": []}


def test_operators_are_presidios_without_the_one_that_calls_a_service(service):
    names = ["custom", "encrypt", "hash", "keep", "mask", "redact", "replace"]
    assert sorted(service.client.get("/anonymizers").json()) == names
    assert service.client.get("/deanonymizers").json() == ["decrypt", "deanonymize_keep"]


DEMO = (
    "Hello, my name is David Johnson and I live in Maine. My credit card number is 4095-2609-9393-4932 and my crypto "
    "wallet id is 16Yeky6GMjeNkAiNcBY7ZhrLoMSgg1BoyZ. On September 18 I visited microsoft.com and sent an email to "
    "test@presidio.site, from IP 192.168.0.1. My passport: 191280342 and my phone number: (212) 555-1234. This is a "
    "valid International Bank Account Number: IL150120690000003111111 . Can you please check the status on bank "
    "account 954567876544? Kate's social security number is 078-05-1126. Her driver license? it is 1234567A."
)
MASKED_DEMO = (
    "Hello, my name is <PERSON> and I live in <LOCATION>. My credit card number is <CREDIT_CARD> and my crypto wallet "
    "id is <CRYPTO>. On <DATE_TIME> I visited <URL> and sent an email to <EMAIL_ADDRESS>, from IP <IP_ADDRESS>. My "
    "passport: <US_PASSPORT> and my phone number: <PHONE_NUMBER>. This is a valid International Bank Account Number: "
    "<IBAN_CODE> . Can you please check the status on bank account <US_BANK_NUMBER>? <PERSON>'s social security number "
    "is <US_SSN>. Her driver license? it is <US_DRIVER_LICENSE>."
)


def test_answers_of_the_analyzer_go_to_the_anonymizer_as_they_come(service):
    found = service.analyze(text=DEMO, score_threshold=0.35).json()
    masked = service.client.post("/anonymize", json={"text": DEMO, "analyzer_results": found}).json()
    assert masked["text"] == MASKED_DEMO
