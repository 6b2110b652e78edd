"""The timeline of a session, which ear and eye both read: planning and arranging it. Pure."""
