"""What `import spacy_pii` gives, and what it leaves for later."""

from __future__ import annotations

import subprocess
import sys

import pytest

import spacy_pii


def test_the_names_that_a_user_needs_are_there():
    assert spacy_pii.Anonymizer.__module__ == "spacy_pii.anonymize.anonymizer"
    assert callable(spacy_pii.create_analyzer)
    assert issubclass(spacy_pii.PiiError, ValueError)
    assert spacy_pii.__version__[0].isdigit()
    with pytest.raises(AttributeError, match="nothing_like_that"):
        _ = spacy_pii.nothing_like_that


def test_importing_it_loads_neither_spacy_nor_presidio():
    program = "import sys, spacy_pii; print(sorted({'spacy', 'presidio_analyzer', 'torch'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
