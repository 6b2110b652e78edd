"""Sound: recipes, scores, clips, the mixer, and the sinks that take its blocks."""
