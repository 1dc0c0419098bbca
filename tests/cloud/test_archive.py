"""A folder as a stream: what arrives is whole, or nothing arrives."""

import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from spacy_pii.cloud.archive import fetch, pack
from spacy_pii.errors import PiiError


@pytest.fixture
def run_folder(tmp_path):
    folder = tmp_path / "runs" / "r1"
    (folder / "model" / "vocab").mkdir(parents=True)
    (folder / "empty").mkdir()
    (folder / "checkpoints").mkdir()
    (folder / "run.json").write_text("{}")
    (folder / "model" / "weights").write_bytes(bytes(range(256)) * 9000)
    (folder / "model" / "vocab" / "zoë.txt").write_text("Zoë")
    return folder


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


def test_a_folder_arrives_as_it_was(run_folder, tmp_path):
    assert fetch(pack(run_folder, ["checkpoints"]), "r1", tmp_path / "out") == tmp_path / "out" / "r1"
    (run_folder / "checkpoints").rmdir()
    assert files(tmp_path / "out" / "r1") == files(run_folder)


def test_an_archive_holds_the_folder(run_folder, tmp_path):
    path = fetch(pack(run_folder), "r1", tmp_path, archive=True)
    with tarfile.open(path) as source:
        assert {"r1/run.json", "r1/model/weights", "r1/empty"} <= set(source.getnames())
        assert source.extractfile("r1/model/weights").read() == (run_folder / "model/weights").read_bytes()


@pytest.mark.parametrize("as_archive", [False, True])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_a_stream_that_was_cut_short_is_refused_and_the_old_folder_stays(run_folder, tmp_path, share, as_archive):
    out = tmp_path / "out"
    fetch(pack(run_folder), "r1", out, archive=as_archive)
    before = files(out)
    stream = b"".join(pack(run_folder))
    # Where a member ends, too: there a tar looks whole.
    for length in {int(len(stream) * share), int(len(stream) * share) // 512 * 512}:
        with pytest.raises(PiiError, match="not whole"):
            fetch([stream[:length]], "r1", out, archive=as_archive)
    assert files(out) == before


@pytest.mark.parametrize("as_archive", [False, True])
def test_a_damaged_file_is_refused(run_folder, tmp_path, as_archive):
    stream = b"".join(pack(run_folder)).replace(b"\x10\x11\x12", b"\x10\x00\x12", 1)
    with pytest.raises(PiiError, match="not whole"):
        fetch([stream], "r1", tmp_path / "out", archive=as_archive)
    assert not list((tmp_path / "out").iterdir())


def test_an_error_while_packing_reaches_the_receiver(run_folder, tmp_path, monkeypatch):
    """The first of three files had arrived, and nobody was told."""
    opened = Path.open

    def broken(path, *args, **options):
        if path.name == "weights":
            raise OSError("the disk is gone")
        return opened(path, *args, **options)

    monkeypatch.setattr(Path, "open", broken)
    with pytest.raises(PiiError, match="cannot be read to its end"):
        fetch(pack(run_folder), "r1", tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())


def test_members_outside_of_the_folder_are_refused(run_folder, tmp_path):
    with pytest.raises(PiiError, match="not whole"):
        fetch(pack(run_folder), "another", tmp_path / "out")
    stream = BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("r1/../a.txt"))
    with pytest.raises(PiiError, match="not whole"):
        fetch([stream.getvalue()], "r1", tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(PiiError, match="no such folder"):
        next(pack(tmp_path / "none"))
