"""The inspector: pages of fields, each bound to one place in the composition."""
