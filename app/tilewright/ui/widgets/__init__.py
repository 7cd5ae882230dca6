"""Controls that several panels use. They know the look, and nothing of compositions."""
