"""What becomes of the name of an output."""

from __future__ import annotations

from typing import Literal

Naming = Literal["numbered", "exact", "replace"]
"""It gets the mark's number, so that it is no other's; or it stays as it is: then it has to be free (``exact``), or
what is there is replaced (``replace``).
"""
