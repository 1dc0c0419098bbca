import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacy_pii.errors import PiiError
from spacy_pii.text_encoding import TextEncoding


@given(st.text(), st.sampled_from(["utf8", "utf-16", "utf-16-be", "utf-32", "utf-7", "gb18030"]))
def test_texts_come_out_as_they_went_in(text, name):
    encoding = TextEncoding(name)
    content = encoding.as_utf8(io.BytesIO(text.encode(name))).read().decode("utf8")
    assert content.removeprefix("\ufeff" * (name in ("utf-16", "utf-32"))) == text
    # Where a mark came in, it goes out.
    assert TextEncoding(name).as_utf8(io.BytesIO(encoding.encode(content))).read().decode("utf8") == content


@given(st.text())
def test_json_strings_say_what_the_encoding_cannot_hold(text):
    import json

    written = json.dumps(text, ensure_ascii=False)
    assert json.loads(TextEncoding("ascii").encode(written, json=True).decode("ascii")) == text


def test_nothing_is_left_out_or_replaced():
    with pytest.raises(PiiError, match="cannot hold") as caught:
        TextEncoding("cp1252").encode("Łukasz")
    assert "ukasz" not in str(caught.value)
