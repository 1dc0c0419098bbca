"""Records to DocBin: splits, alignment with tokens, long documents in pieces."""
