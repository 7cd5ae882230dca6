"""Pictures of high dynamic range (HDR) as ordinary screens show them, by the formulas of the renderer's filters.

The screen's white is 100 cd/m² (A55): light is turned to BT.709's primaries, compressed by Hable's curve so that 1000
cd/m² are white, and encoded for BT.1886. Light is counted in units of 100 cd/m² here.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Sequence

from PIL import Image, ImageFilter

from ..model.source import HLG, PQ
from .picture import Picture

STEPS = 33
"""Nodes of the table along each of red, green and blue; Pillow interpolates between them."""

PEAK = 10.0

_TO_BT709 = (
    (1.660491, -0.587641, -0.072850),
    (-0.124550, 1.132900, -0.008349),
    (-0.018151, -0.100579, 1.118730),
)
"""Light of BT.2020's primaries as light of BT.709's (ITU-R BT.2087)."""


def as_ordinary(picture: Picture, transfer: str) -> Picture:
    """``picture``, red, green and blue of BT.2020 coded by ``transfer`` (`Source.transfer`), for an ordinary screen."""
    image = Image.frombytes("RGB", picture.size, picture.pixels).filter(_table(transfer))
    return Picture(picture.width, picture.height, image.tobytes())


@functools.cache
def _table(transfer: str) -> ImageFilter.Color3DLUT:
    light = {PQ: _light_of_pq, HLG: _light_of_hlg}[transfer]
    nodes = [light(step / (STEPS - 1)) for step in range(STEPS)]
    # The first of the three changes most rapidly: red.
    table = [_shown((red, green, blue)) for blue, green, red in itertools.product(nodes, repeat=3)]
    return ImageFilter.Color3DLUT(STEPS, list(itertools.chain.from_iterable(table)))


def _light_of_pq(level: float) -> float:
    """SMPTE ST 2084, equation 4.1."""
    root = math.pow(level, 32 / 2523)
    return 100 * math.pow(max(root - 3424 / 4096, 0.0) / (2413 / 128 - 2392 / 128 * root), 16384 / 2610)


def _light_of_hlg(level: float) -> float:
    """ITU-R BT.2100, table 5, for a screen of 1000 cd/m²; its curve is applied to each colour, as `zscale` does."""
    scene = level * level / 3 if level <= 0.5 else (math.exp((level - 0.55991073) / 0.17883277) + 0.28466892) / 12
    return PEAK * math.pow(scene, 1.2)


def _shown(light: Sequence[float]) -> tuple[float, ...]:
    turned = [sum(share * value for share, value in zip(row, light, strict=True)) for row in _TO_BT709]
    brightest = max(*turned, 1e-6)
    factor = _compressed(brightest) / _compressed(PEAK) / brightest
    return tuple(math.pow(max(0.0, min(1.0, value * factor)), 1 / 2.4) for value in turned)


def _compressed(light: float) -> float:
    """Hable's curve, as `tonemap` has it."""
    return (light * (0.15 * light + 0.05) + 0.004) / (light * (0.15 * light + 0.5) + 0.06) - 0.02 / 0.3
