"""Words of the service in any case: whether it minds is not documented (ci-templates §16)."""

from __future__ import annotations

from collections.abc import Iterable


def spelled(word: str | None, words: Iterable[str]) -> str | None:
    """That of ``words`` which ``word`` is, whatever its case; ``None`` for one that is not among them."""
    folded = (word or "").strip().lower()
    return next((known for known in words if known.lower() == folded), None)
