"""Plain notes become a script: their rests, their marks, captions as notes."""
