"""A student from records to answers, with a tiny random causal model."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import tiny
from chat_server import entities
from quality_scripts import SCRIPTS, run
from tiny_llama import build_llama

from spacy_pii.anonymize import AnonymizedText, json_schema
from spacy_pii.chat import Reply, Request
from spacy_pii.components.llm.formats import FORMATS
from spacy_pii.components.llm.instructions import request_about
from spacy_pii.components.llm.locate import locate
from spacy_pii.errors import PiiError
from spacy_pii.labels import ALL_LABELS
from spacy_pii.records import PiiRecord, PiiSpan, write_records
from spacy_pii.training.student.config import StudentConfig, read_student_config
from spacy_pii.training.student.conversations import IGNORE, Conversation, conversations, tokenize, with_template
from spacy_pii.training.student.examine import examine
from spacy_pii.training.student.finetune import load_student, train_student

RECORDS = [tiny.record(*row) for row in tiny.TEXTS]
CONFIG = StudentConfig(max_steps=2, batch_size=2, accumulate=1, checkpoint_steps=1, max_tokens=8, examine=2)


@pytest.fixture(scope="module")
def tiny_llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved Llama with random weights, without a chat template."""
    return build_llama(tmp_path_factory.mktemp("llama"))


def values(record: PiiRecord) -> list[tuple[str, str]]:
    return [(record.text[span.start : span.end], span.label) for span in record.spans]


def test_both_answers_hold_to_their_schemas_and_give_the_gold_back() -> None:
    from jsonschema import Draft202012Validator

    text = "Jordan flew to Jordan. Ann and Ann saw <PERSON_1> there."
    spans = [(0, 6, "PERSON"), (15, 21, "LOCATION"), (23, 26, "PERSON"), (31, 34, "PERSON")]
    record = PiiRecord(text, tuple(PiiSpan(*span) for span in spans))
    for name, answer in FORMATS.items():
        (talk,) = conversations([record], replace(CONFIG, formats=(name,)))
        row = json.loads(talk.answer)
        Draft202012Validator(answer.accepted()).validate(row)
        places, missing = locate(text, answer.read(row).found)
        assert ([(place.start, place.end, place.label) for place in places], missing) == (spans, 0)
    assert AnonymizedText.from_dict(row).anonymized_text.startswith("<PERSON_1> flew to <LOCATION_1>. <PERSON_2> and")
    Draft202012Validator(json_schema()).validate(row)


def test_question_is_the_one_that_the_component_asks() -> None:
    (talk,) = conversations(RECORDS[:1], CONFIG)
    asked = request_about(
        RECORDS[0].text, ALL_LABELS, FORMATS["sparse"], model="m", max_tokens=1, temperature=0, attempt=0
    )
    assert (talk.system, talk.user) == (asked.system, asked.user)


def test_question_names_only_what_the_source_annotates() -> None:
    record = tiny.record("Ann lives in Ulm.", [("Ann", "PERSON")], {"PERSON"})
    (talk,) = conversations([record], CONFIG)
    assert "PERSON: " in talk.system
    assert "LOCATION: " not in talk.system


def test_long_record_becomes_excerpts_that_cut_no_span() -> None:
    text = "Anna Maria Schmidt knows. " * 60
    spans = tuple(PiiSpan(26 * i, 26 * i + 18, "PERSON") for i in range(60))
    talks = list(conversations([PiiRecord(text, spans)], replace(CONFIG, excerpt=200, overlap=30, formats=("sparse",))))
    assert len(talks) > 8
    assert {json.dumps(json.loads(talk.answer)["entities"][0]["value"]) for talk in talks} == {'"Anna Maria Schmidt"'}


def test_loss_is_on_the_answer_only(tiny_llama: Path) -> None:
    from transformers import AutoTokenizer

    tokenizer = with_template(AutoTokenizer.from_pretrained(tiny_llama))
    talk = Conversation("Find names.", "Ann is here.", '{"entities": []}')
    ids, labels = tokenize(talk, tokenizer)
    learned = [token for token, label in zip(ids, labels, strict=True) if label != IGNORE]
    assert tokenizer.decode(learned) == '{"entities": []}</s>\n'
    assert tokenizer.decode(ids[: len(ids) - len(learned)]).endswith("Ann is here.</s>\n<|assistant|>\n")
    assert learned == [label for label in labels if label != IGNORE]
    tokenizer.chat_template = "{{ raise_exception('no system message') }}"
    with pytest.raises(PiiError, match="chat template"):
        tokenize(talk, tokenizer)


