"""The page Request: what would be sent, to read and to copy."""
