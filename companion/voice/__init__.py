"""Text becomes clips: engines behind one Protocol, a cache, and a narrator that never fails."""
