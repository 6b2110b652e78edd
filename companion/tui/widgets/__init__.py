"""Widgets: breath, caption, the strip of a timeline, and the text area of the writer's room."""
