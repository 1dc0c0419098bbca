"""Presidio plugin. Importing this package makes `PiiRecognizer` known to Presidio's YAML configuration."""

from .analyzer import PiiAnalyzerEngine, create_analyzer
from .engine import PiiNlpEngine
from .recognizer import PiiRecognizer

__all__ = ["PiiAnalyzerEngine", "PiiNlpEngine", "PiiRecognizer", "create_analyzer"]
