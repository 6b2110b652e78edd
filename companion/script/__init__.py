"""What an author wrote: the model, the table of verbs, parsing and checking. Pure."""
