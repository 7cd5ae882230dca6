"""One file a page; each registers its page."""
