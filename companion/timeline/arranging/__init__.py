"""A plan becomes a timeline: every cue at its place, exactly as long as was asked. Pure."""
