"""The window. It shows values and sends commands; `usecases` does all work. ARCHITECTURE.md has its map."""

from . import overrides

overrides.install()  # before the first class of the window is made
