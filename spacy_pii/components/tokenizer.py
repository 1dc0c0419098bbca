"""`spacy_pii.Tokenizer.v1`: a spaCy tokenizer whose tokens start and end where personal data does.

Every symbol is a token, every word is one, and the few glued forms in which a value starts inside a word are cut. All
of it is one "infix" expression that tiles the text; there are no prefixes and suffixes, because spaCy strips those one
by one and copies the rest each time, which is quadratic on a long text without spaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]

from .marks import combining_marks

# Thai, Lao, Myanmar, Khmer, kana and Han have no spaces, and Korean particles are glued to names: a value can start at
# any character.
UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
ALNUM = rf"[^\W_{UNSPACED}]"
LETTER = rf"[^\W\d_{UNSPACED}]"
CONTRACTION = re.compile(rf"{LETTER}+(?:['’]{LETTER}+)*")


def create_tokenizer() -> Callable[[Language], Tokenizer]:
    """The registered factory: a function from `nlp` to its tokenizer, which keeps the language's contractions."""

    def tokenizer_factory(nlp: Language) -> Tokenizer:
        # spaCy applies exceptions anywhere in a text. Emoticons ("=3") and clippings ("'em") would take the edge of a
        # value, abbreviations ("St.", "U.S.") the period of the sentence that it ends.
        exceptions = nlp.Defaults.tokenizer_exceptions.items()
        return Tokenizer(
            nlp.vocab,
            rules={text: tokens for text, tokens in exceptions if CONTRACTION.fullmatch(text)},
            infix_finditer=re.compile(token_pattern()).finditer,
        )

    return tokenizer_factory


@cache
def token_pattern() -> str:
    """An expression whose successive matches are the tokens of a text without whitespace, with no gap between them.

    Every repetition is bounded: it takes linear time on any text, and no token outgrows an encoder's window.
    """
    mark = f"[{combining_marks()}]"
    return "|".join(
        [
            # \nJohn, \u00a0John, %20John
            r"(?<=\\)(?:[nrtNRT]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})|(?<=%)[0-9A-Fa-f]{2}",
            # The plain word, first because it is most of any text.
            rf"{LETTER}{{2,64}}+(?![\d{combining_marks()}])",
            # The U.S in U.S., e.g
            rf"{LETTER}(?:\.{LETTER}){{1,8}}(?!{ALNUM})",
            rf"(?<={ALNUM})['’][sS](?!{ALNUM})",
            # 5pm, 12Main, tel0123, 2024-05-01T10:00, 555-1234x89
            rf"\d{{1,32}}+(?=[TtXx]\d\d|{LETTER}{{1,32}}+(?!{ALNUM}))",
            rf"{LETTER}{{1,32}}+(?=\d{{1,32}}+(?!{ALNUM}))",
            r"(?<=\d\d)[TtXx](?=\d\d)",
            rf"{ALNUM}{{1,64}}+(?!{mark})",
            rf"(?:{ALNUM}|{mark}){{1,64}}",
            r"://|([-=_*.~#!?])\1{2,63}",
            rf"(?:[{UNSPACED}]|[^\w\s]|_){mark}{{0,16}}",
        ]
    )
