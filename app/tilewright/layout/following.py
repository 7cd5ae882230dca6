"""What becomes of a composition that takes a preset: of its frame and its tiles too, where the preset has a size."""

from __future__ import annotations

from ..model import preset as presets
from ..model.composition import Composition
from ..model.paths import read_path, write_path
from ..model.preset import Preset, encoded
from ..model.source import Known
from .frame import Spacing, resize_frame

_SIDES = ("transcode.video.width", "transcode.video.height")


def apply_preset(
    preset: Preset,
    composition: Composition,
    known: Known,
    *,
    scales_tiles: bool,
    spacing: Spacing = Spacing(),  # noqa: B008 - a value
) -> Composition:
    """Take the encoding of ``preset``. Another frame brings tiles and watermarks along as `resize_frame` does."""
    if preset.size is not None and preset.size != composition.inline_frame.size:
        width, height = preset.size
        composition = resize_frame(composition, known, width, height, scales_tiles=scales_tiles, spacing=spacing)
    return presets.apply(preset, composition)


def restore_field(
    preset: Preset,
    composition: Composition,
    path: str,
    known: Known,
    *,
    scales_tiles: bool,
    spacing: Spacing = Spacing(),  # noqa: B008 - a value
) -> Composition:
    """Give the one field at ``path``, as `model.preset.deviations` names it, the preset's value, and follow the preset.

    A side of the frame brings tiles and watermarks along.
    """
    value = read_path(Composition(transcode=encoded(preset, composition.transcode)), path)
    if path in _SIDES:
        frame = composition.inline_frame
        sides = {"width": frame.width, "height": frame.height, path.rpartition(".")[2]: value}
        composition = resize_frame(
            composition, known, sides["width"], sides["height"], scales_tiles=scales_tiles, spacing=spacing
        )
    else:
        composition = write_path(composition, path, value)
    return composition.replace(preset=preset.id)
