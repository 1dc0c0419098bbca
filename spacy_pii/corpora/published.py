"""Two corpora whose published files are not those that the recipe reads: they are fetched and joined.

Broad Twitter Corpus: sections A to H, split as its authors recommend and their notebook does: train is A, B, E, G and
the first 1,000 tweets of H, development the rest of H (test is F, whole). https://github.com/GateNLP/broad_twitter_corpus
Text Anonymization Benchmark: arrays of documents, here as JSON Lines.
https://github.com/NorskRegnesentral/text-anonymization-benchmark
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path

from ..errors import PiiError
from ..files import atomic_text

BTC_URL = "https://raw.githubusercontent.com/GateNLP/broad_twitter_corpus/master/"
TAB_URL = "https://raw.githubusercontent.com/NorskRegnesentral/text-anonymization-benchmark/master/"

_SECTIONS = ("a", "b", "e", "g", "h")
_H_IN_TRAIN = 1000
_TIMEOUT = 60.0


def fetch_btc(folder: Path, url: str = BTC_URL) -> bool:
    """Write btc.train and btc.dev; False, with no network call, if both are there. Raises PiiError."""
    train, dev = folder / "btc.train", folder / "btc.dev"
    if train.is_file() and dev.is_file():
        return False
    tweets = {section: _tweets(download(f"{url}{section}.conll")) for section in _SECTIONS}
    held_out = tweets["h"][_H_IN_TRAIN:]
    tweets["h"] = tweets["h"][:_H_IN_TRAIN]
    for path, chosen in ((train, [tweet for section in _SECTIONS for tweet in tweets[section]]), (dev, held_out)):
        with atomic_text(path) as file:
            file.writelines(f"{tweet}\n\n" for tweet in chosen)
    return True


def fetch_tab(folder: Path, url: str = TAB_URL) -> bool:
    """Write tab_train_dev.jsonl; False, with no network call, if it is there. Raises PiiError."""
    path = folder / "tab_train_dev.jsonl"
    if path.is_file():
        return False
    documents = [row for part in ("train", "dev") for row in json.loads(download(f"{url}echr_{part}.json"))]
    with atomic_text(path) as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in documents)
    return True


def download(url: str) -> str:
    """The text of a published file. Raises PiiError."""
    return as_text(download_bytes(url))


def download_bytes(url: str) -> bytes:
    """Raises PiiError."""
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT) as response:
            return bytes(response.read())
    except (urllib.error.URLError, TimeoutError):
        raise PiiError(
            f"{url} cannot be fetched.", remedy="connect to the network, or put the joined file in place."
        ) from None


def as_text(content: bytes) -> str:
    """UTF-8 or, where it is not, Latin-1."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _tweets(text: str) -> list[str]:
    """The lines of each tweet; the blank lines between tweets may hold spaces."""
    tweets: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip(" \r"):
            tweets[-1].append(line.rstrip("\r"))
        elif tweets[-1]:
            tweets.append([])
    return ["\n".join(lines) for lines in tweets if lines]
