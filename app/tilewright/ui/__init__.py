"""The window. It shows values and sends commands; `usecases` does all work. ARCHITECTURE.md has its map."""
