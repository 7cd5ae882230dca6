"""FFmpeg's arguments for a composition: pure text from values, no second formula for where a tile lies.

What it can do, ``checks.local_cloud`` tells before submission. `picture` and `sound` make the two parts of the graph,
`encoding` and `container` say what becomes of them. Choices where the API is silent are named where they are made, with
their A-number.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType

from ..checks.asked import has_picture, video_codec_of
from ..errors import BadInput
from ..layout.place import Placed, place
from ..layout.rect import Rect
from ..media.kinds import input_arguments, location
from ..media.sound_probe import sound_arguments
from ..model.composition import Composition, Tile
from ..model.excess import Switch, excesses, lowered
from ..model.options import Transcode, Video
from ..model.source import Known, Source, transcode_in_force
from ..model.span import kept_span
from ..text import Text, say
from .container import kind_of, marks_of, piece_seconds
from .decoding import decoder_threads
from .encoding import Encoding, encode_picture
from .finishing import Finishing, finish
from .layers import Layer, shown_layers, without_hidden_parts
from .locking import is_locked
from .music import Music, openings
from .overlay import Overlay, overlay_inputs
from .picture import draw_picture
from .sound import is_sound_kept, mix
from .timing import Span, output_rate


@dataclass(frozen=True, slots=True)
class Input:
    """A video at hand: the file and the facts that ``media.probe`` read from it."""

    path: Path
    source: Source


def result_duration(composition: Composition, inputs: Mapping[str, Input]) -> float:
    """Seconds of the result: the longest source (A21), hidden tiles aside, cut by TimeInterval (A24).

    0 when nothing is left. ``inputs`` by Url; a tile whose Url is missing is ``BadInput``.
    """
    start, end = _interval(composition, inputs)
    return max(0.0, end - start)


def render_args(
    composition: Composition,
    inputs: Mapping[str, Input],
    output: Path | str,
    overlays: Sequence[Overlay] = (),
    music: Sequence[Music] = (),
    lock: Path | None = None,
    encoders: Collection[str] = (),
    processors: int = 0,
) -> list[str]:
    """Arguments for ``media.ffmpeg.run`` that render ``composition`` to ``output`` (overwritten), a path or a text as
    FFmpeg is to be told it; pieces of a playlist come beside it.

    ``inputs`` by the tiles' Urls; ``overlays`` are its watermarks as ``watermarks.prepare`` made them, ``music`` the
    pieces that are heard; ``encoders`` are those of the FFmpeg at hand, where it tells them; ``processors`` tells how
    many there are (0: not known, each decoder takes as many threads as FFmpeg likes). ``BadInput`` when it cannot be
    rendered: no frame, no tile, a missing input, a size below 1, a TimeInterval with nothing in it, a kind of file that
    is not written here, neither picture nor sound, an encryption without ``lock``, the file of ``locking.write_lock``.
    Where no picture is wanted none is decoded. The result has no sound track unless there is music, or KeepAudioTrack
    is true, Audio is there and not removed, and at least one source has sound (A22, A23).
    """
    start, end = _interval(composition, inputs)
    if end <= start:
        raise BadInput("The time interval holds nothing of the composition.", "Choose an earlier start.")
    known = _known(composition.shown, inputs)
    sources = [known.sources[tile.url] for tile in composition.shown]
    transcode, frame = _options_and_frame(composition, known, sources)
    # Codecs with the name that is taken where none is said.
    video = (transcode.video or Video()).replace(codec=video_codec_of(transcode))
    is_seen = has_picture(transcode)
    layers = without_hidden_parts(shown_layers(_layers(composition, known))) if is_seen else []
    heard = _heard(composition, transcode, inputs, music)
    _require_content(transcode, lock, is_empty=not (is_seen or heard or music))
    order = _input_order(layers, heard)
    threads = decoder_threads(layers, processors) if processors and len(order) > 1 else {}
    before = [item for url in order for item in input_arguments(inputs[url].path, threads.get(url, 0))]
    picture = _Picture()
    if is_seen:
        before += overlay_inputs(overlays, end - start)
        span = Span(start, end, output_rate(video.fps, sources))
        encoding = encode_picture(video, encoders)
        picture = _picture_part(encoding, finish(video, frame), frame, layers, order, span, overlays)
    sound = mix(
        {order[url]: inputs[url].source for url in heard},
        transcode,
        start,
        end,
        _numbered(music, before.count("-i"), end - start),
    )
    return [
        "-y",
        *before,
        *(item for piece in music for item in sound_arguments(piece.path) * openings(piece, end - start)),
        *("-filter_complex_threads", "0"),  # as many for each filter as there are processors
        *("-filter_complex", ";".join(filter(None, (picture.graph, sound.graph)))),
        *picture.arguments,
        *sound.arguments,
        *(kind_of(transcode).beside_picture if is_seen and sound.graph else ()),
        *_file_arguments(transcode, output, video.codec if is_seen else None, lock),
    ]


def _file_arguments(transcode: Transcode, output: Path | str, codec: str | None, lock: Path | None) -> list[str]:
    """What kind of file it becomes, and where; ``codec`` is that of its picture, if it has one."""
    there = output if isinstance(output, str) else location(output)
    return list(kind_of(transcode).arguments(there, codec, piece_seconds(transcode), lock, marks_of(transcode)))


def _options_and_frame(composition: Composition, known: Known, sources: Sequence[Source]) -> tuple[Transcode, Rect]:
    """The options in force, compared with the sources where they say so, and the frame. Raises ``BadInput``."""
    transcode = transcode_in_force(composition, known)
    frame = place(composition, known).frame
    if transcode is None or frame is None:
        raise BadInput("The composition has no frame.", "Set the width and the height of the video.")
    return _compared(transcode, sources), frame


def _require_content(transcode: Transcode, lock: Path | None, *, is_empty: bool) -> None:
    if is_empty:
        raise BadInput("The result would have neither picture nor sound.", "Keep the sound of videos that have some.")
    if is_locked(transcode) and lock is None:
        raise BadInput("The key of the encryption is not at hand.", "Set it again.")


@dataclass(frozen=True, slots=True)
class _Picture:
    """The picture of a result, as `Sound` is its sound; empty for none."""

    graph: str = ""
    arguments: tuple[str, ...] = ()


def _picture_part(
    encoding: Encoding,
    finishing: Finishing,
    frame: Rect,
    layers: Sequence[Layer],
    order: Mapping[str, int],
    span: Span,
    overlays: Sequence[Overlay],
) -> _Picture:
    graph = draw_picture(
        frame,
        layers,
        order,
        span,
        encoding.pixels,
        is_full_range=encoding.is_full_range,
        overlays=overlays,
        finishing=finishing,
    )
    return _Picture(graph, ("-map", "[picture]", *encoding.arguments))


def _compared(transcode: Transcode, sources: Sequence[Source]) -> Transcode:
    """What is asked for, no more of it than the sources have where `TransConfig` compares; ``BadInput`` where it shall
    fail then.
    """
    found = excesses(transcode, sources)
    for excess in found:
        if excess.fails:
            what, unit = _COMPARED[excess.switch]
            raise BadInput(
                say(
                    "The job was to fail when its sources have less than the result ({what}): {wanted:g}{unit} are "
                    "asked for, and no source has more than {most:g}{unit}.",
                    what=what,
                    wanted=excess.wanted,
                    most=excess.most,
                    unit=unit,
                ),
                "Ask for less, or let it take what the sources have.",
            )
    return lowered(transcode, found)


_COMPARED: dict[Switch, tuple[str, Text]] = {
    "is_check_reso": ("IsCheckReso", say(" pixels")),
    "is_check_video_fps": ("IsCheckVideoFps", say(" pictures a second")),
    "is_check_video_bitrate": ("IsCheckVideoBitrate", say(" kbps")),
    "is_check_audio_bitrate": ("IsCheckAudioBitrate", say(" kbps")),
}
"""The comparisons by the service's names, and the units of their values."""


