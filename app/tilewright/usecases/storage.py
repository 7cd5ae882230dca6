"""Listing the bucket of a profile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..errors import BadReply
from ..wire.storage import ObjectEntry

if TYPE_CHECKING:
    from ..cloud.client import Client


def list_bucket(client: Client, prefix: str = "") -> Iterator[ObjectEntry]:
    """All objects whose key begins with ``prefix``, page by page."""
    marker = ""
    while True:
        page = client.list_objects(prefix=prefix, marker=marker)
        yield from page.entries
        if not page.next_marker:
            return
        if page.next_marker == marker:
            raise BadReply("The service repeats the same page of the listing.", "Try again.")
        marker = page.next_marker
