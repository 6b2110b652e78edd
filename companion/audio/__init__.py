"""Everything that sounds: clips, bells, the mixer, and the sinks that take its blocks."""
