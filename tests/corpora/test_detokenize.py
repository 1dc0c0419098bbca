import pytest

from spacy_pii.corpora.detokenize import join_tokens

SENTENCES = [
    'He said , " Hi , Ann ! " and left .',
    "Sony 's and Sony ' s and the Winners ' Cup",
    "He don 't and does n't know O 'Brien or Gabriele D 'Annunzio",
    "The ' Best ' of 1990 - 95 ( in Winston - Salem )",
    "a Java -based tool at 10 -0800 , 5 % off",
    "`` Well '' , the _ Lusitania _ sank ; $ 5 each .",
    "“ I saw it , ” he said , ‘ all of 'em ’ and ’ s .",
]
JOINED = [
    'He said, "Hi, Ann!" and left.',
    "Sony's and Sony's and the Winners' Cup",
    "He don't and doesn't know O'Brien or Gabriele D'Annunzio",
    "The 'Best' of 1990-95 (in Winston-Salem)",
    "a Java-based tool at 10 -0800, 5% off",
    '"Well", the _Lusitania_ sank; $5 each.',
    "“I saw it,” he said, ‘all of 'em’ and’s.",
]


@pytest.mark.parametrize(("sentence", "joined"), list(zip(SENTENCES, JOINED, strict=True)), ids=range(len(JOINED)))
def test_tokens_are_joined_as_people_type_and_each_is_found_again(sentence, joined):
    tokens = sentence.split(" ")
    text, offsets = join_tokens(tokens)
    assert text == joined
    shown = [text[start:end] for start, end in offsets]
    assert shown == [token.replace("``", '"').replace("''", '"') for token in tokens]


def test_no_tokens_are_no_text():
    assert join_tokens([]) == ("", [])
