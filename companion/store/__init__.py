"""Everything on disk: places, settings, scripts and sounds. Reading never creates anything."""
