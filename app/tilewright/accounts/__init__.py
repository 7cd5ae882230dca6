"""Profiles and their keys. No key leaves this folder but into the signer."""
