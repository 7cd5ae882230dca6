"""Sizes that Qt has a name for in C++ only."""

from __future__ import annotations

NO_LIMIT = 16777215
"""Qt's own "no limit" of a widget's width or height."""
