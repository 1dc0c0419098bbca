"""What runs in a user's process: the spaCy components; entry points import heavy libraries inside the factory."""
