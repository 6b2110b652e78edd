"""Speech: engines behind one Protocol, a cache of clips, and a narrator that never fails."""
