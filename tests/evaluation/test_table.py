from spacy_pii.evaluation.scores import score
from spacy_pii.evaluation.table import label_scores_table, scores_table
from spacy_pii.records import PiiRecord, PiiSpan

GOLD = PiiRecord("Anna Bo", (PiiSpan(0, 4, "PERSON"), PiiSpan(5, 7, "USERNAME")))


def cells(table: str, first: str) -> list[str]:
    return next(line.split() for line in table.splitlines() if line.strip().startswith(first))


def test_sets_are_rows_and_several_have_a_mean():
    perfect, empty = score([GOLD], [GOLD]), score([GOLD], [PiiRecord("Anna Bo")])
    table = scores_table({"good": perfect, "bad": empty})
    assert cells(table, "good") == ["good", "1", "0.00", "0.00", "0.00", "100.00", "100.00", "100.00"]
    assert cells(table, "mean") == ["mean", "50.00", "0.00", "0.00", "50.00", "50.00", "50.00"]
    assert "mean" not in scores_table({"good": perfect})


def test_labels_are_rows_with_their_shares():
    table = label_scores_table(score([GOLD], [PiiRecord("Anna Bo", (PiiSpan(0, 4, "PERSON"), PiiSpan(4, 7, "URL")))]))
    assert cells(table, "PERSON") == ["PERSON", "1", "100.0", "100.0", "0", "100.00"]
    assert cells(table, "USERNAME") == ["USERNAME", "1", "0.0", "100.0", "0", "0.00"]
    assert cells(table, "URL") == ["URL", "0", "-", "-", "1", "0.00"]
