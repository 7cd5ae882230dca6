"""Single pictures of a video, as they are displayed: turned, and with square pixels."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import av.error
from av.container import InputContainer
from av.sidedata.sidedata import SideData
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace
from av.video.stream import VideoStream

from ..errors import Damaged
from ..model.source import matrix_by_size
from ..text import say
from .opening import BROKEN, check_size, choose_video, opened_video
from .picture import Picture
from .probe import displayed_size, transfer_of

SEARCH_SECONDS: Final = 2.0
"""How far a picture is looked for that shows something: films often begin black."""

MOST_DECODED: Final = 75
"""Pictures decoded in that search at the most, whatever their rate."""

MOST_BROKEN: Final = 500
"""Packets without a picture after which a video is given up."""

PLAIN: Final = 12
"""Levels (of 255) that the darkest and the brightest tenth differ by in a picture that shows nothing."""

_UNKNOWN_MATRIX: Final = 2
_SAMPLE: Final = (32, 18)


def first_picture(opened: Path | BinaryIO, name: str = "", *, longest: int) -> Picture:
    """The first picture of a video that shows something; its longer side has at most ``longest`` pixels.

    Among the first two seconds; when all are plain, the one that is least so. ``opened`` and the errors as in
    ``media.probe.probe``.
    """
    name = name or (opened.name if isinstance(opened, Path) else say("the video"))
    with opened_video(opened, name) as container:
        video = choose_video(container, name)
        video.thread_type = "AUTO"
        return _scaled(_choose(_beginning(container, video), name), video, longest)


def _beginning(container: InputContainer, video: VideoStream) -> Iterator[VideoFrame]:
    first: float | None = None
    for frame in itertools.islice(_decoded(container, video), MOST_DECODED):
        yield frame
        time = frame.time or 0.0
        first = time if first is None else first
        if time - first > SEARCH_SECONDS:
            return


def _decoded(container: InputContainer, video: VideoStream) -> Iterator[VideoFrame]:
    """The pictures in order. A broken packet has none, later ones may."""
    without = 0
    for packet in container.demux(video):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            frames = []
        without = 0 if frames else without + 1
        if without > MOST_BROKEN:
            return
        yield from frames


def _choose(frames: Iterator[VideoFrame], name: str) -> VideoFrame:
    best: VideoFrame | None = None
    most = -1
    for frame in frames:
        check_size(frame.width, frame.height, name)
        spread = _spread(frame)
        if spread > most:
            best, most = frame, spread
        if spread > PLAIN:
            break
    if best is None:
        raise Damaged(say("No picture of {name} can be decoded.", name=name), BROKEN)
    return best


def _spread(frame: VideoFrame) -> int:
    """How far apart the dark and the bright parts are, in levels of grey."""
    width, height = _SAMPLE
    plane = frame.reformat(width=width, height=height, format="gray8").planes[0]
    data, stride = bytes(plane), plane.line_size
    levels = sorted(data[row * stride + column] for row in range(height) for column in range(width))
    tenth = len(levels) // 10
    return levels[-1 - tenth] - levels[tenth]


def _scaled(frame: VideoFrame, video: VideoStream, longest: int) -> Picture:
    width, height = square_size(frame, video)
    shrink = min(1.0, longest / max(width, height))
    return picture_of(frame, (max(1, round(width * shrink)), max(1, round(height * shrink))), turn_of(frame))


def square_size(frame: VideoFrame, video: VideoStream) -> tuple[int, int]:
    """The size of a picture with square pixels, before it is turned."""
    return displayed_size(frame.width, frame.height, video.sample_aspect_ratio or Fraction(1), 0)


class Turn(NamedTuple):
    """How players show a stored picture: turned by ``degrees`` clockwise (0, 90, 180 or 270), and before that turned
    upside down where it ``is_mirrored``, as cameras write it that look at whom they record.
    """

    degrees: int = 0
    is_mirrored: bool = False


def turn_of(frame: VideoFrame) -> Turn:
    """As FFmpeg does it when it renders."""
    return Turn(round(-frame.rotation / 90) * 90 % 360, _is_mirrored(frame))  # PyAV counts counter-clockwise


def _is_mirrored(frame: VideoFrame) -> bool:
    """Whether the display matrix (nine numbers, row by row) swaps left and right: its determinant tells."""
    found = frame.side_data.get("DISPLAYMATRIX")
    if not isinstance(found, SideData) or found.buffer_size < 9 * 4:
        return False
    a, b, _, c, d = struct.unpack_from("=5i", bytes(found))
    return bool(a * d - b * c < 0)


def picture_of(frame: VideoFrame, size: tuple[int, int], turn: Turn) -> Picture:
    """A decoded picture in a size, then turned."""
    rgb = frame.reformat(width=size[0], height=size[1], format="rgb24", src_colorspace=_matrix(frame))
    picture = Picture(*size, _packed(rgb))
    if transfer := transfer_of(frame):
        from .dynamic_range import as_ordinary  # only such videos need it

        picture = as_ordinary(picture, transfer)
    return _turned(picture, turn)


def _matrix(frame: VideoFrame) -> Colorspace | None:
    """The colour matrix for a file that names none, as the renderer takes it; ``None`` for what the file names."""
    if int(frame.colorspace) != _UNKNOWN_MATRIX:
        return None
    return Colorspace.ITU709 if matrix_by_size(frame.width, frame.height) == "bt709" else Colorspace.ITU601


def _packed(frame: VideoFrame) -> bytes:
    """The rows without the padding that FFmpeg puts behind each."""
    plane = frame.planes[0]
    data, stride, row = memoryview(plane), plane.line_size, 3 * frame.width
    if stride == row:
        return bytes(data[: row * frame.height])
    return b"".join(bytes(data[line * stride : line * stride + row]) for line in range(frame.height))


def _turned(picture: Picture, turn: Turn) -> Picture:
    if turn == Turn():
        return picture
    from PIL import Image  # only turned videos need it

    turns = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    image = Image.frombytes("RGB", (picture.width, picture.height), picture.pixels)
    if turn.is_mirrored:
        image = image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    if turn.degrees:
        image = image.transpose(turns[turn.degrees])
    return Picture(image.width, image.height, image.tobytes())
