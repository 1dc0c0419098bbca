import pytest

from spacy_pii.corpora import ReadReport, read_corpus
from spacy_pii.errors import PiiError


@pytest.fixture
def conll(tmp_path):
    def write(content: str, name: str = "btc.dev"):
        path = tmp_path / name
        path.write_bytes(content.encode())
        return path

    return write


def test_two_columns_are_joined_by_one_space(conll, texts):
    path = conll("You\tO\non\tO\nRedondo\tB-location\nBeach\tI-location\n.\tO\n\t\nhi\tO\n")
    first, second = read_corpus(path)
    assert (first.text, second.text) == ("You on Redondo Beach .", "hi")
    assert texts(first) == [("Redondo Beach", "LOCATION")]
    assert first.annotated == {"LOCATION"}


def test_a_split_handle_is_glued_to_its_at_sign(conll, texts):
    path = conll("RT\tO\n@\tB-ORG\nESPN\tB-ORG\n@\tO\nann\tB-PER\nsays\tO\n@\tI-PER\nbob\tI-PER\n@\tO\n")
    (record,) = read_corpus(path)
    assert record.text == "RT @ESPN @ann says @bob @"
    assert texts(record) == [("@ESPN", "ORGANIZATION"), ("@ann", "PERSON"), ("@bob", "PERSON")]


def test_neighboring_handles_stay_two_people(conll, texts):
    (record,) = read_corpus(conll("@\tB-PER\nann\tB-PER\n@\tB-PER\nbob\tB-PER\n"))
    assert texts(record) == [("@ann", "PERSON"), ("@bob", "PERSON")]


def test_a_lone_at_sign_stays_alone_where_handles_are_not_split(conll, texts):
    (record,) = read_corpus(conll("@ann\tB-person\nis\tO\n@\tO\nStarbucks\tB-corporation\n"))
    assert record.text == "@ann is @ Starbucks"
    assert texts(record) == [("@ann", "PERSON"), ("Starbucks", "ORGANIZATION")]


UNER = """# newdoc id = weblog-1
# sent_id = weblog-1-0001
# text = Al-Zaman: Ms. Lee,  Syrian (Qaim).
1\tAl\tB-ORG\t-\tstephen
2\t-\tI-ORG\t-\tstephen
3\tZaman\tI-ORG\t-\tstephen
4\t:\tO
5\tMs.\tB-OTH\t-\tstephen
6\tLee\tB-PER\t-\tstephen
7\t,\tO
8\tSyrian\tB-OTH\t-\tstephen
9\t(\tO
10\tQaim\tB-LOC\t-\tstephen
11\t)\tO
12\t.\tB-O\t-\tstephen

"""


def test_text_comment_gives_exact_spacing_and_leftover_tags_are_o(conll, texts):
    (record,) = read_corpus(conll(UNER, "en.iob2"))
    assert record.text == "Al-Zaman: Ms. Lee,  Syrian (Qaim)."
    assert texts(record) == [("Al-Zaman", "ORGANIZATION"), ("Lee", "PERSON"), ("Qaim", "LOCATION")]
    assert (record.id, record.source) == ("weblog-1-0001", "en")


def test_lines_that_span_tokens_are_passed_over(conll, texts):
    path = conll("# text = del Rey\n1-2\tdel\t_\n1\tde\tO\n2\tl\tO\n3\tRey\tB-PER\n".replace("del Rey", "de l Rey"))
    (record,) = read_corpus(path)
    assert texts(record) == [("Rey", "PERSON")]


def test_tokens_that_are_not_those_of_the_text_are_a_bad_record(conll):
    path = conll("# text = Hi Ann\n1\tHi\tO\n2\tBob\tB-PER\n")
    with pytest.raises(PiiError, match=r"btc.dev:1: .*# text"):
        list(read_corpus(path))


def test_four_columns_with_a_number_and_a_chunk_tag(conll, texts):
    path = conll("U.N. NNP I-NP I-ORG\n1996 CD I-NP O\n# NN I-NP O\nEkeus NNP I-NP I-PER\n")
    (record,) = read_corpus(path)
    assert record.text == "U.N. 1996 # Ekeus"
    assert texts(record) == [("U.N.", "ORGANIZATION"), ("Ekeus", "PERSON")]


def test_hashtags_are_tokens_and_crlf_ends_lines(conll):
    (record,) = read_corpus(conll("#x\tO\r\n#\tO\r\nu\u2028v\tO\r\n\r\n"))
    assert record.text == "#x # u\u2028v"


def test_an_i_tag_that_continues_nothing_starts_a_span(conll, texts):
    (record,) = read_corpus(conll("a\tI-PER\nb\tI-LOC\nc\tB-LOC\n"))
    assert texts(record) == [("a", "PERSON"), ("b", "LOCATION"), ("c", "LOCATION")]


def test_a_line_without_a_tag_spoils_its_sentence_only(conll):
    report = ReadReport()
    path = conll("a\tO\n\nb\tO\nc and d\ne\tO\n\nf\tO\n")
    assert [record.text for record in read_corpus(path, max_bad=1, report=report)] == ["a", "f"]
    assert report.problems[0][1] == 4


def test_a_lost_character_leaves_an_empty_token(conll, texts):
    (record,) = read_corpus(conll("hey\tO\n\tO\nAnn\tB-PER\n"))
    assert texts(record) == [("Ann", "PERSON")]


def test_labels_of_the_table_in_a_conll_file_are_its_annotation(conll):
    (record,) = read_corpus(conll("a@b.c\tB-EMAIL_ADDRESS\nx\tB-MISC\n"))
    assert record.annotated == {"EMAIL_ADDRESS"}
