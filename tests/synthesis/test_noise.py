"""Every transform keeps spans exact: a span covers the transformed form of what it covered."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spacy_pii.records import PiiRecord, PiiSpan
from spacy_pii.synthesis.noise import TRANSFORMS, add_noise
from spacy_pii.synthesis.rewriting import rewrite

_WORDS = st.text(alphabet=st.sampled_from("abcdelmnrßİΣäñ界 .,;-'\"&<>0158ABCIO\n😀"), min_size=1, max_size=12)


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
        changed = TRANSFORMS[name].apply(record, Random(0))
        assert changed.text == "".join(change(char) for char in record.text)
        assert _values(changed) == ["".join(change(char) for char in value) for value in _values(record)]


@given(records(), st.integers(0, 9))
def test_doubled_spaces_are_the_only_difference_in_spans(record: PiiRecord, seed: int) -> None:
    changed = TRANSFORMS["double_spaces"].apply(record, Random(seed))
    assert [value.replace(" ", "") for value in _values(changed)] == [
        value.replace(" ", "") for value in _values(record)
    ]


@given(records())
def test_dropped_punctuation_is_the_only_difference_in_spans(record: PiiRecord) -> None:
    marks = str.maketrans("", "", ".,;:!?")
    changed = TRANSFORMS["drop_punctuation"].apply(record, Random(0))
    kept = [value.translate(marks).strip() for value in _values(record)]
    assert [value.translate(marks).strip() for value in _values(changed) if value.translate(marks).strip()] == [
        value for value in kept if value
    ]


@settings(max_examples=200)
@given(records(), st.integers(0, 99))
def test_typos_leave_digits_and_text_of_other_spans(record: PiiRecord, seed: int) -> None:
    changed = TRANSFORMS["typos"].apply(record, Random(seed))
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
    changed = [TRANSFORMS["typos"].apply(record, Random(seed)) for seed in range(30)]
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


def _without_space(value: str) -> str:
    return "".join(value.split())


def _without_marks(value: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", value) if not unicodedata.combining(char))


def _ascii_marks(value: str) -> str:
    return re.sub(r"\s", " ", re.sub("[‐‑–—−]", "-", value.translate(str.maketrans("‘’“”", "''\"\""))))


def _ascii_digits(value: str) -> str:
    return "".join(str(unicodedata.digit(char)) if unicodedata.category(char) == "Nd" else char for char in value)


def _without_format_characters(value: str) -> str:
    return "".join(char for char in value if unicodedata.category(char) != "Cf")


def _unescaped(value: str) -> str:
    return html.unescape(re.sub(r"<br ?/?>\n?", "\n", value)).replace("\xa0", " ")


_FORMS_AGREE: dict[str, Callable[[str], str]] = {
    "lower_case": str.casefold,
    "upper_case": str.casefold,
    "title_case": str.casefold,
    "plain_letters": _without_marks,
    "decomposed": _without_marks,
    "double_spaces": _without_space,
    "missing_spaces": _without_space,
    "hard_wrap": _without_space,
    "broken_lines": _without_space,
    "html_tags": str,
    "quoted_values": str,
    "reply_quotes": lambda value: re.sub(r"\n[>|]+ ?", "\n", value),
    "typographic": _ascii_marks,
    "wide_digits": _ascii_digits,
    "invisible": _without_format_characters,
}


@pytest.mark.parametrize("name", _FORMS_AGREE)
@settings(max_examples=60)
@given(records(), st.integers(0, 99))
def test_span_still_covers_its_value(name: str, record: PiiRecord, seed: int) -> None:
    plain = _FORMS_AGREE[name]
    changed = TRANSFORMS[name].apply(record, Random(seed))
    assert [plain(value) for value in _values(changed)] == [plain(value) for value in _values(record)]
    assert len(changed.ignore) == len(record.ignore)


@given(records(), st.integers(0, 99))
def test_escaped_values_read_back_as_they_were(record: PiiRecord, seed: int) -> None:
    escaped = TRANSFORMS["html_escape"].apply(record, Random(seed))
    assert [_unescaped(value) for value in _values(escaped)] == [html.unescape(value) for value in _values(record)]
    quoted = TRANSFORMS["json_string"].apply(record, Random(seed))
    assert [json.loads(f'"{value}"') for value in _values(quoted)] == _values(record)


@given(records(), st.integers(0, 99))
def test_misread_values_keep_their_shape(record: PiiRecord, seed: int) -> None:
    changed = TRANSFORMS["ocr"].apply(record, Random(seed))
    assert len(changed.spans) == len(record.spans)
    for old, new in zip(_values(record), _values(changed), strict=True):
        assert abs(len(_without_space(new)) - len(_without_space(old))) <= len(old)
        assert [char for char in new if char in "界😀"] == [char for char in old if char in "界😀"]


@given(records(), st.integers(0, 99))
def test_letters_from_other_scripts_stand_where_the_letters_stood(record: PiiRecord, seed: int) -> None:
    changed = TRANSFORMS["homoglyphs"].apply(record, Random(seed))
    assert changed.spans == record.spans
    for old, new in zip(record.text, changed.text, strict=True):
        assert old == new or unicodedata.name(new).startswith(("CYRILLIC", "GREEK"))


@given(records(), st.integers(0, 99))
def test_spoken_text_has_no_capitals_and_no_lines(record: PiiRecord, seed: int) -> None:
    changed = TRANSFORMS["speech"].apply(record, Random(seed))
    assert len(changed.spans) == len(record.spans)
    assert all(value == value.strip() != "" for value in _values(changed))
    assert not any("A" <= char <= "Z" or "0" <= char <= "9" for value in _values(changed) for char in value)


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [
        ("PHONE_NUMBER", "+1 415-555-2671", "plus one four one five five five five two six seven one"),
        ("EMAIL_ADDRESS", "ann.lee@web.de", "ann dot lee at web dot de"),
        ("IP_ADDRESS", "10.2.3.4", "one zero dot two dot three dot four"),
        ("STREET_ADDRESS", "12 Main St, Apt 4", "twelve main street apartment four"),
        ("AGE", "34", "thirty four"),
        ("DATE_TIME", "May 3rd, 1987", "may third nineteen eighty seven"),
        ("PERSON", "Ann Lee", "ann lee"),
    ],
)
def test_value_is_said_as_people_say_it(label: str, value: str, said: str) -> None:
    record = PiiRecord(f"It is {value}, OK?", (PiiSpan(6, 6 + len(value), label),))
    heard = {_values(TRANSFORMS["speech"].apply(record, Random(seed)))[0] for seed in range(40)}
    assert said in heard


def test_lower_case_is_the_most_frequent_noise() -> None:
    record = PiiRecord("Please Call Ann Lee", (PiiSpan(12, 19, "PERSON"),))
    noisy = [add_noise(record, Random(seed)).text for seed in range(600)]
    assert 0.2 < sum(text == record.text.lower() for text in noisy) / 600 < 0.5
    assert sum(text == record.text.upper() for text in noisy) / 600 < 0.08


def test_structured_text_keeps_case_and_words() -> None:
    record = PiiRecord('{"Name": "Ann Lee"}', (PiiSpan(10, 17, "PERSON"),))
    for seed in range(200):
        changed = add_noise(record, Random(seed), structured=True)
        letters = "".join(char for char in _without_format_characters(_values(changed)[0]) if char.isalpha())
        assert letters.isascii() is False or letters.startswith("Ann")
