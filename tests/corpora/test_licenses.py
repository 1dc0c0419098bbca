import json

import pytest
from quality_scripts import run

from spacy_pii.corpora.licenses import license_note


def release(language):
    """A record in the shape of 200k (language as a code) or 300k (as a word)."""
    mask = [{"value": "Ann", "start": 0, "end": 3, "label": "FIRSTNAME"}]
    return {"source_text": "Ann", "target_text": "", "privacy_mask": mask, "span_labels": "[]", "language": language}


@pytest.mark.parametrize(("language", "note"), [("en", "individuals"), ("English", "non-commercial")])
def test_converting_a_release_that_restricts_derivatives_says_so(tmp_path, language, note):
    source = tmp_path / "english.jsonl"
    source.write_text(json.dumps(release(language)) + "\n")
    report = ("--report", tmp_path / "report.json")
    printed = run("convert.py", tmp_path / "out", source, "--dev", 0, "--test", 0, *report)
    assert note in printed
    assert "Do not release a model" in " ".join(printed.split())


@pytest.mark.parametrize("script", ["deduplicate.py", "audit_labels.py"])
def test_every_command_that_reads_such_a_release_says_so(tmp_path, script):
    source = tmp_path / "english.jsonl"
    source.write_text(json.dumps(release("English")) + "\n")
    arguments = {
        "deduplicate.py": (tmp_path / "clean", source, "--report", tmp_path / "r.json"),
        "audit_labels.py": (source, "--report", tmp_path / "r.json"),
    }[script]
    printed = run(script, *arguments)
    assert printed.count("non-commercial") == 1
    assert str(source) in printed


def test_our_own_samples_are_not_suspected(tmp_path):
    report = ("--report", tmp_path / "report.json")
    assert "Do not release" not in run("convert.py", tmp_path / "out", "assets/samples.jsonl", *report)


def test_sources_that_may_be_released_have_no_note():
    assert all(license_note(source) is None for source in ("btc", "evi", "slurp", "tab:train", "synthetic"))
