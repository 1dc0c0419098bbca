import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacy_pii.docbin.splits import assign_split
from spacy_pii.errors import PiiError
from spacy_pii.records import PiiRecord, PiiSpan


def greeting(name: str, number: int) -> PiiRecord:
    text = f"Dear {name}, your order {number} has left."
    return PiiRecord(text, (PiiSpan(5, 5 + len(name), "PERSON"),))


@given(st.text("abc ", min_size=1).filter(str.strip), st.integers(0, 10**9), st.integers(0, 50))
def test_records_that_differ_in_entities_and_digits_share_a_side(name, number, seed):
    one = assign_split(greeting("Anna", 1), dev=0.3, test=0.3, seed=seed)
    assert assign_split(greeting(name, number), dev=0.3, test=0.3, seed=seed) == one


def test_shares_are_met_and_depend_on_the_seed():
    texts = [PiiRecord("".join(chr(97 + (i // 26**k) % 26) for k in range(4))) for i in range(4000)]
    sides = [assign_split(record, dev=0.1, test=0.2, seed=7) for record in texts]
    assert sides.count("dev") / 4000 == pytest.approx(0.1, abs=0.02)
    assert sides.count("test") / 4000 == pytest.approx(0.2, abs=0.02)
    assert sides != [assign_split(record, dev=0.1, test=0.2, seed=8) for record in texts]


@pytest.mark.parametrize(("dev", "test"), [(0.5, 0.5), (-0.1, 0.2), (0.1, 1.2)])
def test_shares_that_leave_no_training_data_are_refused(dev, test):
    with pytest.raises(PiiError, match="nothing for training"):
        assign_split(PiiRecord("x"), dev=dev, test=test, seed=0)
