"""The service's own language: requests, replies and errors as XML, and the signature of a call."""
