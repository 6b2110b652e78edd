"""The file door: the only place that reads or writes audio files."""
