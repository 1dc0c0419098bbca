"""Language models behind an endpoint: one question, one answer, and what it cost.

The teachers of the synthesis and the component `pii_llm` share it.
"""

from __future__ import annotations

from .base import ChatModel, RefusedRequest, Reply, Request, Usage
from .journal import Journal, journal_paths
from .json_answer import RejectedAnswer, read_json
from .openai_compatible import OpenAIChat

__all__ = [
    "ChatModel",
    "Journal",
    "OpenAIChat",
    "RefusedRequest",
    "RejectedAnswer",
    "Reply",
    "Request",
    "Usage",
    "journal_paths",
    "read_json",
]
