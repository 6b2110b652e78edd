"""The user interface in Textual: shows moments of the timeline and controls the transport."""
