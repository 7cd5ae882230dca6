"""What a user can ask for, once for window and command line. Long work is a generator of typed events."""
