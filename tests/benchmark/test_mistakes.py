import unicodedata
from collections import Counter, defaultdict

from hypothesis import given
from hypothesis import strategies as st

from spacy_pii.benchmark.mistakes import add_confusion, false_alarms, mask, worst_leaks
from spacy_pii.records import PiiRecord, PiiSpan

TEXT = "Mail Änne O'Neil-42 in Ulm on Monday"
NAME, PLACE = PiiSpan(5, 19, "PERSON"), PiiSpan(23, 26, "LOCATION")
GOLD = [PiiRecord(TEXT, (NAME, PLACE), ignore=((30, 36),)), PiiRecord(TEXT, (NAME,))]
PERSON = frozenset(["PERSON", "DATE"])


@given(st.text())
def test_mask_keeps_the_length_and_no_letter_or_digit(text):
    shape = mask(text)
    assert len(shape) == len(text)
    assert not any(char.isalpha() and char not in "Xx" for char in shape)
    assert not any(char.isdecimal() and char != "0" for char in shape)
    assert not any(unicodedata.category(char)[0] == "M" for char in shape)


def test_mask_keeps_the_shape():
    assert mask("Änne O'Neil-42, 王") == "Xxxx X'Xxxx-00, x"


def test_vowels_that_are_combining_marks_are_masked():
    for name in ("\u0915\u093f\u0930\u0923", "\u0e2a\u0e35", "\u0645\u064f\u062d", "e\u0301"):
        assert mask(name) == "x" * len(name)


def test_worst_leaks_come_first_and_are_masked():
    found = [(PLACE, PiiSpan(5, 9, "ID")), (NAME,)]
    (first,) = worst_leaks("s", GOLD, found, limit=5, show_values=False)
    assert (first.document, first.family, first.characters, first.value) == (0, "PERSON", 10, "Xxxx X'Xxxx-00")
    assert (first.before, first.after) == ("Xxxx ", " xx Xxx xx Xxxxxx")
    assert first.masked
    leaks = worst_leaks("s", GOLD, [(), ()], limit=5, show_values=True)
    assert [(leak.value, leak.masked) for leak in leaks] == [
        (TEXT[5:19], False),
        (TEXT[5:19], False),
        ("Ulm", False),
    ]


def test_one_family_does_not_fill_the_list():
    records = [PiiRecord(TEXT, (NAME, PLACE))] * 20
    leaks = worst_leaks("s", records, [()] * 20, limit=10, show_values=False)
    assert Counter(leak.family for leak in leaks) == {"PERSON": 3, "LOCATION": 3}


def test_false_alarms_are_judged_predictions_that_touch_neither_gold_nor_ignored_text():
    found = [
        (PiiSpan(0, 4, "PERSON", 0.6), PiiSpan(20, 24, "PERSON", 0.9), PiiSpan(30, 36, "DATE", 0.9)),
        (PiiSpan(0, 4, "ID", 0.9), PiiSpan(30, 36, "DATE_TIME", 0.8)),
    ]
    alarms = false_alarms("s", GOLD, found, PERSON, limit=5, show_values=True)
    assert [(alarm.value, alarm.family, alarm.score) for alarm in alarms] == [
        ("Monday", "DATE", 0.8),
        ("Mail", "PERSON", 0.6),
    ]


def test_confusion_says_what_covers_most_of_a_value():
    table = defaultdict(Counter)
    found = [(PiiSpan(5, 9, "LOCATION"), PiiSpan(10, 19, "USERNAME")), (PiiSpan(0, 4, "PERSON"),)]
    add_confusion(table, GOLD, found, PERSON)
    assert table == {"PERSON": {"USERNAME": 1, "O": 1}, "LOCATION": {"O": 1}, "O": {"PERSON": 1}}
