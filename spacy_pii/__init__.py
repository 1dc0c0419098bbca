"""Find personal data in text, for spaCy and Presidio."""
