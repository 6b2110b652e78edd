"""A voice-guided meditation companion for when a partner has asked for space."""

__version__ = "0.1.0"
