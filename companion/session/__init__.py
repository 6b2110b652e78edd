"""The use cases: preparing and playing a sitting, without anything about its look."""
