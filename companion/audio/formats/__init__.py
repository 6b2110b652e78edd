"""Audio file formats: the only modules that read or write audio files."""
