"""Tilewright: lay out video tiles in a frame and get one composed video."""

__version__ = "0.1.0"
