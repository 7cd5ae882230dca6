"""The story of the journeys: four videos, each a card of four colours of its own, and what must come of them."""

from __future__ import annotations

import re
import shutil
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageChops

from support.cli import run
from support.clips import Card, Colour, card, draw_card
from support.pictures import away_from_edges, read_picture
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.layout.rect import Rect

SECONDS = 2.0
NAMES = ("teacher", "slides", "board", "class")
COLOURS: dict[str, tuple[Colour, Colour, Colour, Colour]] = {
    "teacher": ((220, 30, 30), (220, 130, 30), (220, 30, 130), (110, 20, 20)),
    "slides": ((30, 200, 60), (130, 220, 60), (30, 220, 170), (20, 90, 40)),
    "board": ((40, 60, 220), (40, 150, 220), (130, 60, 220), (20, 30, 100)),
    "class": ((210, 200, 40), (210, 120, 20), (120, 210, 40), (90, 80, 10)),
}

_SHOWN = 60
"""Levels by which a colour may miss after two encodings; neighbours differ by more."""
_BLUR = 10
"""Pixels beside an edge that are not looked at: the cards are enlarged."""


def make_videos(folder: Path, seconds: float = SECONDS) -> list[Path]:
    """The four files, 320×180 each, with sound."""
    made = []
    for number, name in enumerate(NAMES):
        path = folder / f"{name}.mp4"
        wish = Card(320, 180, COLOURS[name], seconds, Fraction(25), 220.0 * (number + 1))
        shutil.copyfile(card(wish), path)
        made.append(path)
    return made


def tiles_of(xml: str) -> list[tuple[str, Rect]]:
    """Name of the video and place of each tile of a request, in stacking order."""
    found = []
    for splice in ElementTree.fromstring(xml).iter("SpliceInfo"):
        x, y, width, height = (int(splice.findtext(name, "-1")) for name in ("X", "Y", "Width", "Height"))
        name = re.sub(r"(-\d+)?\.mp4$", "", splice.findtext("Url", "").rpartition("/")[2])
        found.append((name, Rect(x, y, width, height)))
    return found


def frame_of(xml: str) -> tuple[int, int]:
    video = ElementTree.fromstring(xml).find("./Operation/Transcode/Video")
    assert video is not None
    return int(video.findtext("Width", "0")), int(video.findtext("Height", "0"))


def expected_picture(xml: str) -> Image.Image:
    """What the request describes, without watermarks."""
    picture = Image.new("RGB", frame_of(xml))
    for name, rect in tiles_of(xml):
        drawn = draw_card(320, 180, COLOURS[name]).resize((rect.width, rect.height), Image.Resampling.NEAREST)
        picture.paste(drawn, (rect.x, rect.y))
    return picture


def differences(video: Path, xml: str) -> tuple[int, int, int, int] | None:
    """The box around everything in the middle of ``video`` that is not as the request describes it, edges aside."""
    expected = expected_picture(xml)
    bands = ImageChops.difference(read_picture(video, SECONDS / 2), expected).split()
    worst = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    wrong = worst.point(lambda level: 255 if level > _SHOWN else 0)
    return ImageChops.multiply(wrong, away_from_edges(expected, _BLUR)).getbbox()


def printed_request(file: Path) -> str:
    """The request as the command line prints it."""
    return run("xml", file).expect().out


def newest_intent(home: Path) -> Intent:
    with History(home) as history:
        return history.newest(1)[0]


def sent_request(home: Path) -> str:
    """What the window sent last, without the mark and without the number that the mark put into the output's name."""
    with History(home) as history:
        text = history.request(history.newest(1)[0].id).decode()
    number = re.search(r"-([0-9A-Za-z]+)\.\$\{ext\}</Object>", text)
    assert number is not None, text
    text = text.replace(f"-{number[1]}.${{ext}}</Object>", ".${ext}</Object>")
    return re.sub(r"<UserData>[^<]*</UserData>", "", text)


def is_submitted(home: Path) -> bool:
    """Whether the service has given the newest intent a job."""
    with History(home) as history:
        found = history.newest(1)
    return bool(found and found[0].job_id)
