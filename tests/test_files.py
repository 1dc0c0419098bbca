"""Writing files and folders: all or nothing, also with several writers."""

import ast
import gzip
import os
import stat
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from spacy_pii.errors import PiiError
from spacy_pii.files import atomic_bytes, atomic_text, complete_folder, locked

ROOT = Path(__file__).parent.parent


def test_two_writers_of_one_file_do_not_mix(tmp_path):
    path = tmp_path / "rows.jsonl"
    with ExitStack() as first, ExitStack() as second:
        one, two = first.enter_context(atomic_text(path)), second.enter_context(atomic_text(path))
        one.write("first\n" * 1000)
        two.write("second\n" * 1000)
        second.close()
        assert path.read_text() == "second\n" * 1000
        first.close()
    assert path.read_text() == "first\n" * 1000
    assert list(tmp_path.iterdir()) == [path]


def test_two_writers_of_one_folder_do_not_mix(tmp_path):
    path = tmp_path / "model"
    with ExitStack() as first, ExitStack() as second:
        one, two = first.enter_context(complete_folder(path)), second.enter_context(complete_folder(path))
        (one / "a").write_text("first")
        (two / "b").write_text("second")
    assert [file.name for file in path.iterdir()] == ["a"]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("writer", [atomic_bytes, atomic_text])
def test_an_interrupted_writer_leaves_the_old_file_and_no_debris(tmp_path, writer):
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(b"old")

    def interrupted():
        with writer(path) as file:
            file.write(b"new" if writer is atomic_bytes else "new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_no_pattern_of_a_reader_matches_what_is_being_written(tmp_path):
    with atomic_text(tmp_path / "taught.jsonl.gz"), complete_folder(tmp_path / "0000010"):
        assert not list(tmp_path.glob("*.jsonl*"))
        assert not [path for path in tmp_path.iterdir() if path.name.isdecimal()]


def test_what_a_killed_run_left_is_deleted_a_day_later(tmp_path):
    old, recent = tmp_path / "rows.0a.partial", tmp_path / "rows.0b.partial"
    for path in (old, recent):
        path.mkdir()
    past = time.time() - 25 * 3600
    os.utime(old, (past, past))
    with atomic_text(tmp_path / "rows.jsonl"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rows.0b.partial", "rows.jsonl"]


def test_a_private_file_is_its_owners_and_others_keep_their_permissions(tmp_path):
    with atomic_bytes(tmp_path / "vault", private=True):
        pass
    assert stat.S_IMODE((tmp_path / "vault").stat().st_mode) == 0o600
    shared = tmp_path / "report.json"
    shared.touch()
    shared.chmod(0o640)
    with atomic_text(shared) as file:
        file.write("{}")
    assert stat.S_IMODE(shared.stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "file")
    with atomic_text(tmp_path / "link") as file:
        file.write("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text() == "new"


def test_text_is_utf8_with_the_line_ends_that_were_written(tmp_path):
    for name in ("a.txt", "a.txt.gz"):
        with atomic_text(tmp_path / name) as file:
            file.write("Zoë\r\nAnn\n")
    assert (tmp_path / "a.txt").read_bytes() == "Zoë\r\nAnn\n".encode()
    assert gzip.decompress((tmp_path / "a.txt.gz").read_bytes()) == "Zoë\r\nAnn\n".encode()


def test_a_place_that_cannot_be_written_is_an_error_with_the_path(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(PiiError, match="cannot be written"), atomic_text(tmp_path / "file" / "below"):
        pass
    with pytest.raises(PiiError, match="cannot be written"), complete_folder(tmp_path / "file" / "below"):
        pass
    # Whoever mistypes the path of a vault does not get a new folder.
    with pytest.raises(PiiError, match="cannot be written"), atomic_bytes(tmp_path / "none" / "v", private=True):
        pass


def test_a_file_in_use_is_refused(tmp_path):
    with locked(tmp_path / "v"), pytest.raises(PiiError, match="another run"), locked(tmp_path / "v"):
        pass


def test_nothing_else_replaces_files():
    """One module knows how: a second way would have its own temporary name again."""
    for path in [*(ROOT / "spacy_pii").rglob("*.py"), *(ROOT / "scripts").glob("*.py")]:
        if path == ROOT / "spacy_pii/files.py":
            continue
        called = {
            f"{node.func.value.id}.{node.func.attr}"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf8")))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        }
        assert not called & {"os.replace", "os.rename", "tempfile.mkstemp", "tempfile.NamedTemporaryFile"}, path
