"""The benchmark as one HTML page: plots by matplotlib, examples by displaCy, tables and page by Jinja."""
