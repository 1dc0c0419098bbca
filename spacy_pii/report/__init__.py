"""Pages and cards: the benchmark's HTML report, the data card, the model card."""
