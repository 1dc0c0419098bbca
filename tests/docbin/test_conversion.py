import pytest
import spacy
from spacy.training import Corpus

from spacy_pii.docbin import conversion
from spacy_pii.docbin.alignment import ANNOTATED
from spacy_pii.docbin.conversion import convert, count_labels
from spacy_pii.errors import PiiError
from spacy_pii.records import PiiRecord, PiiSpan, read_records


@pytest.fixture(scope="module")
def nlp():
    return spacy.blank("en")


def numbered(count: int) -> list[PiiRecord]:
    letters = [chr(97 + i % 26) * (1 + i // 26) for i in range(count)]
    return [PiiRecord(f"Anna likes {x}.", (PiiSpan(0, 4, "PERSON"),), id=x) for x in letters]


def run(nlp, records, out, **changes):
    return convert(records, out, nlp, **{"dev": 0.2, "test": 0.2, "seed": 1, "max_tokens": 50, **changes})


def test_every_record_lands_in_one_split_and_reads_back_through_spacys_corpus(nlp, tmp_path):
    records = numbered(100)
    report, counts = run(nlp, records, tmp_path)
    assert sum(counts.values()) == report.docs == 100
    saved = [record for split in counts for record in read_records(tmp_path / f"{split}.jsonl")]
    assert sorted(record.id for record in saved) == sorted(record.id for record in records)
    examples = list(Corpus(tmp_path / "train")(nlp))
    assert len(examples) == counts["train"]
    assert examples[0].reference.ents[0].label_ == "PERSON"
    assert examples[0].reference.user_data[ANNOTATED]


def test_shards_keep_every_document(nlp, tmp_path, monkeypatch):
    monkeypatch.setattr(conversion, "SHARD_DOCS", 7)
    _, counts = run(nlp, numbered(60), tmp_path)
    assert len(list((tmp_path / "train").glob("*.spacy"))) > 1
    assert count_labels([tmp_path / split for split in counts])["PERSON"] == list(counts.values())


def test_the_same_seed_gives_the_same_bytes(nlp, tmp_path):
    for name in ("a", "b"):
        run(nlp, numbered(40), tmp_path / name)
    one, two = ((tmp_path / name / "train/00000.spacy").read_bytes() for name in ("a", "b"))
    assert one == two


def test_failure_leaves_the_old_files_untouched(nlp, tmp_path):
    run(nlp, numbered(40), tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def failing():
        yield from numbered(3)
        raise PiiError("bad record")

    with pytest.raises(PiiError, match="bad record"):
        run(nlp, failing(), tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_empty_split_is_an_error(nlp, tmp_path):
    with pytest.raises(PiiError, match="split is empty"):
        run(nlp, numbered(1), tmp_path)


def test_counting_an_unconverted_folder_names_the_step_to_run(tmp_path):
    with pytest.raises(PiiError, match="run the convert step"):
        count_labels([tmp_path])
