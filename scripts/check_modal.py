"""Fail, and say what to do, where Modal has no token."""

from spacy_pii.cli.program import readable_errors, run
from spacy_pii.cloud.token import require_token


@readable_errors
def main() -> None:
    """Check that Modal has a token."""
    require_token()


if __name__ == "__main__":
    run(main)
