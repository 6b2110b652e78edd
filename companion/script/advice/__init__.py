"""Advice of the style guide and the safety rules on a script that has no errors."""
