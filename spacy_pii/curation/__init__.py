"""Curation of corpora: mixing, duplicates, inconsistent labels, disputed labels."""
