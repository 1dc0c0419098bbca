"""Quality control of corpora: duplicates, inconsistent labels, disputed labels, and the figures of the data card."""
