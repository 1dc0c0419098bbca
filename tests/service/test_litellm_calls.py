"""What LiteLLM's Presidio guardrail sends and reads; litellm_guardrail.py beside this runs the real one."""

HEADERS = {"Accept": "application/json"}
TEXT = "Hello, my name is Jane Doe. My number is 034453334 and my mail jane@example.com."
ENTITIES = ["PERSON", "EMAIL_ADDRESS", "CREDIT_CARD", "US_DRIVER_LICENSE", "NOBODY_KNOWS_THIS"]


def test_a_message_is_analyzed_and_anonymized(service):
    found = service.client.post(
        "/analyze", headers=HEADERS, json={"text": TEXT, "language": "en", "entities": ENTITIES}
    )
    assert found.status_code < 400
    assert found.headers["content-type"].startswith("application/json")
    rows = found.json()
    assert [row["entity_type"] for row in rows] == ["PERSON", "EMAIL_ADDRESS"]
    assert all({"entity_type", "start", "end", "score"} <= set(row) for row in rows)
    masked = service.client.post("/anonymize", headers=HEADERS, json={"text": TEXT, "analyzer_results": rows}).json()
    assert masked["text"] == "Hello, my name is <PERSON>. My number is 034453334 and my mail <EMAIL_ADDRESS>."
    # Un-masking cuts the message where the items of the answer say.
    for item in masked["items"]:
        assert masked["text"][item["start"] : item["end"]] == f"<{item['entity_type']}>"


def test_messages_of_any_characters_are_answered(service):
    """Where the analyzer answers with an error, LiteLLM may let the message pass."""
    for text in ("\x00", "\u202e" * 50, "a" * 20_000, " ", "\ufffe", "1" * 5000, "\U0001f469\u200d\U0001f469" * 100):
        assert service.analyze(text=text).status_code == 200
