"""Scores of predicted personal data against labelled records."""
