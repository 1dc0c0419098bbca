"""Presidio's validated patterns, and how they join the model's entities; imports Presidio."""
