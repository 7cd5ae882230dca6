"""Pictures of watermarks: an image is fetched when its address rests, and again after a failure or another choice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from support.builders import LOCAL, composition, tile
from support.watermarks import image_mark, plain_image
from tilewright.errors import Unreachable
from tilewright.media.picture import Picture
from tilewright.model.source import Known
from tilewright.model.template import Template
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
        self.looked = 0

    def image_of(self, url: str, _: object) -> Picture:
        self.asked.append(url)
        if self.is_away:
            raise Unreachable("Nobody answers.")
        return Picture(2, 2, bytes((self.level, 0, 0, 255)) * 4, has_alpha=True)

    def image_tag(self, _: str, __: object) -> str:
        self.looked += 1
        if self.is_away:
            raise Unreachable("Nobody answers.")
        return str(self.level)


class Nobody:
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Bucket:
    bucket = Bucket()
    monkeypatch.setattr(pictures, "image_of", bucket.image_of)
    monkeypatch.setattr(pictures, "image_tag", bucket.image_tag)
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
    assert bucket.looked == 1
    bucket.is_away = False
    bench.stamps.forget_failures()
    assert shown(bench, qtbot) is not None
    assert bucket.looked == 2


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


def test_that_the_image_of_a_template_is_fetched_and_looked_after(
    bench: Workbench, bucket: Bucket, qtbot: QtBot
) -> None:
    mark = image_mark(logo("school"))
    bench.session.learn(Known().with_templates((Template("t1school0000", watermark=mark),)))
    named = composition(ELSEWHERE, watermark_template_ids=("t1school0000",))
    bench.session.document.apply(named, "Template")
    bench.session.document.preview(named.replace(user_data="typing"))  # its address is not what is being typed
    bench.stamps.of(mark, FRAME)
    rest(bench, qtbot)
    assert bench.stamps.of(mark, FRAME) is not None
    assert bucket.asked == [logo("school")]
    bucket.level = 9
    bench.stamps.look()
    qtbot.waitUntil(lambda: bench.stamps.of(mark, FRAME) is None)


def test_that_few_images_are_kept(bench: Workbench, bucket: Bucket, qtbot: QtBot) -> None:
    for number in range(stamps.IMAGES_KEPT + 3):
        marked = composition(ELSEWHERE, watermarks=(image_mark(logo(f"n{number}")),))
        bench.session.document.apply(marked, "Image")
        assert shown(bench, qtbot) is not None
    assert len(bench.stamps._images) == stamps.IMAGES_KEPT


def activate(qapp: QApplication) -> None:
    """The user comes back to the window from another program."""
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)


def test_that_an_image_that_was_replaced_in_the_bucket_is_shown_when_the_user_comes_back(
    open_bench: OpenBench, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    """With a real local cloud."""
    bench = open_bench(composition(ELSEWHERE, watermarks=(image_mark(logo("one")),)))
    file = tmp_path / "one.png"

    def put(colour: tuple[int, int, int, int]) -> None:
        file.write_bytes(plain_image(8, 8, colour))
        with bench.workplace.service() as service:
            service.client.put_file("input/one.png", file)

    def red() -> int:
        image = shown(bench, qtbot)
        assert image is not None
        return image.pixelColor(0, 0).red()

    put((200, 0, 0, 255))
    assert red() == 200
    changed: list[None] = []
    bench.stamps.changed.connect(lambda: changed.append(None))
    activate(qapp)
    rest(bench, qtbot)
    assert changed == []  # it is the same
    put((90, 0, 0, 255))
    activate(qapp)
    rest(bench, qtbot)
    assert red() == 90
    with bench.workplace.service() as service:
        service.client.delete("input/one.png")
    activate(qapp)
    rest(bench, qtbot)
    assert shown(bench, qtbot) is None
    put((30, 0, 0, 255))
    activate(qapp)
    rest(bench, qtbot)
    assert red() == 30


def test_that_nobody_looks_for_images_that_nobody_has_seen(
    bench: Workbench, bucket: Bucket, qapp: QApplication, qtbot: QtBot
) -> None:
    activate(qapp)
    rest(bench, qtbot)
    assert bucket.looked == 0


def test_that_a_service_that_went_away_is_asked_once_until_it_answers_again(
    bench: Workbench, bucket: Bucket, qapp: QApplication, qtbot: QtBot
) -> None:
    """Asking may open a dialog for a password, and closing that brings the user back."""
    assert shown(bench, qtbot) is not None
    bucket.is_away, bucket.looked = True, 0
    for _ in range(3):
        activate(qapp)
        rest(bench, qtbot)
    assert bucket.looked == 1
    assert shown(bench, qtbot) is not None
    bucket.is_away = False
    bench.stamps.forget_failures()
    activate(qapp)
    rest(bench, qtbot)
    assert bucket.looked == 2


def test_that_images_can_be_forgotten_while_others_arrive(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that takes its turn anywhere, made certain: each question for a pair adds one."""

    class Growing(dict[str, str]):
        def items(self) -> Any:
            for one in super().items():
                self[f"more{len(self)}"] = ""
                yield one

    monkeypatch.setattr(bench.stamps, "_tags", Growing({logo("one"): "1", logo("two"): "2"}))
    bench.stamps.forget(logo("one"))
    assert bench.stamps._tags == {logo("two"): "2"}


def test_that_a_picture_that_was_under_way_when_its_image_was_replaced_is_made_anew(
    bench: Workbench, bucket: Bucket, qtbot: QtBot
) -> None:
    (mark,) = bench.session.composition.watermarks
    assert shown(bench, qtbot) is not None
    bucket.level = 90
    bench.stamps.look()
    assert bench.stamps.of(mark, (1280, 720)) is None  # waits behind the look, with the image of before
    rest(bench, qtbot)
    bench.stamps.of(mark, (1280, 720))
    rest(bench, qtbot)
    image = bench.stamps.of(mark, (1280, 720))
    assert image is not None
    assert image.pixelColor(0, 0).red() == 90
