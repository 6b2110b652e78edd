"""Read a YAML file: its tree, its values, and what is wrong with it, each at its place."""
