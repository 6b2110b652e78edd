"""Plain mode: every room as lines of text, one thought a line, for screen readers and pipes."""
