"""Which texts of a teacher are taken, how examples are masked, and what a prompt file may say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spacy_pii.errors import PiiError
from spacy_pii.labels import ALL_LABELS
from spacy_pii.records import PiiRecord, PiiSpan
from spacy_pii.synthesis import generate
from spacy_pii.synthesis.teachers import (
    Journal,
    Reply,
    draw_examples,
    fill,
    harvest,
    load_prompts,
    plan_requests,
)
from spacy_pii.synthesis.teachers.examples import SLOTS

ASSETS = Path(__file__).parents[2] / "assets"
PLAIN = "system: s\nrequest: '{{placeholders}}{{examples}}'\nexamples: '{{examples}}'\n"
PLAIN += "placeholders: {person: a, city: b}\nper_request: [2, 2]\n"


DATES = [
    "done 12 Sept",
    "by 5 march",
    "on 5 may we leave",
    "since march",
    "due on tue",
    "open mon-fri",
    "until next month",
    "two weeks ago",
    "yesterday at noon",
    "come at three pm",
    "they met at half past three",
    "they met at three thirty",
]
ORDINARY = [
    "Grant ${person} access, please. May ${person.first} come along?",
    "${person.first}'s bill (for ${amount}) is twice ours.",
    "Name: ${person}\n- 3 boxes\n- version 2.1\nSee section 12 and room 404.",
    "You may march on. Step 5 may fail, and you may need 3 of them.",
    "Please ask the Human Resources department about the Benefits Enrollment form.",
    "Agent: Thank you for calling, how can I help?\nCustomer: Hi, it's ${person}, I'm locked out.",
    "# Incident Report: Unauthorized Access\n**Action Items**\nUmbrelia Recovery Plan",
    "The Tenant shall pay the Landlord the Security Deposit set out in Section 4.",
    "I speak English and Spanish, and I installed Python 3 on Windows 11 with JavaScript.",
    "Error code 404, exit code 137 and HTTP 503 from web01; the checksum is sha256, the file main.py.",
    "Dear Hiring Manager,\n\nI recommend ${person} for the post of Senior Account Manager.",
    "The CEO and the IT team met with HR, and Judge ${person} ruled. ASAP please!",
    "Hi there, will you be coming? Hello everyone, I'm frank about it.",
    "He sat in the sun. Take two eggs, then stir for five minutes.",
    "Mark it as read. Will that do? Price and size vary; see Page 4 of the Price List.",
    "NullPointerException in UserService when it calls getUserName()",
]
TEMPLATES = """
templates:
  call: "${person#1} called about ${amount} from ${org#1}; reach ${person#1.first} on ${phone} or ${person#1.email}."
  move: "We moved from ${address#1} to ${address#2}, where ${person}, known as ${username}, lives since ${date}."
  bank: "Transfer it to ${iban}, not to ${account}; my card ${card} at ${org} no longer works, and ${person} knows it."
