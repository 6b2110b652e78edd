"""Preferences: the table of settings, their resolution, last choices, keys and own themes."""
