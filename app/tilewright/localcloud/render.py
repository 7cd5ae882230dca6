"""FFmpeg's arguments for a composition: pure text from values, no second formula for where a tile lies.

What it can do, ``checks.local_cloud`` tells before submission. `picture` and `sound` make the two parts of the graph,
`encoding` and `container` say what becomes of them. Choices where the API is silent are named where they are made, with
their A-number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from ..errors import BadInput
from ..layout.place import Placed, place
from ..media.kinds import input_arguments, location
from ..media.sound_probe import sound_arguments
from ..model.composition import Composition, Tile
from ..model.options import Transcode, Video
from ..model.source import Known, Source, transcode_in_force
from ..model.span import kept_span
from ..text import say
from .container import kind_of
from .encoding import encode_picture
from .layers import Layer, shown_layers
from .music import Music
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
    output: Path,
    overlays: Sequence[Overlay] = (),
    music: Sequence[Music] = (),
) -> list[str]:
    """Arguments for ``media.ffmpeg.run`` that render ``composition`` to ``output`` (overwritten).

    ``inputs`` by the tiles' Urls; ``overlays`` are its watermarks as ``watermarks.prepare`` made them, ``music`` the
    pieces that are heard. ``BadInput`` when it cannot be rendered: no frame, no tile, a missing input, a size below 1,
    a TimeInterval with nothing in it, a kind of file that is not written here.
    The result has no sound track unless there is music, or KeepAudioTrack is true, Audio is there and not removed, and
    at least one source has sound (A22, A23).
    """
    tiles = composition.shown
    start, end = _interval(composition, inputs)
    if end <= start:
        raise BadInput("The time interval holds nothing of the composition.", "Choose an earlier start.")
    known = _known(tiles, inputs)
    transcode = transcode_in_force(composition, known)
    frame = place(composition, known).frame
    if transcode is None or frame is None:
        raise BadInput("The composition has no frame.", "Set the width and the height of the video.")
    video = transcode.video or Video()
    layers = shown_layers(_layers(composition, known))
    heard = _heard(composition, transcode, inputs, music)
    order = _input_order(layers, heard, inputs)
    span = Span(start, end, output_rate(video.fps, [known.sources[tile.url] for tile in tiles]))
    encoding = encode_picture(video)
    picture = draw_picture(
        frame, layers, order, span, encoding.pixels, is_full_range=encoding.is_full_range, overlays=overlays
    )
    before = [*(item for url in order for item in input_arguments(inputs[url].path)), *overlay_inputs(overlays)]
    sound = mix(
        {order[url]: inputs[url].source for url in heard}, transcode, start, end, _numbered(music, before.count("-i"))
    )
    return [
        "-y",
        *before,
        *(item for piece in music for item in sound_arguments(piece.path)),
        *("-filter_complex", ";".join(filter(None, (picture, sound.graph))), "-map", "[picture]"),
        *sound.arguments,
        *encoding.arguments,
        *kind_of(transcode).arguments,
        location(output),
    ]


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


def _numbered(music: Sequence[Music], first: int) -> dict[int, Music]:
    """By FFmpeg's numbers of the inputs, which come after all others: each piece is an input of its own."""
    return dict(enumerate(music, first))


def _input_order(layers: Sequence[Layer], heard: Sequence[str], inputs: Mapping[str, Input]) -> dict[str, int]:
    """FFmpeg's number of each file that is seen or heard; a file is opened and decoded once."""
    urls = dict.fromkeys([*(layer.url for layer in layers), *heard])
    return {url: number for number, url in enumerate(urls) if url in inputs}
