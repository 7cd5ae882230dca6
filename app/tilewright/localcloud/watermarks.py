"""Watermarks of a job as files that FFmpeg lays over the result; no text of a user gets into its graph."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ..checks.letters import cure_for, told_of_letters
from ..durable import storage_error
from ..errors import BadInput
from ..layout.rect import Rect
from ..layout.watermarks import way_of
from ..media.ffmpeg import Stopped
from ..media.picture import Picture
from ..media.stamp import Stamp, make_stamp
from ..media.text_picture import letters_without_glyph
from ..model.options import Watermark
from ..model.ranges import is_under
from ..model.watermark_words import is_image, lettering
from ..text import say
from .overlay import Overlay


def prepare(
    watermarks: Sequence[Watermark],
    frame: tuple[int, int],
    read_image: Callable[[str], Picture],
    new_file: Callable[[], Path],
    should_stop: Callable[[], bool] = lambda: False,
    check_room: Callable[[int], None] = lambda _: None,
) -> list[Overlay]:
    """One overlay for each watermark of which something is seen, in order: a later one lies on top (assumed).

    Times count from the beginning of the result, after TimeInterval (assumed). Raises what ``read_image`` does,
    ``BadInput`` for one that cannot be drawn, before any of it is written, ``Stopped`` when ``should_stop`` says so,
    which is asked before each picture, what ``check_room`` does for the bytes that one takes, and ``StorageError``.
    """
    overlays = []
    for watermark in watermarks:
        stamp = stamp_of(watermark, frame, read_image)
        if stamp is None:
            continue
        path = new_file()
        overlay = overlay_of(watermark, frame, stamp, path)  # raises for too many pictures before one is written
        count = len(overlay.pace.starts) if overlay.pace else 1
        check_room(count * stamp.rect.width * stamp.rect.height * 4)
        overlays.append(overlay)
        try:
            with open(path, "xb", opener=_private) as file:
                for picture in stamp.pictures():
                    if should_stop():
                        raise Stopped("The watermarks were stopped.")
                    file.write(picture.pixels)
        except OSError as error:
            raise storage_error(error, say("write"), path) from error
    return overlays


def stamp_of(watermark: Watermark, frame: tuple[int, int], read_image: Callable[[str], Picture]) -> Stamp | None:
    """What is seen of it in the frame, all of one that moves; ``None`` for nothing. Raises as ``prepare`` does."""
    start, end = float(watermark.start_time or 0), watermark.end_time
    if end is not None and end <= start:
        return None
    if letters := missing_letters(watermark):
        raise BadInput("No typeface of this computer has its letters.", cure_for(letters))
    has_image = is_image(watermark) and watermark.image is not None
    image = read_image((watermark.image and watermark.image.url) or "") if has_image else None
    stamp = make_stamp(watermark, frame, image)
    way = way_of(watermark, frame, stamp.picture.size)
    return replace(stamp, rect=Rect(*way.start, *stamp.picture.size)) if way else stamp.within(frame)


def find_missing_letters(watermarks: Sequence[Watermark]) -> str:
    """The sentence for the first text with letters that would be boxes here; empty when all can be drawn."""
    for number, watermark in enumerate(watermarks, 1):
        if letters := missing_letters(watermark):
            return told_of_letters(number, letters)
    return ""


def missing_letters(watermark: Watermark) -> str:
    """Those of its text that no typeface here has."""
    return letters_without_glyph(*text) if (text := lettering(watermark)) else ""


def overlay_of(watermark: Watermark, frame: tuple[int, int], stamp: Stamp, path: Path) -> Overlay:
    """The stamp, whose pixels lie at ``path``, when and where the watermark wants it. Raises as `Animated` does."""
    end = watermark.end_time
    return Overlay(
        path,
        stamp.rect,
        float(watermark.start_time or 0),
        None if end is None else float(end),
        is_beneath=is_under(watermark),
        way=way_of(watermark, frame, stamp.picture.size),
        pace=stamp.pace(),
    )


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
