"""What a base install, or Windows, can import: nothing that it does not need."""

import subprocess
import sys

import pytest

CASES = [
    ("openai", "spacy_pii.chat"),
    ("jsonschema", "spacy_pii.components.llm.annotator"),
    ("presidio_analyzer", "spacy_pii.components.pii_llm"),
    ("faker", "spacy_pii.curation.mixing"),
    ("faker", "spacy_pii.synthesis"),
    ("faker", "spacy_pii.synthesis.noise"),
    ("faker", "spacy_pii.synthesis.rewriting"),
    ("faker", "spacy_pii.benchmark.slices"),
    ("resource", "spacy_pii.benchmark.speed.worker"),
    ("resource", "spacy_pii.benchmark.speed.latency"),
]


@pytest.mark.parametrize(("missing", "module"), CASES)
def test_a_module_is_imported_without_what_it_does_not_need(missing, module):
    program = f"import sys; sys.modules[{missing!r}] = None; import {module}"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr[-500:]


def test_noise_is_added_without_the_values_of_the_synthesis():
    program = (
        "import sys; sys.modules['faker'] = None\n"
        "from random import Random\n"
        "from spacy_pii.records import PiiRecord\n"
        "from spacy_pii.synthesis.noise import TRANSFORMS\n"
        "for name, transform in TRANSFORMS.items():\n"
        "    transform.apply(PiiRecord('Call Anna Schmidt at 10 now.'), Random(0))\n"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr[-500:]


def test_pipeline_that_asks_a_language_model_is_made_without_the_client():
    program = (
        "import sys; sys.modules['openai'] = sys.modules['jsonschema'] = None\n"
        "import spacy\n"
        "nlp = spacy.blank('en')\n"
        "nlp.add_pipe('pii_llm', config={'model': 'm', 'base_url': 'http://localhost/v1'})\n"
        "nlp('')\n"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr[-500:]
