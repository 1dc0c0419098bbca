from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]

CONFIG = {"nlp": {"tokenizer": {"@tokenizers": "spacy_pii.Tokenizer.v1"}}}

# «» mark the values in each text.
STRUCTURED = [
    # Query strings, forms and links
    "GET /search?name=«Anna»&city=«Oslo»&page=2",
    "q=«John+Smith»&mail=«john.smith%40example.com»&x=1",
    "name=%22«Anna»%22&city=%20«Oslo»",
    "https://shop.example.com/users/«jdoe_77»/orders/91?token=«a8f5f167f44f4964»#top",
    "https://«jdoe»:«s3cret!pw»@«db.example.com»:5432/app",
    "see <https://example.com/u/«maria.rossi»>.",
    "mailto:«anna@example.com»?subject=hi",
    "profile:«https://example.com/in/anna-lee»;",
    # Tables
    "|«Anna»|«Lee»|«+47 22 33 44 55»|",
    "id|«Anna Lee»|«1990-01-02»|«0301»",
    "«Anna»,«Lee»,«anna@example.com»,«4111111111111111»,«123»",
    '"«Anna»","«Lee»","«12 Main St»"',
    '7,"""«Anna»""",«Oslo»',
    "«Anna»;«Lee»;«NO9386011117947»;",
    "«Anna»\t«Lee»\t«1990-01-02»\r\n",
    # SQL and code
    "INSERT INTO users VALUES ('«Anna»','«O'Brien»',«42»);",
    "WHERE email='«anna@example.com»' AND ssn='«078-05-1120»'",
    "UPDATE t SET middle='«S»', last=\"«Lee»\"",
    'user = User(name="«Anna»", phone="«(555) 123-4567»")',
    "const u={name:'«Anna»',age:«31»}",
    "WHERE name LIKE '%«anna»%'",
    # JSON, XML, YAML
    '{"name":"«Anna Lee»","email":"«anna@example.com»"}',
    '{"note":"Hello\\n«Anna»,\\n\\t«Oslo»\\r\\n"}',
    '{"name":"\\u00a0«Anna»","ip":["«10.0.0.1»","«fe80::1»"]}',
    '{"card":«4111111111111111»,"pin":«1234»}',
    "<name>«Anna»</name><city>«Oslo»</city>",
    "<user id=\"«1077»\" mail='«anna@example.com»'/>",
    "&lt;«Anna»&gt;&nbsp;«Lee»&amp;«Sons»",
    "name:«Anna»\nemail:«anna@example.com»\n- «Oslo»",
    # Logs
    "user=«jdoe» ip=«192.168.1.20» status=200",
    "pass=«=x!9..!»! key: «..k7-»-",
    "uid=«1077»(«jdoe») gid=100(users)",
    "«10.0.0.1»:8080->«10.0.0.2»:443",
    "[«2024-05-01 10:00:00»,123] INFO login:«jdoe»",
    "«192.168.1.20» - «jdoe» [«01/May/2024:10:00:00 +0000»]",
    "Accepted password for «root» from «10.1.2.3» port 22",
    "to=<«anna@example.com»>, relay=«mx.example.com»[«10.1.2.3»]:25",
    "session:«jdoe»@«host-7»/tmp",
    "mac=«00:1A:2b:3C:4d:5E»,if=eth0",
    # Times
    "at=«2024-05-01T10:00:00»Z.",
    "«2024-05-01»T«10:00:00»Z",
    "«2024-05-01»T«10:00:00».123+02:00",
    "«20240501»T«100000»Z",
    "at «2024-05-01»t«10:00:00»z",
    "due «2024-05-01T10:00:00Z».",
    "from «5pm»-«6pm»/«7.30pm»",
    "«09:30»–«17:00»",
    "born «1990-01-02»/«02.01.1990».",
    # E-mail
    "From: «Anna Lee» <«anna.lee@example.com»>",
    "cc:«anna_lee»@example.com",
    "«anna@example.com»,«lee@example.com»;",
    "Sent by «anna»@«example.com».",
    # Paths
    "C:\\Users\\«nancy»\\Documents\\«tax_2023.pdf»",
    "/home/«jdoe»/.ssh/id_rsa",
    "s3://bucket/«jdoe»/2024/x.csv",
    "file_«anna»_«lee»_v2.pdf",
    # Glued words
    "«12»Main street",
    "«40»yo «M»",
    "«34»F, «12»kg",
    "tel«02079460958»",
    "USD«100»/EUR«90»",
    "first_«last»",
    # Telephone, handles, names
    "call (+1)«555-123-4567»x«89»",
    "tel:«+44(0)20 7946 0958»",
    "@«anna_lee» #«Oslo» cc @«jdoe»:",
    "Mr./Mrs.«Lee»",
    "«Anna»'s and «Lee»’s; the «Lees»' house",
    "«Anna»/«Lee»—«Sons»…«Oslo»",
    "“«Anna»” ‘«Lee»’ «Oslo»!!!",
    "visit the «U.S». Ask «J.R.R. Tolkien».",
    "«St. John»..«12 Main St».",
    "**«Anna»** __«Lee»__ `«jdoe»` ~«Oslo»~",
    "$«100» «100»€ ID#«1077» №«1078»",
    "\u200b«Anna»\u200b \ufeff«Lee»\u2060,\u00a0«Oslo»\u00ad.",
    "\x00«Anna»\x00«Lee»\x1f",
    "👋«Anna»👍🏽«Lee»❤️",
    # Other scripts
    "«田中»さんは«東京»に住む",
    "«김철수»는 «서울»에",
    "dell'«Anna», l'«Italia», c'è «D'Angelo»",
    "اسم:«أحمد»، «حيفا»",
    "नाम:«हिन्दी»।",
]


