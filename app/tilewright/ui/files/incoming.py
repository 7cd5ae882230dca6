"""What is dropped on the window or pasted into it, told apart by its looks: nothing is read here. A file whose ending
says nothing counts as a video until `Looking` has looked into it; so does a text beside others, which may be notes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl

from ...model.clipping import LARGEST as LARGEST_CLIPPING
from ...model.clipping import MIME, is_clipping
from ...model.document import LARGEST

COMPOSITION = ".tilewright"
DOCUMENTS = (COMPOSITION, ".xml", ".json", ".txt", ".http", ".curl", ".sh", ".py", ".log")
PRESET, LAYOUT = ".tilewright-preset", ".tilewright-layout"
_URI_LIST = "text/uri-list"
MOST = 1000
"""Videos that are taken at once: a composition has no more tiles."""

_PATH = re.compile(r"(?:/|~/|[A-Za-z]:[\\/]|\\\\).+")
_LINE = re.compile("[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LONGEST = 32_767
"""Letters of a path or an address; Windows takes paths of so many."""


@dataclass(frozen=True)
class Incoming:
    """Compositions and requests to open, videos to add, as local paths or addresses, and presets and layouts to keep,
    the ``own`` ones; or ``text``, which may be a request itself; or ``tiles``, the text of copied ones; or ``odd``,
    the first of many lines that is no place, beside others that are.
    """

    documents: tuple[Path, ...] = ()
    videos: tuple[str, ...] = ()
    text: str = ""
    own: tuple[Path, ...] = ()
    tiles: str = ""
    odd: str = ""

    def __bool__(self) -> bool:
        return bool(self.documents or self.videos or self.text or self.own or self.tiles or self.odd)


def is_own(path: Path) -> bool:
    """Whether it is called as a preset or a layout is; what is in it is found out when it is read."""
    return path.suffix.lower() in {PRESET, LAYOUT}


def is_layout(path: Path) -> bool:
    return path.suffix.lower() == LAYOUT


def sort_mime(mime: QMimeData | None) -> Incoming:
    """Tiles of ours; files and addresses as a file manager or browser gives them; else lines of text, else a request as
    text. A clipboard without anything may have none at all, whatever the stubs say.
    """
    if mime is None:
        return Incoming()
    if mime.hasFormat(MIME):
        return Incoming(tiles=bytes(mime.data(MIME).left(LARGEST_CLIPPING + 1).data()).decode("utf-8", "replace"))
    if mime.hasUrls():
        found = [url.toLocalFile() if url.isLocalFile() else url.toString() for url in _urls(mime)]
        return _sorted([name for name in found if name])
    text = mime.text()[: LARGEST + 1] if mime.hasText() else ""  # as much as tells that it is too much
    lines = sort_text(text)
    return lines if lines and not lines.odd else _as_document(text) or lines


def _urls(mime: QMimeData) -> list[QUrl]:
    """Of a list that is longer than anything that we take, as many as we may take."""
    listed = mime.data(_URI_LIST)
    if listed.size() <= LARGEST:
        return mime.urls()
    lines = islice(_LINE.finditer(bytes(listed.left(LARGEST).data()).decode("latin-1")), MOST)
    return [QUrl.fromEncoded(line[0].encode("latin-1")) for line in lines]


def _as_document(text: str) -> Incoming:
    if is_clipping(text):
        return Incoming(tiles=text)
    from ...files.compositions import looks_like_document  # late: a window shows itself first

    return Incoming(text=text) if looks_like_document(text) else Incoming()


def is_welcome(mime: QMimeData) -> bool:
    """Whether something of what is dragged may be for us: the drop tells what it is.

    Files that cannot be had just now are. On X11 a program that offers files answers no question about them any more
    once the hand has let go, but to the drop itself: whoever is late with the moves before must not turn it down.
    """
    return bool(sort_mime(mime)) or (mime.hasUrls() and not mime.urls())


def sort_names(names: list[str]) -> Incoming:
    """Paths and addresses that somebody else has found, or the one text that was there instead."""
    return _sorted(names) or _as_document(names[0] if names else "")


def sort_text(text: str) -> Incoming:
    """One path or address a line; no video at all when one of the lines is neither: it is told."""
    lines = [found[0].strip().strip("\"'") for found in islice(_LINE.finditer(text), MOST + 1)]
    names = [_local(line) for line in lines if line]
    odd = [name for name in names if len(name) > _LONGEST or not _is_place(name)]
    if not odd:
        return _sorted(names)
    return Incoming(odd=odd[0]) if len(odd) < len(names) else Incoming()


def _is_place(name: str) -> bool:
    return _is_address(name) or _PATH.fullmatch(name) is not None


def _local(line: str) -> str:
    if line.lower().startswith("file://"):
        return QUrl(line).toLocalFile()
    return str(Path(line).expanduser()) if line.startswith("~/") else line


def _is_address(name: str) -> bool:
    """A text of several lines is none, whatever it begins with."""
    return name[:8].lower().startswith(("http://", "https://")) and "\n" not in name


def _sorted(names: list[str]) -> Incoming:
    files = [name for name in names if not _is_address(name)]
    compositions = [name for name in files if Path(name).suffix.lower() == COMPOSITION]
    documents = [*compositions, *(name for name in files if Path(name).suffix.lower() in DOCUMENTS[1:])]
    own = [name for name in files if is_own(Path(name))]
    taken = {*documents, *own}
    videos = [name for name in names if name not in taken and _is_place(name)]
    # Notes, or what a download keeps beside a video: the content tells.
    if not compositions and (videos or len(documents) > 1):
        videos, documents = [name for name in names if name not in own and _is_place(name)], []
    return Incoming(tuple(map(Path, documents)), tuple(videos[:MOST]), own=tuple(map(Path, own[:MOST])))
