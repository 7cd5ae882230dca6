"""The Jobs panel: what became of every submission, and what can be done about it."""
