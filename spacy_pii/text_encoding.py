"""Files that are not UTF-8: read as if they were, and written back in the encoding that they had."""

from __future__ import annotations

import codecs
import io
from typing import IO, Any

from .errors import PiiError

BOM = "\ufeff"
_CHUNK = 1 << 16
_BY_MARK = {
    "utf-16": {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"},
    "utf-32": {codecs.BOM_UTF32_LE: "utf-32-le", codecs.BOM_UTF32_BE: "utf-32-be"},
}


class TextEncoding:
    """An encoding that a user has named. Raises PiiError if there is none of that name.

    Of UTF-16 and UTF-32 the byte order is known once `as_utf8` has seen the beginning; the byte order mark is a
    character of the text, U+FEFF, so that it comes out as it went in.
    """

    def __init__(self, name: str = "utf8"):
        try:
            "".encode(name)
            self._codec = codecs.lookup(name).name
        except (LookupError, UnicodeError, ValueError):
            raise PiiError(f"no encoding {name!r}.", remedy=f"such as {_EXAMPLES}.") from None
        self.name = name
        if self._codec == "utf-8-sig":
            self._codec = "utf-8"

    @property
    def is_utf8(self) -> bool:
        return self._codec == "utf-8"

    def as_utf8(self, stream: IO[bytes]) -> IO[bytes]:
        """The stream in UTF-8. What is no text in this encoding is none in UTF-8 either, at the same place."""
        return stream if self.is_utf8 else io.BufferedReader(_Recoded(self, stream), _CHUNK)

    def decoder(self, start: bytes) -> codecs.IncrementalDecoder:
        """A decoder for a text that begins so. Raises PiiError where the beginning must tell the byte order."""
        if marks := _BY_MARK.get(self._codec):
            found = next((codec for mark, codec in marks.items() if start.startswith(mark)), None)
            if found is None and start:
                raise PiiError(
                    f"there is no byte order mark at the start, which {self.name} has.",
                    remedy=f"name the byte order: --encoding {self._codec}-le or {self._codec}-be.",
                )
            self._codec = found or f"{self._codec}-le"
        return codecs.getincrementaldecoder(self._codec)(_INVALID)

    def encode(self, text: str, *, json: bool = False) -> bytes:
        r"""The bytes of a text. json: what the encoding cannot hold is written as \uXXXX, which a JSON string may hold.

        Raises PiiError for what it cannot hold otherwise: nothing is left out and nothing replaced.
        """
        if self._codec in _BY_MARK and text:
            # Nothing has been read that would tell the byte order.
            self._codec, text = f"{self._codec}-le", BOM + text
        try:
            return text.encode(self._codec, _JSON if json else "strict")
        except UnicodeEncodeError:
            raise PiiError(
                f"a new value holds a character that {self.name} cannot hold.",
                remedy="convert the file to UTF-8 first, or choose an operator that writes ASCII, such as replace.",
            ) from None

    def refusal(self, where: str = "") -> PiiError:
        """The error for bytes that are no text in this encoding."""
        name = "UTF-8" if self.is_utf8 else self.name
        return PiiError(f"not {name}{where}.", remedy=f"name its encoding with --encoding, such as {_EXAMPLES}.")


class _Recoded(io.RawIOBase):
    def __init__(self, encoding: TextEncoding, stream: IO[bytes]):
        self._encoding, self._stream = encoding, stream
        self._decoder: codecs.IncrementalDecoder | None = None
        self._ready, self._at_end = b"", False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready and not self._at_end:
            chunk = self._stream.read(_CHUNK) if self._decoder else self._stream.read(4)
            self._decoder = self._decoder or self._encoding.decoder(chunk)
            self._at_end = not chunk
            # Half a surrogate pair comes out as bytes that no reader of UTF-8 accepts.
            self._ready = self._decoder.decode(chunk, self._at_end).encode("utf8", "surrogatepass")
        view = memoryview(buffer)
        size = min(len(view), len(self._ready))
        view[:size], self._ready = self._ready[:size], self._ready[size:]
        return size


def looks_like_utf16(text: str) -> bool:
    """Whether every other character is NUL: UTF-16 without a mark is valid UTF-8, in which nobody finds a name."""
    return len(text) > 3 and text.count("\0") * 3 > len(text)


def _invalid(error: UnicodeError) -> tuple[str, int]:
    if isinstance(error, UnicodeDecodeError):
        return "\udcff", error.end
    raise error


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2)), error.end


_EXAMPLES = "cp1252, latin-1 or utf-16"
_INVALID, _JSON = "spacy_pii.invalid", "spacy_pii.json"
codecs.register_error(_INVALID, _invalid)
codecs.register_error(_JSON, _escaped)
