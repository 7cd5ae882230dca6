"""Files of the user: compositions and request documents."""
