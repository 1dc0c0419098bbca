"""Utterances of task dialogues, each in the shape its source publishes."""

import json

import pytest

from spacy_pii.corpora import ReadReport, read_corpus
from spacy_pii.errors import PiiError


def ignored(record):
    return [record.text[start:end] for start, end in record.ignore]


def sgd(utterance, located=(), **slots):
    def places(pairs):
        return [
            {
                "service": "S_1",
                "slot": name,
                "start": utterance.index(value),
                "exclusive_end": utterance.index(value) + len(value),
            }
            for name, value in pairs
        ]

    row = {"id": "dev-1_0-0", "speaker": "USER", "utterance": utterance, "slots": places(slots.items())}
    return {**row, "located_action_values": places(located)} if located else row


def test_sgd_slots_become_addresses_phones_people_places_and_dates(read_one, texts):
    row = sgd(
        "Ann Lee at 12 Main Street, Oslo, 408-555-0100, on March 1st",
        contact_name="Ann Lee",
        street_address="12 Main Street",
        city="Oslo",
        phone_number="408-555-0100",
        departure_date="March 1st",
    )
    record = read_one(row)
    assert [label for _, label in texts(record)] == [
        "PERSON",
        "STREET_ADDRESS",
        "LOCATION",
        "PHONE_NUMBER",
        "DATE_TIME",
    ]
    assert (record.source, record.id) == ("sgd", "dev-1_0-0")
    assert "ORGANIZATION" not in record.annotated


@pytest.mark.parametrize(
    ("value", "span"), [("1532 20th Street", [("1532 20th Street", "STREET_ADDRESS")]), ("Warsaw", [])]
)
def test_sgd_place_of_mixed_kind_is_an_address_only_with_a_house_number(read_one, texts, value, span):
    record = read_one(sgd(f"to {value} please", destination=value))
    assert texts(record) == span
    assert ignored(record) == ([] if span else [value])


def test_sgd_clinics_or_doctors_airlines_and_artists_are_not_judged_and_prices_are_negatives(read_one, texts):
    row = sgd(
        "Dr. Ann Lee sees Bo Band, Delta Airlines is $160",
        doctor_name="Dr. Ann Lee",
        artist="Bo Band",
        price="$160",
        located=[("airlines", "Delta Airlines")],
    )
    record = read_one(row)
    assert texts(record) == []
    assert ignored(record) == ["Dr. Ann Lee", "Bo Band", "Delta Airlines"]


def test_sgd_length_of_a_ride_or_a_wait_is_no_date(read_one, texts):
    assert texts(read_one(sgd("a wait of 5 minutes, 9 for the change", wait_time="5 minutes", transfer_time="9"))) == []


def snips(text, **spans):
    places = [
        {"entity": name, "start": text.index(value), "end": text.index(value) + len(value)}
        for name, value in spans.items()
    ]
    return {"intent": "GetWeather", "split": "train", "text": text, "spans": places}


def test_snips_places_and_times_are_spans_and_what_may_hold_names_is_not_judged(read_one, texts):
    text = "book Crown Kitchen in Ada, OK at noon for lacy and I and play Yoshiki loud"
    record = read_one(
        snips(
            text,
            restaurant_name="Crown Kitchen",
            city="Ada",
            state="OK",
            timeRange="noon",
            party_size_description="lacy and I",
            artist="Yoshiki",
            sort="loud",
        )
    )
    assert texts(record) == [("Ada", "LOCATION"), ("OK", "LOCATION"), ("noon", "DATE_TIME")]
    assert ignored(record) == ["Crown Kitchen", "lacy and I", "Yoshiki"]
    assert record.annotated == {"LOCATION", "DATE_TIME", "PERSON"}


def multidogo(utterance, labels):
    return {"domain": "airline", "split": "dev", "utterance": utterance, "slot-labels": labels}


