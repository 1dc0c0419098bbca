"""Scores of predicted personal data against labelled records; every figure comes from here."""
