"""What is on disk: places, the library of scripts and sounds. Looking never creates anything."""
