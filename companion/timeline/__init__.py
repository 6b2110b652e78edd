"""One timeline, two readers: planning, arranging and asking what is true at a playhead. Pure."""
