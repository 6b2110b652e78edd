"""YAML reading: a tree of nodes from a text, its values, and flaws with their places."""
