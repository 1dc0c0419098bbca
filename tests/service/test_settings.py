import pytest
from typer.testing import CliRunner

from spacy_pii.cli import app
from spacy_pii.errors import PiiError
from spacy_pii.service.settings import Settings


def test_options_come_before_variables_and_ours_before_presidios():
    environment = {"PORT": "3000", "WORKERS": "2", "SPACY_PII_PORT": "4000", "SPACY_PII_PATTERNS": "false"}
    settings = Settings.from_environment(environment, host="0.0.0.0", model=None)
    assert (settings.port, settings.workers, settings.patterns, settings.host) == (4000, 2, False, "0.0.0.0")
    assert Settings.from_environment({"PORT": "3000"}).port == 3000
    assert Settings.from_environment({"PORT": "3000"}, port=1).port == 1
    assert Settings.from_environment({}).host == "127.0.0.1"


def test_settings_travel_through_the_environment():
    settings = Settings(role="analyzer", regex_timeout=0.5, patterns=False, token_file="a")
    assert Settings.from_environment(settings.to_environment()) == settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "soon"),
        ("SPACY_PII_ROLE", "all"),
        ("SPACY_PII_LABELS", "x"),
        ("SPACY_PII_MAX_BODY", "0"),
        ("SPACY_PII_PATTERNS", "maybe"),
        ("SPACY_PII_BODY_TIMEOUT", "0"),
    ],
)
def test_unusable_values_are_errors_that_name_them(name, value):
    with pytest.raises(PiiError, match=name.removeprefix("SPACY_PII_").lower()):
        Settings.from_environment({name: value})


def test_a_missing_or_empty_token_is_an_error_before_anything_is_served(tmp_path):
    with pytest.raises(PiiError, match="cannot be read"):
        Settings(token_file=str(tmp_path / "none")).read_token()
    (tmp_path / "empty").write_text("\n")
    result = CliRunner().invoke(app, ["serve", "--token-file", str(tmp_path / "empty")])
    assert result.exit_code == 1
    assert "token file is empty" in result.output