def _interval(composition: Composition, inputs: Mapping[str, Input]) -> tuple[float, float]:
    """Start and end of the result in seconds of the finished composition."""
    tiles = composition.shown
    if not tiles:
        raise BadInput("The composition has no tile.", "Add a video.")
    return kept_span(transcode_in_force(composition, Known()), [_source(tile, inputs).duration for tile in tiles])


def _source(tile: Tile, inputs: Mapping[str, Input]) -> Source:
    if tile.url not in inputs:
        raise BadInput(say("The video of tile {id} is not at hand.", id=tile.id), "Put it into the bucket.")
    return inputs[tile.url].source


def _known(tiles: Sequence[Tile], inputs: Mapping[str, Input]) -> Known:
    return Known(sources=MappingProxyType({tile.url: _source(tile, inputs) for tile in tiles}))


def _layers(composition: Composition, known: Known) -> list[Layer]:
    placement = place(composition, known)
    layers = []
    for tile in composition.shown:
        placed = placement.of(tile.id)
        if not isinstance(placed, Placed):
            raise BadInput(
                say("Tile {id} has no place: {sentence}", id=tile.id, sentence=placed.sentence),
                "Set its width and height.",
            )
        if placed.visible is not None:
            layers.append(Layer(tile.url, known.sources[tile.url], placed.rect, placed.visible))
    return layers


def _heard(
    composition: Composition, transcode: Transcode, inputs: Mapping[str, Input], music: Sequence[Music]
) -> list[str]:
    """Urls whose sound is in the result, each once: a source shown by two tiles is not twice as loud."""
    if any(piece.drops_other_sound for piece in music):
        return []
    if not composition.keep_audio_track or not is_sound_kept(transcode.audio):
        return []
    urls = dict.fromkeys(tile.url for tile in composition.shown)
    return [url for url in urls if inputs[url].source.has_sound]


def _numbered(music: Sequence[Music], first: int, length: float) -> dict[int, Music]:
    """By FFmpeg's number of the first input of each piece; they come after all others."""
    numbers = accumulate((openings(piece, length) for piece in music), initial=first)
    return dict(zip(numbers, music, strict=False))


def _input_order(layers: Sequence[Layer], heard: Sequence[str]) -> dict[str, int]:
    """FFmpeg's number of each file that is seen or heard; a file is opened and decoded once."""
    urls = dict.fromkeys([*(layer.url for layer in layers), *heard])
    return {url: number for number, url in enumerate(urls)}
