"""What can be chosen instead of a voice by its name."""

AUTO = "auto"
SILENT = "silent"
