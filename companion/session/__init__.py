"""The use cases: prepare a sitting, carry it, and nothing about how it looks."""
