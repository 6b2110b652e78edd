"""Parts of pages that draw themselves from a moment."""
