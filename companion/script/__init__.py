"""Scripts: their model, the table of verbs, parsing, checking and advice. Pure."""
