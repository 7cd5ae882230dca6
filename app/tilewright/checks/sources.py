"""Rules about the videos behind the tiles: their addresses, and what looking at them showed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from ..model.problem import Problem, Severity
from .registry import View, rule


def _host(url: str) -> str | None:
    """The host of an http(s) address that names a file; ``None`` for anything else."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return host if parts.scheme in {"http", "https"} and host and parts.path.strip("/") else None


@rule("tile-url")
def find_bad_urls(view: View) -> Iterator[Problem]:
    for tile in view.shown:
        if _host(tile.url) is None:
            what = "has no video" if not tile.url else "has an address that is not one of a video on the web"
            yield Problem(
                "tile-url",
                f"tiles.{tile.id}.url",
                "error",
                f"{view.label(tile)} {what}. Choose a video; its address starts with https://.",
            )


@rule("url-elsewhere")
def find_foreign_urls(view: View) -> Iterator[Problem]:
    """The videos must lie in the bucket of the job (ci-jobs §1.3, A13)."""
    target = view.target
    if target is None:
        return
    for tile in view.shown:
        host = _host(tile.url)
        if host is None or host == target.cos_host.lower():
            continue
        severity: Severity = "warning" if target.local else "error"
        yield Problem(
            "url-elsewhere",
            f"tiles.{tile.id}.url",
            severity,
            f"The video of {view.label(tile)} lies at {host}, not in the bucket {target.bucket}. "
            "Bring it into the bucket first.",
            assumption="A13",
        )


_CURES = {
    "absent": "Choose it again, or bring it into the bucket.",
    "refused": "Choose another video.",
    "damaged": "Choose another copy of it.",
    "unreachable": "",
}


@rule("source-absent", "source-refused", "source-damaged", "source-unreachable")
def find_troubled_sources(view: View) -> Iterator[Problem]:
    for tile in view.shown:
        trouble = view.known.troubles.get(tile.url)
        if trouble:
            severity: Severity = "warning" if trouble.kind == "unreachable" else "error"
            yield Problem(
                f"source-{trouble.kind}",
                f"tiles.{tile.id}.url",
                severity,
                f"{view.label(tile)}: {trouble.sentence.rstrip('.')}. {_CURES[trouble.kind]}".rstrip(),
            )


LENGTHS_DIFFER = 0.5
"""Seconds by which videos may differ in length before it is said."""


@rule("lengths-differ")
def find_different_lengths(view: View) -> Iterator[Problem]:
    lengths = [view.known.sources[tile.url].duration for tile in view.shown if tile.url in view.known.sources]
    if lengths and max(lengths) - min(lengths) > LENGTHS_DIFFER:
        yield Problem(
            "lengths-differ",
            "tiles",
            "note",
            f"The videos last from {min(lengths):.1f} to {max(lengths):.1f} seconds. The result lasts as long as "
            "the longest; a video that has ended keeps its last picture.",
            assumption="A21",
        )
