"""Making a composition from videos and a layout, and the request of a composition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..durable import file_stamp
from ..errors import BadInput, WrongUse
from ..files.facts import KeptFacts
from ..jobs.wish import make_wish
from ..layout.applying import proportion_of
from ..layout.gallery import LAYOUTS, Layout, arrange
from ..layout.rect import Rect
from ..model.composition import Composition, Tile, new_tile_ids
from ..model.secrets import clean_address
from ..model.source import Source
from ..wire.request import write_request
from .bring import bring
from .events import Added, Bringing, Brought, Cleaned, Made, NotAdded
from .fresh import DEFAULT_SIZE, new_composition
from .know import keep_brought, know
from .workplace import Service

DEFAULT_LAYOUT = "auto"


def make(
    videos: Sequence[str],
    service: Service,
    *,
    name: str,
    size: tuple[int, int] = DEFAULT_SIZE,
    layout: str = DEFAULT_LAYOUT,
    gap: int = 0,
    margin: int = 0,
    layouts: Sequence[Layout] = LAYOUTS,
    kept: KeptFacts | None = None,
) -> Iterator[Bringing | Brought | Cleaned | Made]:
    """Bring local ``videos`` into the bucket and lay them out as the one of ``layouts`` that is called ``layout``; the
    last event is ``Made``.

    A video is a local file or an address; what signs an address never gets into the composition. ``name`` becomes
    that of the output. Every file is looked at, and the layout tried, before anything is sent. What is found out goes
    into ``kept`` as well. Raises ``WrongUse`` for a layout or size that cannot be, ``BadInput`` for a file that is no
    video.
    """
    from ..media.probe import probe  # late, as everywhere on the way to the window

    if not videos:
        raise WrongUse("No videos were named.", "Name at least one, as in `tilewright new a.mp4 b.mp4`.")
    yield from _cleaned(videos)
    videos = [without_secrets(video) for video in videos]
    files = {video: Path(video) for video in videos if not is_address(video)}
    stamps = {video: _stamp(path) for video, path in files.items()}
    found: dict[str, Source] = {video: probe(path, video) for video, path in files.items()}
    known = know([video for video in videos if is_address(video)], service.client, kept=kept)
    proportions = [proportion_of(found.get(video) or known.sources.get(video)) for video in videos]
    rects = arrange(layout, size, proportions, gap, margin, layouts=layouts)
    urls = {video: video for video in videos if is_address(video)}
    for video in found:
        for event in bring(Path(video), service):
            if isinstance(event, Brought):
                urls[video] = event.url
                known = known.with_source(event.url, found[video])
                if kept and stamps[video]:
                    keep_brought(event.key, stamps[video], found[video], service.client, kept)
            yield event
    tiles = lay_out([urls[video] for video in videos], rects)
    yield Made(new_composition(tiles, size, service.target, name), known)


def _stamp(path: Path) -> str:
    """``file_stamp``, empty for what is no file; why it is none is told when it is opened."""
    try:
        return file_stamp(path)
    except (OSError, ValueError):
        return ""


def add_videos(videos: Sequence[str], service: Service) -> Iterator[Bringing | Brought | Cleaned | Added | NotAdded]:
    """Make each of ``videos``, a local file or an address, usable as a source; in order, one ``Added`` or ``NotAdded``
    for each. What signs an address is left out; local files are brought into the bucket. Raises only what concerns
    the service, not a single video.
    """
    from ..media.probe import probe

    yield from _cleaned(videos)
    for video in map(without_secrets, videos):
        if is_address(video):
            yield Added(_called(video), video, know([video], service.client).sources.get(video))
            continue
        path = Path(video)
        try:
            source = probe(path, path.name)
        except BadInput as error:
            yield NotAdded(path.name, error.message, error.hint)
            continue
        for event in bring(path, service):
            yield event
            if isinstance(event, Brought):
                yield Added(path.name, event.url, source)


def _cleaned(videos: Sequence[str]) -> Iterator[Cleaned]:
    for video in videos:
        if without_secrets(video) != video:
            yield Cleaned(_called(without_secrets(video)))


def _called(url: str) -> str:
    return url.rpartition("/")[2] or url


def without_secrets(video: str) -> str:
    """``video`` as it may be stored: an address without what signs it, a local file as it is."""
    return clean_address(video) if is_address(video) else video


def is_address(video: str) -> bool:
    return video.lower().startswith(("http://", "https://"))


def lay_out(urls: Sequence[str], rects: Sequence[Rect]) -> tuple[Tile, ...]:
    """One new tile for each address and its rectangle; there are as many of both."""
    return tuple(
        Tile(id=tile_id, url=url, x=rect.x, y=rect.y, width=rect.width, height=rect.height)
        for (url, rect), tile_id in zip(zip(urls, rects, strict=True), new_tile_ids(()), strict=False)
    )


def request_text(composition: Composition, *, pretty: bool = False, with_mark: bool = False) -> bytes:
    """The request as it would be sent. With ``with_mark`` an example of what is added for one job: the mark and,
    in the output's name, its short id, unless the composition wants that name exactly."""
    (text,) = _request_forms(composition, (pretty,), with_mark=with_mark)
    return text


def request_texts(composition: Composition, *, with_mark: bool = False) -> tuple[bytes, bytes]:
    """``request_text`` laid out to be read, and byte for byte as it would be sent; both with the same mark."""
    readable, exact = _request_forms(composition, (True, False), with_mark=with_mark)
    return readable, exact


def _request_forms(composition: Composition, are_pretty: Sequence[bool], *, with_mark: bool) -> list[bytes]:
    mark = None
    if with_mark:
        wish = make_wish(composition)
        composition, mark = composition.replace(output=wish.output), wish.mark
    return [write_request(composition, mark=mark, pretty=is_pretty) for is_pretty in are_pretty]
