"""Whether Modal can be reached with a token, before anything is built or uploaded."""

from __future__ import annotations

from ..errors import PiiError


def require_token() -> None:
    """Raise PiiError if neither the environment nor Modal's own file holds a token."""
    try:
        from modal.config import config
    except ModuleNotFoundError:
        raise PiiError("modal is not installed.", remedy="pip install spacy-pii[modal]") from None
    if not (config.get("token_id") and config.get("token_secret")):
        raise PiiError(
            "Modal has no token, so nothing can run there.",
            remedy="run `modal token new` once, or set MODAL_TOKEN_ID and MODAL_TOKEN_SECRET (see .env.example); "
            "`python scripts/train_run.py` trains on this machine, without an account.",
        )
