"""The calls of the service: one file a kind. Each takes a `Call` that was let in and gives the answer."""
