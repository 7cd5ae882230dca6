"""The main window: its bars, its docks, and what lies over it."""
