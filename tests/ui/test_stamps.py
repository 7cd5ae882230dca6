"""Pictures of watermarks: an image is fetched when its address rests, and again after a failure or another choice."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from support.builders import LOCAL, composition, tile
from support.watermarks import image_mark
from tilewright.errors import Unreachable
from tilewright.media.picture import Picture
from tilewright.ui import stamps
from tilewright.ui.workbench import Workbench
from tilewright.usecases import pictures
from ui.conftest import OpenBench

FRAME = (640, 360)
ELSEWHERE = tile("a", url="https://elsewhere.invalid/a.mp4")


def logo(name: str) -> str:
    return f"https://{LOCAL.cos_host}/input/{name}.png"


class Bucket:
    """Images in place of a service; ``asked`` notes the addresses that were fetched."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_away = False
        self.level = 255

    def image_of(self, url: str, _: object) -> Picture:
        self.asked.append(url)
        if self.is_away:
            raise Unreachable("Nobody answers.")
        return Picture(2, 2, bytes((self.level, 0, 0, 255)) * 4, has_alpha=True)


class Nobody:
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Bucket:
    bucket = Bucket()
    monkeypatch.setattr(pictures, "image_of", bucket.image_of)
    return bucket


@pytest.fixture
def bench(make_bench: OpenBench, monkeypatch: pytest.MonkeyPatch, bucket: Bucket) -> Workbench:
    bench = make_bench(composition(ELSEWHERE, watermarks=(image_mark(logo("one")),)))
    monkeypatch.setattr(type(bench.workplace), "service", lambda *_: Nobody())
    return bench


def rest(bench: Workbench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bench.background.is_busy, timeout=5000)


def shown(bench: Workbench, qtbot: QtBot) -> QImage | None:
    (mark,) = bench.session.composition.watermarks
    bench.stamps.of(mark, FRAME)
    rest(bench, qtbot)
    return bench.stamps.of(mark, FRAME)


def test_that_a_failure_is_not_for_ever(bench: Workbench, bucket: Bucket, qtbot: QtBot) -> None:
    bucket.is_away = True
    assert shown(bench, qtbot) is None
    assert shown(bench, qtbot) is None
    assert len(bucket.asked) == 1
    bucket.is_away = False
    bench.stamps.forget_failures()
    assert shown(bench, qtbot) is not None
    assert len(bucket.asked) == 2


def test_that_an_image_that_was_chosen_again_is_fetched_again(bench: Workbench, bucket: Bucket, qtbot: QtBot) -> None:
    before = shown(bench, qtbot)
    assert before is not None
    bucket.level = 9
    bench.stamps.forget(logo("one"))
    after = shown(bench, qtbot)
    assert after is not None
    assert (before.pixelColor(0, 0).red(), after.pixelColor(0, 0).red()) == (255, 9)


def test_that_an_address_that_is_being_typed_is_fetched_when_it_rests(
    bench: Workbench, bucket: Bucket, qtbot: QtBot
) -> None:
    for typed in ("o", "on", "one-more"):
        mark = image_mark(logo(typed))
        bench.session.document.preview(composition(ELSEWHERE, watermarks=(mark,)))
        assert bench.stamps.of(mark, FRAME) is None
    assert bucket.asked == []
    qtbot.waitSignal(bench.stamps.changed, timeout=2000).wait()
    assert shown(bench, qtbot) is not None
    assert bucket.asked == [logo("one-more")]


def test_that_few_images_are_kept(bench: Workbench, bucket: Bucket, qtbot: QtBot) -> None:
    for number in range(stamps.IMAGES_KEPT + 3):
        marked = composition(ELSEWHERE, watermarks=(image_mark(logo(f"n{number}")),))
        bench.session.document.apply(marked, "Image")
        assert shown(bench, qtbot) is not None
    assert len(bench.stamps._images) == stamps.IMAGES_KEPT
