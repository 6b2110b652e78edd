"""Arranging: from a plan to a timeline of exactly the requested length. Pure."""
