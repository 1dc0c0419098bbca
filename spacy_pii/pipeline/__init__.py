"""The spaCy components; every entry point imports its heavy dependencies inside the factory."""
