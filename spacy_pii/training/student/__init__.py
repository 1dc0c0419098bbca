"""The student: a causal language model that learns, through LoRA, to answer the questions of `pii_llm`."""
