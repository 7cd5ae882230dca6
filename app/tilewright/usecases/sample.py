"""The sample composition: four clips that come with the program."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path

from ..assets import resource
from ..files.compositions import open_composition
from ..model.composition import Composition
from .bring import bring
from .events import Bringing, Brought, Fetched, Fetching
from .jobs import Wait
from .submit import Submission, render_on
from .workplace import Service, Workplace

FOLDER = "sample/"


def open_sample() -> Composition:
    """The sample as it came; its sources are objects below ``sample/`` of the local cloud's bucket."""
    return open_composition(str(resource("samples", "sample.tilewright"))).composition


def bring_sample(service: Service) -> Generator[Bringing | Brought, None, None]:
    """Make sure that the local cloud has the sample's clips, as copies: the program's own files come and go with it."""
    for clip in sorted(resource("samples").glob("*.mp4")):
        yield from bring(clip, service, FOLDER, by_reference=False)


def with_addresses(composition: Composition, brought: Mapping[str, str]) -> Composition:
    """``composition`` with the addresses that its clips have by their file names, where they were ``brought``."""
    tiles = (tile.replace(url=brought.get(tile.url.rpartition("/")[2], tile.url)) for tile in composition.tiles)
    return composition.replace(tiles=tuple(tiles))


def render_sample(
    workplace: Workplace, wait: Wait, path: Path
) -> Generator[Submission | Bringing | Brought | Fetching | Fetched, None, None]:
    """Make the sample's video on the local cloud and write it to ``path``, never over a file."""
    workplace.require_ours()
    with workplace.service("local") as service:
        brought: dict[str, str] = {}
        for event in bring_sample(service):
            if isinstance(event, Brought):
                brought[event.name] = event.url
            yield event
        sample = with_addresses(open_sample(), brought)
        yield from render_on(service, sample, workplace, wait, path, name="sample", replace=False)
