"""Videos of one plain colour whose numbers are made by a known matrix, labelled with it or not; and their colours.

What a player shows is computed here, from the stored levels and what the file says of itself. For a file that says
nothing that is mpv's rule (`mp_csp_guess_colorspace`): BT.709 from 1280 pixels across or more than 576 down on.
"""

from __future__ import annotations

import functools
from pathlib import Path

import av

from support.clips import Colour, clips_folder, ffmpeg
from support.pictures import read_levels

_WEIGHTS = {"bt709": (0.2126, 0.0722), "bt601": (0.299, 0.114), "bt2020": (0.2627, 0.0593)}
"""Kr and Kb of ITU-R BT.709, BT.601 and BT.2020."""

_LABELS = {1: "bt709", 5: "bt601", 6: "bt601", 9: "bt2020"}
"""ITU-T H.273, matrix coefficients; 2 is "unspecified"."""

_WRITTEN = {"bt709": "bt709", "bt601": "smpte170m", "bt2020": "bt2020nc"}


@functools.cache
def coloured(colour: Colour, size: tuple[int, int], matrix: str, *, is_labelled: bool) -> Path:
    """0.2 s of ``colour``, whose numbers ``matrix`` (bt601, bt709, bt2020) made; ``rgb`` stores red, green and blue."""
    red, green, blue = colour
    name = f"colour-{red}-{green}-{blue}-{size[0]}x{size[1]}-{matrix}-{is_labelled}"
    plain = ["-f", "lavfi", "-t", "0.2", "-i", f"color=c=0x{red:02x}{green:02x}{blue:02x}:s={size[0]}x{size[1]}:r=20"]
    if matrix == "rgb":
        path = clips_folder() / f"{name}.mov"
        ffmpeg(*plain, "-vf", "format=rgb24", "-c:v", "qtrle", str(path))
        return path
    label = _WRITTEN[matrix] if is_labelled else "unknown"
    steps = (
        f"format=gbrp,scale=out_color_matrix={matrix}:out_range=tv,format=yuv444p,"
        f"setparams=colorspace={label}:color_primaries=unknown:color_trc=unknown,format=yuv420p"
    )
    path = clips_folder() / f"{name}.mp4"
    ffmpeg(*plain, "-vf", steps, "-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", str(path))
    return path


@functools.cache
def bright(levels: Colour, transfer: str, size: tuple[int, int] = (320, 180)) -> Path:
    """0.2 s of high dynamic range: red, green and blue of BT.2020 coded by ``transfer`` (smpte2084, arib-std-b67)."""
    red, green, blue = levels
    path = clips_folder() / f"bright-{red}-{green}-{blue}-{size[0]}x{size[1]}-{transfer}.mp4"
    named = f"colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc"
    ffmpeg(
        *("-f", "lavfi", "-t", "0.2", "-i", f"color=c=0x{red:02x}{green:02x}{blue:02x}:s={size[0]}x{size[1]}:r=20"),
        *("-vf", "format=gbrp,scale=out_color_matrix=bt2020:out_range=tv,format=yuv420p10le"),
        *("-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc", "-c:v", "libx265"),
        *("-preset", "ultrafast", "-x265-params", f"log-level=error:{named}", "-tag:v", "hvc1", str(path)),
    )
    return path


def label_of(path: Path) -> str:
    """The matrix that a file names, empty when it names none."""
    with av.open(str(path)) as container:
        return _LABELS.get(int(next(container.decode(video=0)).colorspace), "")


def colour_shown(path: Path, x: int, y: int) -> Colour:
    """What a player shows at a pixel of the first picture of a video in limited range."""
    levels = read_levels(path)
    width, height = levels.size
    kr, kb = _WEIGHTS[label_of(path) or ("bt709" if width >= 1280 or height > 576 else "bt601")]
    pixel = levels.getpixel((x, y))
    assert isinstance(pixel, tuple)
    luma, to_blue, to_red = (pixel[0] - 16) / 219, (pixel[1] - 128) / 224, (pixel[2] - 128) / 224
    red, blue = luma + 2 * (1 - kr) * to_red, luma + 2 * (1 - kb) * to_blue
    green = (luma - kr * red - kb * blue) / (1 - kr - kb)
    return round(255 * red), round(255 * green), round(255 * blue)
