from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from spacy_pii.anonymize import Vault
from spacy_pii.errors import PiiError

KEY = Fernet.generate_key().decode()


@pytest.fixture
def path(tmp_path):
    vault = Vault()
    vault.placeholder("PERSON", "Zoë \r\n 😀")
    vault.placeholder("LITERAL", "<PERSON_1>")
    vault.save(tmp_path / "v.bin", KEY)
    return tmp_path / "v.bin"


def test_a_saved_vault_restores_and_goes_on_counting(path):
    vault = Vault.load(path, KEY)
    assert vault.restore("<PERSON_1>|<LITERAL_1>") == "Zoë \r\n 😀|<PERSON_1>"
    assert vault.placeholder("PERSON", "Bob") == "<PERSON_2>"
    assert vault.placeholder("PERSON", "Zoë \r\n 😀") == "<PERSON_1>"


def test_the_file_holds_no_value_in_the_clear_and_only_its_owner_reads_it(path):
    content = path.read_bytes()
    assert "Zoë".encode() not in content
    assert b"PERSON" not in content
    assert path.stat().st_mode & 0o077 == 0


def test_a_wrong_key_is_refused(path):
    with pytest.raises(PiiError, match="does not open"):
        Vault.load(path, Fernet.generate_key())


@pytest.mark.parametrize("position", [0, 1, 30, -1])
def test_a_damaged_vault_is_refused(path, position):
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)
    with pytest.raises(PiiError, match="damaged"):
        Vault.load(path, KEY)


def test_a_cut_or_missing_vault_is_refused(path):
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(PiiError, match="damaged"):
        Vault.load(path, KEY)
    with pytest.raises(PiiError, match="no vault"):
        Vault.load(path.with_name("other"), KEY)


def test_something_that_is_no_key_is_refused_without_showing_it(path):
    with pytest.raises(PiiError, match="not a key") as error:
        Vault.load(path, "hunter2")
    assert "hunter2" not in str(error.value)


def test_a_failed_save_leaves_the_old_vault(path):
    before = path.read_bytes()
    with pytest.raises(PiiError):
        Vault().save(path, "hunter2")
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(PiiError, match="cannot be written"):
        Vault().save(tmp_path / "none" / "v.bin", KEY)