def test_two_steps_are_saved_merged_loaded_and_asked(tiny_llama: Path, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    write_records(tmp_path / "records.jsonl", RECORDS)
    settings = tmp_path / "config.yml"
    settings.write_text("max_steps: 2\nbatch_size: 1\naccumulate: 2\ncheckpoint_steps: 1\nmax_tokens: 8\nexamine: 2\n")
    out = tmp_path / "student"
    arguments = ("train_lm.py", tmp_path / "records.jsonl", out, "--base", tiny_llama, "--config", settings)
    printed = run(*arguments, "--dev", tmp_path / "records.jsonl")
    assert "2 steps on 4 conversations" in printed
    figures = json.loads((out / "student.json").read_text())
    assert figures["config"]["rank"] == 8
    assert set(figures["examinations"]) == {"sparse", "anonymized_text"}
    for each in figures["examinations"].values():
        # Two steps teach nothing, and eight tokens are no answer.
        assert (each["answers"], each["compliance"], each["scores"]["leakage"]) == (2, 0, 100)
        assert each["rejected"] == {"cut off before its end": 2} or "not JSON" in each["rejected"]
    before, after = (load_file(folder / "model.safetensors") for folder in (tiny_llama, out / "model"))
    changed = {name for name in after if not torch.equal(before[name], after[name])}
    assert changed
    assert all("q_proj" in name or "v_proj" in name for name in changed)
    assert (out / "adapter/adapter_config.json").is_file()
    student = load_student(out / "model")
    request = request_about(tiny.TEXTS[0][0], ALL_LABELS, FORMATS["sparse"], model="m", max_tokens=5, temperature=0)
    reply = student.ask(request)
    assert reply.output_tokens <= 5
    assert reply == student.ask(request)
    # The same folder again: the run is over, and nothing is learned twice.
    assert "2 steps on 4 conversations" in run(*arguments)


def test_examination_counts_answers_of_the_schema_and_scores_through_the_component() -> None:
    class Scripted:
        """Answers in turn, whatever is asked."""

        def __init__(self, *answers: str):
            self.answers = iter(answers)

        def ask(self, request: Request) -> Reply:
            return Reply(next(self.answers), True, 1, 1)

    def answer(record: PiiRecord) -> str:
        return entities(*values(record), ("Nobody", "PERSON"))

    client = Scripted(answer(RECORDS[0]), '{"entities"', answer(RECORDS[2]), answer(RECORDS[3]))
    result = examine(client, RECORDS, "sparse", CONFIG)
    assert (result.answers, result.compliance, result.rejected) == (4, 75.0, {"not JSON": 1})
    assert result.not_found == 3
    assert (result.scores.leakage, result.scores.f1) == (0.0, 100.0)
    client = Scripted(answer(RECORDS[0]), answer(RECORDS[1]), "", answer(RECORDS[3]))
    assert 0 < examine(client, RECORDS, "sparse", CONFIG).scores.leakage < 100


def test_config_in_the_repository_is_what_the_page_promises() -> None:
    config = read_student_config(SCRIPTS.parent / "configs/lm_lora.yml")
    assert config == StudentConfig()
    assert (config.rank, config.alpha, config.target_modules) == (8, 16, ("q_proj", "v_proj"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("ranks: 8", "unknown field 'ranks'"),
        ("formats: [xml]", "names no answer format"),
        ("- 1", "not a config"),
        ("overlap: 9000", "overlap"),
    ],
)
def test_config_that_cannot_be_meant_names_its_file(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "my.yml").write_text(content)
    with pytest.raises(PiiError, match=message) as error:
        read_student_config(tmp_path / "my.yml")
    assert "my.yml" in str(error.value)


def test_base_model_that_cannot_serve_is_named(tiny_llama: Path, tmp_path: Path) -> None:
    with pytest.raises(PiiError, match="cannot be loaded"):
        train_student(RECORDS, tmp_path / "out", str(tmp_path / "nothing"), CONFIG)
    with pytest.raises(PiiError, match="no layers named query"):
        train_student(RECORDS, tmp_path / "out", str(tiny_llama), replace(CONFIG, target_modules=("query",)))
    with pytest.raises(PiiError, match="none of 4 conversations has at most 10 tokens"):
        train_student(RECORDS, tmp_path / "out", str(tiny_llama), replace(CONFIG, max_length=10))
