"""The command line: one file a verb; every verb asks `usecases` for its work."""