def split_marks(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the (start, end) of every value."""
    text, spans = "", []
    for number, piece in enumerate(re.split("[«»]", marked)):
        if number % 2:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    return text, spans


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("en", config=CONFIG)


def words(nlp: Language, text: str) -> list[str]:
    return [token.text for token in nlp.make_doc(text)]


@pytest.mark.parametrize("marked", STRUCTURED)
def test_values_in_structured_text_align_with_tokens(nlp: Language, marked: str) -> None:
    text, spans = split_marks(marked)
    doc = nlp.make_doc(text)
    assert spans
    assert [text[start:end] for start, end in spans if doc.char_span(start, end) is None] == []


@given(
    before=st.text(string.punctuation, max_size=4),
    value=st.text(st.characters(categories=["L", "N"]), min_size=1),
    after=st.text(string.punctuation, max_size=4),
)
def test_any_word_between_any_punctuation_aligns(nlp: Language, before: str, value: str, after: str) -> None:
    doc = nlp.make_doc(before + value + after)
    assert doc.char_span(len(before), len(before) + len(value)) is not None


@given(st.text())
def test_any_text_comes_back_unchanged(nlp: Language, text: str) -> None:
    assert nlp.make_doc(text).text == text


@pytest.mark.parametrize(
    "text", ["", " ", "a\r\n\r\n b \r", "\x00", "e\u0301\u0323", "\u0301", "\u202eabc\u202c", "👨‍👩‍👧🇮🇹", "שלום، سلام"]
)
def test_unusual_characters_come_back_unchanged(nlp: Language, text: str) -> None:
    assert nlp.make_doc(text).text == text


def test_combining_marks_stay_with_their_word(nlp: Language) -> None:
    assert words(nlp, "हिन्दी e\u0301te\u0301, cafe\u0301.") == ["हिन्दी", "e\u0301te\u0301", ",", "cafe\u0301", "."]


def test_contractions_and_acronyms_are_those_of_english(nlp: Language) -> None:
    text = "I can't say (don't ask), Anna's U.S visa cannot, e.g, expire"
    stock = spacy.blank("en")
    assert words(nlp, text) == words(stock, text)


def test_final_period_is_a_token_of_its_own(nlp: Language) -> None:
    assert words(nlp, "the U.S.") == ["the", "U.S", "."]
    assert words(nlp, "Main St.") == ["Main", "St", "."]


def test_emoticons_do_not_take_the_edge_of_a_value(nlp: Language) -> None:
    assert words(nlp, "count=3 (8)") == ["count", "=", "3", "(", "8", ")"]


def test_runs_of_one_symbol_are_one_token(nlp: Language) -> None:
    assert words(nlp, "-----Name---- ...") == ["-----", "Name", "----", "..."]


def test_no_token_is_longer_than_64_characters(nlp: Language) -> None:
    text = "a" * 1000 + " " + "7" * 1000 + " " + "=" * 1000 + " " + "e\u0301" * 1000 + " " + "x." * 1000
    assert max(map(len, words(nlp, text))) == 64


def test_prose_has_about_as_many_tokens_as_with_the_stock_tokenizer(nlp: Language) -> None:
    text = (
        "Dr. Anna Lee moved from Oslo to the U.S. in May 1999, when she was 31; her well-known book (of 1,200 pages) "
        "wasn't printed until 3:30 p.m. on the 5th. \"It's Anna's best,\" said Mr. O'Brien of Lee & Sons, Inc."
    )
    assert len(words(nlp, text)) <= 1.3 * len(words(spacy.blank("en"), text))


@pytest.mark.parametrize(
    "unit",
    ["a", "7", "1-", "@", '"', "a7", "a.", "a.aa.", "can't", "'s", "-", "\\n", "%20", "01T", "e\u0301", "\u0301"]
    + ["漢", "👋", "\u200b", "\n", " \n", "://"],
)
def test_long_repeats_without_spaces_come_back_in_short_tokens(nlp: Language, unit: str) -> None:
    """What these cost is printed by scripts/bench_tokenizer.py."""
    text = unit * (5_000 // len(unit))
    doc = nlp.tokenizer(text)
    assert doc.text == text
    assert max((len(token) for token in doc if not token.is_space), default=0) <= 64


def test_a_megabyte_comes_back_unchanged(nlp: Language) -> None:
    text = "2024-05-01T10:00:00Z user=anna.lee@example.com Anna Lee's card|4111111111111111\r\n" * 13_000
    assert nlp.tokenizer(text).text == text


@pytest.mark.parametrize("lang", ["en", "it", "de", "xx"])
def test_saved_pipeline_tokenizes_the_same(tmp_path: Path, lang: str) -> None:
    nlp = spacy.blank(lang, config=CONFIG)
    assert isinstance(nlp.tokenizer, Tokenizer)
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    restored = Tokenizer(nlp.vocab).from_bytes(nlp.tokenizer.to_bytes())
    for text in [split_marks(marked)[0] for marked in STRUCTURED] + ["I can't. C'è l'Anna."]:
        expected = words(nlp, text)
        assert words(loaded, text) == expected
        assert [token.text for token in restored(text)] == expected


def test_italian_elisions_are_cut() -> None:
    italian = spacy.blank("it", config=CONFIG)
    assert words(italian, "dell'Anna") == ["dell", "'", "Anna"]
    assert words(italian, "Perché l’Italia?") == ["Perché", "l", "’", "Italia", "?"]
