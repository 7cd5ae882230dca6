"""The gallery of layouts: thumbnails to choose from, gap and margin."""
