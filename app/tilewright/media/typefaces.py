"""Assumption A29: the service's typefaces (`FontType`, ci-templates §8.6) are not free. This stands in for each.

For Latin letters it is Inter, which comes with the program, in the weight nearest to the face's. For Chinese, Japanese
and Korean ones it is a typeface of the system of the same kind (sans, Song, Kai, Fangsong), or any that has them.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..model.ranges import TYPEFACES
from ..model.spelling import spelled

STAND_IN: Final = "Inter-Regular.otf"

CJK_FILES: Final = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "SourceHanSansSC-Regular.otf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "STHeiti Light.ttc",
    "msyh.ttc",
    "simhei.ttf",
    "simsun.ttc",
    "DroidSansFallbackFull.ttf",
    "Arial Unicode.ttf",
)
"""Files of typefaces with Chinese, Japanese and Korean letters, the better ones first."""

_STRONG: Final = ("NotoSansCJK-Medium.ttc", "SourceHanSansSC-Medium.otf", "STHeiti Medium.ttc")
_SONG: Final = (
    "NotoSerifCJK-Regular.ttc", "NotoSerifCJKsc-Regular.otf", "SourceHanSerifSC-Regular.otf", "Songti.ttc",
    "simsun.ttc", "uming.ttc",
)  # fmt: skip
_KAI: Final = ("Kaiti.ttc", "simkai.ttf", "ukai.ttc", *_SONG)
_FANG: Final = ("STFangsong.ttf", "simfang.ttf", *_SONG)

FONT_FOLDERS: tuple[str, ...] = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)


@dataclass(frozen=True, slots=True)
class StandIn:
    """``latin`` is a file that comes with the program, ``cjk`` files to look for in the system before `CJK_FILES`."""

    latin: str = STAND_IN
    cjk: tuple[str, ...] = ()


STAND_INS: Final = {
    "simhei.ttf": StandIn(),
    "simsun.ttc": StandIn(cjk=_SONG),
    "simkai.ttf": StandIn(cjk=_KAI),
    "simfang.ttf": StandIn(cjk=_FANG),
    "STHeiti-Light.ttc": StandIn(),
    "STHeiti-Medium.ttc": StandIn("Inter-Medium.otf", _STRONG),
    "youyuan.TTF": StandIn(),
    "arial.ttf": StandIn(),
    "ariblk.ttf": StandIn("Inter-SemiBold.otf"),
    "ahronbd.ttf": StandIn("Inter-SemiBold.otf"),
    "Helvetica.dfont": StandIn(),
    "HelveticaNeue.dfont": StandIn(),
}
"""By the service's word."""


def latin_file(typeface: str | None) -> str:
    """The file, among those of the program, for the Latin letters of ``typeface``, a word of the service."""
    return _stand_in(typeface).latin


def find_cjk_font(typeface: str | None = None) -> Path | None:
    """The file of this system's best stand-in for the Chinese letters of ``typeface``; ``None`` when it has none."""
    return next(iter(find_cjk_fonts(typeface)), None)


def find_cjk_fonts(typeface: str | None = None) -> tuple[Path, ...]:
    """All of them, the better ones first."""
    found = _files_in(FONT_FOLDERS)
    wanted = dict.fromkeys((*_stand_in(typeface).cjk, *CJK_FILES))
    return tuple(found[name] for name in wanted if name in found)


def _stand_in(typeface: str | None) -> StandIn:
    return STAND_INS.get(spelled(typeface, tuple(TYPEFACES)) or "", StandIn())


@functools.cache
def _files_in(folders: tuple[str, ...]) -> dict[str, Path]:
    names = {*CJK_FILES, *(name for one in STAND_INS.values() for name in one.cjk)}
    found: dict[str, Path] = {}
    for folder in folders:
        for path in Path(folder).expanduser().rglob("*"):
            if path.name in names:
                found.setdefault(path.name, path)
    return found