"""


def generated(tmp_path: Path, n: int) -> list[PiiRecord]:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/note.yml").write_text(TEMPLATES, encoding="utf8")
    return list(generate(n, seed=2, templates=tmp_path / "templates", noise=0))


def sort(tmp_path: Path, text: str, prompt: str = PLAIN) -> tuple[list[PiiRecord], list[str]]:
    """Records and reasons of rejection for one answer with one text."""
    (tmp_path / "note.yml").write_text(prompt, encoding="utf8")
    prompts = load_prompts(tmp_path)
    requests = plan_requests(list(prompts.values()), 1, seed=0, model="m")
    journal = Journal(tmp_path / "answers.jsonl")
    journal.add(requests[0].id, Reply(json.dumps({"texts": [text]}), True, 1, 1))
    result = harvest(requests, prompts, journal)
    return list(fill(result.taught, copies=1, seed=0)), [rejected.reason for rejected in result.rejected]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Hello ${nickname}.", "unknown placeholder"),
        ("Hello ${person.nickname}.", "unknown placeholder"),
        ("Hello ${person and ${city}.", "malformed placeholder"),
        ("Hello ${person}, I am [Your Name].", "malformed placeholder"),
        ("Hello ${person}, I am {name}.", "malformed placeholder"),
        ("Hello ${person}, I am <NAME>.", "malformed placeholder"),
        ("Hello ${@rule*2-9} ${person}.", "malformed placeholder"),
        ("Hello everybody.", "no placeholder in it"),
        (" ", "no text in it"),
        ("Write to ${person.first}x now.", "placeholder joined to other text"),
        ("Call +44 ${phone} now.", "placeholder joined to other text"),
        ("It cost $${amount}, ${person}.", "placeholder joined to other text"),
        ("${person}, write to ann@mail.example.", "an e-mail address or a user name outside the placeholders"),
        ("${person}, see www.shop.example today.", "a web address outside the placeholders"),
        ("${person}, my number is 555 0134 22.", "a number of five digits or more outside the placeholders"),
        ("${person} came on 3 March.", "a date or a time outside the placeholders"),
        ("${person} came at 9:40.", "a date or a time outside the placeholders"),
        ("${person} came on Tuesday.", "a date or a time outside the placeholders"),
        ("${person} is 43 years old.", "an age outside the placeholders"),
        ("${person} dialed five five oh one.", "a number spoken digit by digit outside the placeholders"),
        ("${person} uses key AKIA4Z9Q2.", "a key or a code outside the placeholders"),
        ("${person} saw Dr. Whitfield.", "a name after a title outside the placeholders"),
        ("${person} asked Sarah for it.", "a given name outside the placeholders"),
        ("David asked ${person} for it.", "a given name outside the placeholders"),
        ("${person} \ud83d", "half of a surrogate pair in it"),
    ],
)
def test_text_that_cannot_be_used_is_rejected_with_its_reason(tmp_path: Path, text: str, reason: str) -> None:
    assert sort(tmp_path, text) == ([], [reason])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, "a date or a time") for text in DATES),
        ("the pin 4512 is wrong", "a PIN"),
        ("ask jdoe88 for it", "an e-mail address or a user name"),
        ("see example.de", "a web address"),
        ("hi maria, it is done", "a given name"),
        ("my name is jennifer and it is late", "a given name"),
        ("Lopez met her.", "a surname"),
        ("LOPEZ MET HER.", "a surname"),
        ("We met Young at the station.", "a surname, a place or an organization"),
        ("They flew to Reading for it.", "a surname, a place or an organization"),
        ("Fisher met her.", "a surname"),
        ("Munich was cold.", "a place"),
        ("It came from Best Buy.", "a place or an organization"),
        ("HSBC was late.", "an organization"),
        ("Siemens was late.", "an organization"),
        ("Orders from Umbrelia Ltd are late.", "an organization"),
        ("Ship it to Zorblatt at the depot.", "a capitalized word that may be a name"),
    ],
)
def test_personal_data_that_the_teacher_wrote_out_is_refused(tmp_path: Path, text: str, kind: str) -> None:
    assert sort(tmp_path, f"{text}\n${{person}}") == ([], [f"{kind} outside the placeholders"])


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_taken(tmp_path: Path, text: str) -> None:
    records, reasons = sort(tmp_path, text, f"{PLAIN}negative: true\n")
    assert (len(records), reasons) == (1, [])


def test_capitalized_nouns_of_another_language_are_taken(tmp_path: Path) -> None:
    prompt = f"{PLAIN}language: de\nlocales: {{de_DE: 1}}\n"
    records, _ = sort(tmp_path, "Bitte den Vertrag an ${person} und die Buchhaltung senden.", prompt)
    assert len(records) == 1


def test_special_characters_of_the_grammar_stay_as_the_teacher_wrote_them(tmp_path: Path) -> None:
    (record,), _ = sort(tmp_path, "cost=$(sum 1 2) $[x] $$ $5 a|b $) owed by ${person}")
    assert record.text.startswith("cost=$(sum 1 2) $[x] $$ $5 a|b $) owed by ")


def test_negative_prompt_takes_texts_without_placeholders(tmp_path: Path) -> None:
    records, _ = sort(tmp_path, "The parcel is late.", f"{PLAIN}negative: true\n")
    assert [(record.text, record.spans) for record in records] == [("The parcel is late.", ())]


def test_records_carry_the_language_of_their_prompt(tmp_path: Path) -> None:
    (record,), _ = sort(tmp_path, "Buongiorno ${person}.", f"{PLAIN}language: it\nlocales: {{it_IT: 1}}\n")
    assert record.language == "it"


def test_examples_hold_placeholders_instead_of_values() -> None:
    text = "Ann Lee from Ulm wrote to Bob Ray, and then Ann Lee left Ulm for good."
    spans = [(0, 7, "PERSON"), (13, 16, "LOCATION"), (26, 33, "PERSON"), (44, 51, "PERSON"), (57, 60, "LOCATION")]
    (example,) = draw_examples([PiiRecord(text, tuple(PiiSpan(*span) for span in spans))])
    assert example.text == (
        "${person#1} from ${city#1} wrote to ${person#2}, and then ${person#1} left ${city#1} for good."
    )
    assert sorted(example.placeholders) == ["${city#1}", "${person#1}", "${person#2}"]


def test_every_label_has_a_slot_that_gives_it(tmp_path: Path) -> None:
    assert set(SLOTS) == ALL_LABELS
    for label, slot in SLOTS.items():
        (tmp_path / label).mkdir()
        (record,), _ = sort(tmp_path / label, f"It is ${{{slot}}} now.")
        assert {span.label for span in record.spans} == {label}


def test_examples_are_seeded_and_their_labels_shuffled(tmp_path: Path) -> None:
    (tmp_path / "note.yml").write_text(PLAIN, encoding="utf8")
    (prompt,) = load_prompts(tmp_path).values()
    records = generated(tmp_path, 100)
    drawn = [draw_examples(records, count=20, seed=seed) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    orders = set()
    for seed in range(20):
        (request,) = plan_requests([prompt], 1, seed=seed, model="m", examples=drawn[0][:1], shots=1)
        assert drawn[0][0].text in request.user
        line = request.user.partition("Placeholders: ")[2].splitlines()[0]
        orders.add(line)
        assert sorted(line.split(", ")) == sorted(drawn[0][0].placeholders)
    assert len(orders) > 1


def test_no_value_of_the_records_is_in_a_request(tmp_path: Path) -> None:
    records = generated(tmp_path, 200)
    requests = plan_requests(
        list(load_prompts(ASSETS / "prompts").values()), 30, seed=0, model="m", examples=draw_examples(records)
    )
    values = {r.text[s.start : s.end] for r in records for s in r.spans if s.end - s.start > 7}
    assert len(values) > 300
    assert not [value for value in values for request in requests if value in request.user]


@pytest.mark.parametrize(
    "record",
    [
        PiiRecord("Ann lives at her mother's house near the lake.", (PiiSpan(0, 3, "PERSON"),), frozenset({"PERSON"})),
        PiiRecord("Ann asked me to write to ann@mail.example again.", (PiiSpan(0, 3, "PERSON"),)),
        PiiRecord("Nobody is named in this text, so it shows nothing."),
    ],
    ids=["names not marked by its source", "personal data left", "nothing to mask"],
)
def test_unsuitable_record_is_no_example(record: PiiRecord) -> None:
    with pytest.raises(PiiError, match="no record can serve"):
        draw_examples([record])


def test_prompts_of_the_repository_name_slots_that_exist() -> None:
    prompts = load_prompts(ASSETS / "prompts")
    assert len(prompts) >= 5
    requests = plan_requests(list(prompts.values()), 50, seed=0, model="m")
    assert len({request.id for request in requests}) == 50
    assert not [request for request in requests if "{{" in request.user]


@pytest.mark.parametrize(
    "text",
    [
        "a: [",
        "- a",
        f"{PLAIN}colour: red",
        "system: s",
        PLAIN.replace("person", "nickname"),
        PLAIN.replace("2, 2", "2, 9"),
        PLAIN.replace("{{examples}}'\nexamples", "{{tone}}'\nexamples"),
    ],
    ids=["YAML", "no mapping", "unknown key", "no request", "unknown slot", "too many", "unknown name"],
)
def test_unusable_prompt_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "note.yml").write_text(text, encoding="utf8")
    with pytest.raises(PiiError, match=r"note\.yml"):
        load_prompts(tmp_path)


def test_folder_without_prompts_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PiiError, match="no prompts"):
        load_prompts(tmp_path)
