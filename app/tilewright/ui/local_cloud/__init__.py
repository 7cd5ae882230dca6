"""The local cloud as its user sees it: room, queue, settings, cleaning up."""
