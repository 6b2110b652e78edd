"""Verbs: the settings of each, one module for each family, and the one table of all verbs."""
