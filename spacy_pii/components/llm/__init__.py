"""`pii_llm`: a language model behind an endpoint, as annotator or as second opinion. Texts leave the process."""