def test_multidogo_neighbors_of_one_label_are_one_span_and_the_rest_is_not_judged(read_one, texts):
    record = read_one(multidogo("my name is asha rao ssn 1234", "O O O name name O ssn"))
    assert texts(record) == [("asha rao", "PERSON"), ("1234", "US_SSN")]
    assert ignored(record) == ["my", "name", "is", "ssn"]
    assert "PERSON" in record.annotated


@pytest.mark.parametrize(
    ("utterance", "labels"),
    [
        ("asha at 63 gmailcom", "name O email_address email_address"),
        ("asha secret", "name password"),
        ("thanks robin this is asha", "O O O O name"),
        ("thank you", "O O"),
    ],
    ids=["broken e-mail", "password", "an agent's name without a label", "nothing marked"],
)
def test_multidogo_turns_with_noise_are_left_out(jsonl, utterance, labels):
    path = jsonl(multidogo(utterance, labels), multidogo("oslo", "new_city"))
    report = ReadReport()
    assert [record.text for record in read_corpus(path, report=report)] == ["oslo"]
    assert report.uncertain == 1


def test_multidogo_turn_with_too_few_labels_is_a_bad_record(jsonl):
    with pytest.raises(PiiError, match="2 words, but 1 labels") as error:
        list(read_corpus(jsonl(multidogo("asha rao", "name"))))
    assert "asha" not in str(error.value)


def test_nlupp_array_has_names_and_dates_and_periods_are_not_judged(tmp_path, texts):
    text = "ask jo at acme on 1 may for three nights"
    slots = {
        "person_name": {"text": "jo", "span": [4, 6]},
        "company_name": {"text": "acme", "span": [10, 14]},
        "date_from": {"text": "1 may", "span": [18, 23], "value": {"day": 1}},
        "date_period": {"text": "three nights", "span": [28, 40]},
        "number": {"text": "three", "span": [28, 33]},
    }
    path = tmp_path / "hotels.json"
    rows = [{"text": "no", "intents": ["deny"]}, {"text": text, "intents": [], "slots": slots}]
    path.write_text(json.dumps(rows, indent=1), encoding="utf8")
    first, second = read_corpus(path)
    assert first.spans == ()
    assert texts(second) == [("jo", "PERSON"), ("acme", "ORGANIZATION"), ("1 may", "DATE_TIME")]
    assert ignored(second) == ["three nights"]
    assert second.annotated == {"PERSON", "ORGANIZATION", "DATE_TIME"}


def test_nlupp_slot_without_a_span_is_a_bad_record(jsonl):
    with pytest.raises(PiiError, match="'time' has no span"):
        list(read_corpus(jsonl({"text": "at 9", "intents": [], "slots": {"time": {"text": "9"}}})))


def test_idrisi_places_are_spans_and_hashtags_without_one_are_not_judged(read_one, texts):
    text = "Help #Haiti and @ann after #HaitiQuake in Jeremie"
    mentions = [
        {"text": "Haiti", "type": "Country", "start_offset": 6, "end_offset": 11},
        {"text": "HaitiQuake", "type": "Country", "start_offset": 28, "end_offset": 38},
        {"text": "Jeremie", "type": "City", "start_offset": 42, "end_offset": 49},
    ]
    record = read_one(
        {"tweet_id": "1", "text": text, "humAID_class": "x", "location_mentions": mentions, "file": "haiti.dev"}
    )
    assert texts(record) == [("Haiti", "LOCATION"), ("Jeremie", "LOCATION")]
    assert ignored(record) == ["@ann", "#HaitiQuake"]
    assert record.annotated == {"LOCATION"}


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("shelter at 12 Oak Street", []),
        ("cut off in Ma", [{"text": "Main", "start_offset": 11, "end_offset": 15}]),
    ],
    ids=["a street without a span", "cut after it was annotated"],
)
def test_idrisi_tweets_that_miss_a_place_are_left_out(jsonl, text, mentions):
    path = jsonl({"text": "ok", "location_mentions": []}, {"text": text, "location_mentions": mentions})
    assert [record.text for record in read_corpus(path)] == ["ok"]
