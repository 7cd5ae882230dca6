"""The table of tiles, twin of the canvas: the top row is drawn on top."""
