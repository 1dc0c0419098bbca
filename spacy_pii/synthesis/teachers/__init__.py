"""Teachers: language models that write text with placeholders, which surrogate values then fill.

No value ever comes from a teacher and no labelled value is ever sent to one, so spans are exact and text is invented.
"""

from __future__ import annotations

from ...chat import Journal, Reply, Request, Usage, journal_paths
from .batch import Teacher
from .bedrock import BedrockTeacher
from .collect import Harvest, collect, fill, harvest, pending
from .examples import Example, draw_examples
from .openai_teacher import OpenAITeacher
from .prompts import load_prompts, plan_requests

__all__ = [
    "BedrockTeacher",
    "Example",
    "Harvest",
    "Journal",
    "OpenAITeacher",
    "Reply",
    "Request",
    "Teacher",
    "Usage",
    "collect",
    "draw_examples",
    "fill",
    "harvest",
    "journal_paths",
    "load_prompts",
    "pending",
    "plan_requests",
]
