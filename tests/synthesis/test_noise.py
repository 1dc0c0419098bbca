"""Every transform keeps spans exact."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spacy_pii.records import PiiRecord, PiiSpan
from spacy_pii.synthesis.noise import TRANSFORMS, add_noise, rewrite

_WORDS = st.text(alphabet=st.sampled_from("abcßİΣäñ界 .,;-'0199ABC\n😀"), min_size=1, max_size=12)


@st.composite
def records(draw: st.DrawFn) -> PiiRecord:
    """Texts in which every other part is a span, trimmed of white space as real spans are."""
    text, spans = "", []
    for index, part in enumerate(draw(st.lists(_WORDS, min_size=1, max_size=8))):
        if index % 2 and part.strip():
            core = part.strip()
            start = len(text) + part.index(core)
            spans.append(PiiSpan(start, start + len(core), "PERSON"))
        text += part
    return PiiRecord(text, tuple(spans), ignore=tuple((span.start, span.end) for span in spans[:1]))


def _values(record: PiiRecord) -> list[str]:
    return [record.text[span.start : span.end] for span in record.spans]


@given(records())
def test_case_changes_reach_into_spans_and_nothing_else_moves(record: PiiRecord) -> None:
    for name, change in (("lower_case", str.lower), ("upper_case", str.upper)):
        changed = TRANSFORMS[name](record, Random(0))
        assert changed.text == "".join(change(char) for char in record.text)
        assert _values(changed) == ["".join(change(char) for char in value) for value in _values(record)]


@given(records(), st.integers(0, 9))
def test_doubled_spaces_are_the_only_difference_in_spans(record: PiiRecord, seed: int) -> None:
    changed = TRANSFORMS["double_spaces"](record, Random(seed))
    assert [value.replace(" ", "") for value in _values(changed)] == [
        value.replace(" ", "") for value in _values(record)
    ]


@given(records())
def test_dropped_punctuation_is_the_only_difference_in_spans(record: PiiRecord) -> None:
    marks = str.maketrans("", "", ".,;:!?")
    changed = TRANSFORMS["drop_punctuation"](record, Random(0))
    kept = [value.translate(marks).strip() for value in _values(record)]
    assert [value.translate(marks).strip() for value in _values(changed) if value.translate(marks).strip()] == [
        value for value in kept if value
    ]


@settings(max_examples=200)
@given(records(), st.integers(0, 99))
def test_typos_leave_digits_and_text_of_other_spans(record: PiiRecord, seed: int) -> None:
    changed = TRANSFORMS["typos"](record, Random(seed))
    digits = [[char for char in value if char.isdigit()] for value in _values(record)]
    changed_digits = [[char for char in value if char.isdigit()] for value in _values(changed)]
    assert [group for group in changed_digits if group] == [group for group in digits if group]


@given(records(), st.integers(0, 99))
def test_noise_gives_unpadded_spans_within_the_text(record: PiiRecord, seed: int) -> None:
    changed = add_noise(record, Random(seed))
    assert all(value == value.strip() != "" for value in _values(changed))
    assert len(changed.spans) <= len(record.spans)
    assert (changed.source, changed.annotated) == (record.source, record.annotated)


def test_long_text_gets_typos_in_and_outside_of_spans() -> None:
    record = PiiRecord("please call margaret about the delivery " * 30, (PiiSpan(12, 20, "PERSON"),))
    changed = [TRANSFORMS["typos"](record, Random(seed)) for seed in range(30)]
    assert all(item.text != record.text for item in changed)
    assert any(_values(item) != ["margaret"] for item in changed)


@pytest.mark.parametrize(
    ("edits", "text", "value"),
    [
        ([(0, 0, ">>")], ">>call Ann now", "Ann"),
        ([(5, 5, "Mrs ")], "call Mrs Ann now", "Ann"),
        ([(8, 8, "!")], "call Ann! now", "Ann"),
        ([(6, 7, "nn")], "call Annn now", "Annn"),
        ([(0, 5, "")], "Ann now", "Ann"),
        ([(5, 8, "Bo")], "call Bo now", "Bo"),
    ],
)
def test_edits_move_and_change_the_span(edits: list[tuple[int, int, str]], text: str, value: str) -> None:
    changed = rewrite(PiiRecord("call Ann now", (PiiSpan(5, 8, "PERSON"),)), edits)
    assert (changed.text, _values(changed)) == (text, [value])


def test_span_of_which_nothing_is_left_is_dropped() -> None:
    changed = rewrite(PiiRecord("call Ann now", (PiiSpan(5, 8, "PERSON"),)), [(5, 8, "")])
    assert changed.spans == ()
