import json

import pytest

from spacy_pii.corpora import ReadReport, read_corpus
from spacy_pii.errors import PiiError

HEADER = (
    "dialogue_id\tspeaker_id\tscenario_id\tturn_num\titem\tattempt_num\tprime_letter\tprime_month\ttranscription\tnbest"
)
RECORDS = """scenario_id,postcode,name,dob,name_first,name_last,sex,email
en.GB.1,W2 0AB,Katie O'Neill,1979-09-07,Katie,O'Neill,F,k@example.com
"""


@pytest.fixture
def evi(tmp_path):
    """Write a dialogue of (item, what was heard, ...) turns of the same caller; returns the path."""

    def write(*turns, scenario="en.GB.1"):
        lines = [HEADER]
        for number, (item, *guesses) in enumerate(turns):
            nbest = json.dumps(guesses).replace('"', '""')
            lines.append(f'CA1\tS1\t{scenario}\t{number}\t{item}\t0\tnato\tword\t{guesses[0]}\t"{nbest}"')
        path = tmp_path / "dialogues.en.tsv"
        path.write_text("\n".join(lines) + "\n", encoding="utf8")
        (tmp_path / "records.en.csv").write_text(RECORDS, encoding="utf8")
        return path

    return write


@pytest.mark.parametrize(
    ("item", "heard", "found"),
    [
        ("name", "Katie O'Neill", ("Katie O'Neill", "PERSON")),
        ("name", "my name is katie o'neill thank you", None),
        ("name", "hello it's Katie O'Neill please", ("Katie O'Neill", "PERSON")),
        ("name", "k a t IE", ("k a t IE", "PERSON")),
        ("name", "o n e i ll", ("o n e i ll", "PERSON")),
        ("name", "I k a t i e", None),
        ("name", "Kate O'Neill", None),
        ("postcode", "w 2 0 a b", ("w 2 0 a b", "LOCATION")),
        ("postcode", "whiskey two zero Alpha Bravo", ("whiskey two zero Alpha Bravo", "LOCATION")),
        ("postcode", "w 2 0 a", None),
        ("postcode", "w20 a baby", None),
        ("dob", "the 7th of September 1979", ("7th of September 1979", "DATE_TIME")),
        ("dob", "September the 7th 1979", ("September the 7th 1979", "DATE_TIME")),
        ("dob", "07 09 1979", ("07 09 1979", "DATE_TIME")),
        ("dob", "the 7th of the 9th 1979", ("7th of the 9th 1979", "DATE_TIME")),
        ("dob", "7th of September", None),
        ("dob", "17th of September 1979", None),
    ],
)
def test_turn_is_read_only_where_it_holds_the_whole_detail(evi, texts, item, heard, found):
    report = ReadReport()
    anchor, *records = read_corpus(evi(("name", "Katie O'Neill"), (item, heard)), report=report)
    assert [texts(record) for record in records] == ([[found]] if found else [])
    assert report.uncertain == (0 if found else 1)
    assert anchor.annotated == {"PERSON", "LOCATION", "DATE_TIME"}
    assert (anchor.source, anchor.id) == ("evi", "CA1-0")


def test_other_guess_is_taken_where_the_first_is_misheard(evi, texts):
    (record,) = read_corpus(evi(("name", "Kati martial", "K O'Neill", "Katie O'Neill")))
    assert texts(record) == [("Katie O'Neill", "PERSON")]


def test_caller_without_a_record_is_left_out(evi):
    report = ReadReport()
    with pytest.raises(PiiError, match="no usable record"):
        list(read_corpus(evi(("name", "Katie O'Neill"), scenario="1"), report=report))
    assert report.uncertain == 1


def test_dialogues_without_the_callers_records_are_refused(evi):
    path = evi(("name", "Katie O'Neill"))
    path.with_name("records.en.csv").unlink()
    with pytest.raises(PiiError, match=r"records are missing.*records.en.csv"):
        list(read_corpus(path))
