"""What each step takes, a verb or a family of verbs to a module, and the one table of them all."""
