"""Pictures of the real window for docs/screens, each from a process of its own: `make screenshots`.

    .venv/bin/python packaging/make_screenshots.py [FOLDER] [NAME ...]

The window is drawn without a screen; what it shows is real: the sample's clips in the local cloud, a job that was made.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gesture_scenes

TOP = Path(__file__).resolve().parents[1]
COLOURS = 256
PATIENCE_MS = 60_000


@dataclass(frozen=True)
class Shot:
    """``scene`` is a function below; ``size`` in device-independent pixels, without a height it takes what it needs;
    ``scale`` 2 is 200 %.
    """

    scene: str
    look: str
    size: tuple[int, int] = (1440, 900)
    scale: int = 1

    @property
    def name(self) -> str:
        parts = [self.scene, self.look, "x".join(str(side) for side in self.size if side)]
        return "-".join([*parts, *(["200"] if self.scale == 2 else [])])


PAGES = ("tile", "frame", "video", "sound", "watermarks", "output", "callback", "advanced")
VIEWS = ("simple", "advanced")
LOOKS = ("light", "dark")
TALL = (1440, 4400)
"""A window in which each page of the inspector has room without scrolling, to begin with."""

RAIL_HEIGHT = 560
GONE = ("canvas", "submit", "jobs")
"""Hints that were sent away."""


def page_name(page: str, view: str, look: str) -> str:
    """What the picture of a page of the inspector is called."""
    return f"inspector-{page}-{view}-{look}"


SMALL = (1024, 700)
SHEET = (1680, 0)
SHOTS = (
    Shot("working", "light"),
    Shot("working", "dark"),
    Shot("working", "contrast"),
    Shot("working", "light", SMALL),
    Shot("working", "dark", SMALL),
    Shot("working", "light", scale=2),
    Shot("working", "dark", SMALL, scale=2),
    Shot("empty", "light"),
    Shot("empty", "contrast", SMALL),
    Shot("first", "light"),
    Shot("watermark", "light"),
    Shot("problems", "light"),
    Shot("problems", "dark", SMALL),
    Shot("jobs", "dark"),
    Shot("jobs", "light", SMALL),
    Shot("jobs", "dark", SMALL, scale=2),
    Shot("job", "light"),
    Shot("job", "dark", SMALL),
    Shot("job", "light", SMALL, scale=2),
    Shot("failures", "light", SHEET),
    Shot("failures", "dark", SHEET),
    Shot("compare", "light", (680, 480)),
    Shot("palette", "light"),
    Shot("layouts", "light", (264, 0)),
    Shot("layouts", "dark", (264, 0)),
)


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else TOP / "docs" / "screens"
    wanted = set(arguments[1:])
    folder.mkdir(parents=True, exist_ok=True)
    for shot in SHOTS:
        if not wanted or shot.name in wanted:
            path = folder / f"{shot.name}.png"
            run(shot.scale, "--take", str(SHOTS.index(shot)), str(path))
            print(f"{path.name}: {path.stat().st_size // 1024} KiB")
    for view, look in itertools.product(VIEWS, LOOKS):  # a window for all pages: opening it is what takes long
        names = [name for name in (page_name(page, view, look) for page in PAGES) if not wanted or name in wanted]
        if names:
            run(int(os.environ.get("SCALE", "1")), "--pages", view, look, str(folder), *names)
            print(f"{len(names)} pages of the inspector, {view}, {look}")
    for look, scale in gesture_scenes.SHOWN:
        names = [name for name in gesture_scenes.names(look, scale) if not wanted or name in wanted]
        if names:
            run(scale, "--gestures", look, str(scale), str(folder), *names)
            print(f"{len(names)} gestures on the canvas, {look}, {100 * scale} %")
    return 0


def run(scale: int, *arguments: str) -> None:
    """This file, in a process and a home of its own."""
    # The local cloud of a window that was closed may still be writing there.
    with tempfile.TemporaryDirectory(prefix="tilewright-shot-", ignore_cleanup_errors=True) as home:
        screen = Path(home) / "screen.json"
        size = {"width": 3000, "height": 5000, "x": 0, "y": 0}
        screen.write_text(json.dumps({"screens": [{"name": "a", "logicalDpi": 96, "dpr": 1, **size}]}))
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
            "QT_SCALE_FACTOR": str(scale),
            "TILEWRIGHT_HOME": str(Path(home) / "home"),
            "XDG_VIDEOS_DIR": str(Path(home) / "Videos"),
        }
        subprocess.run([sys.executable, __file__, *arguments], env=environment, check=True, timeout=300)


def take(shot: Shot, path: Path) -> None:
    """Open the window, bring it into the state of the scene, and write its picture."""
    window = opened(shot.look, gone=() if shot.scene == "first" else GONE)
    if all(shot.size):
        window.resize(*shot.size)
    until(lambda: window.panels.is_filled)
    shown = SCENES[shot.scene](window) or window
    pause(800)
    shown.grab().save(str(path))
    close(window)
    shrink(path)


def take_pages(view: str, look: str, folder: Path, names: list[str]) -> None:
    """All of each page of the inspector, without scrolling, with something set on it."""
    from PySide6.QtWidgets import QWidget

    window = opened(look)
    window.resize(*TALL)
    until(lambda: window.panels.is_filled)
    show_options(window)
    window.bench.preferences.set("shows_all_options", view == "advanced")
    inspector = window.panels.right.findChild(QWidget, "inspector")
    for page in PAGES:
        name = page_name(page, view, look)
        if name not in names:
            continue
        window.bench.page_wanted.emit(page, "")
        form = inspector.page(page)
        for _ in range(3):  # the panel is given its share of a window of another height
            pause(300)
            own = form.layout().totalHeightForWidth(form.width()), form.minimumSizeHint().height()
            height = max(*own, RAIL_HEIGHT)
            window.resize(window.width(), window.height() + height - inspector.height())
        focused = window.focusWidget()
        if focused is not None:
            focused.clearFocus()
        pause(300)
        if form.height() > form.parentWidget().height():
            room = form.parentWidget().height()
            raise ValueError(f"the page {page} is {form.height()} high, and its picture has room for {room}")
        inspector.grab().save(str(folder / f"{name}.png"))
        shrink(folder / f"{name}.png")
    close(window)


def take_gestures(look: str, scale: int, folder: Path, names: list[str]) -> None:
    """The canvas alone in the midst of each gesture, in one window for all of them."""
    window = opened(look)
    until(lambda: window.panels.is_filled)
    show_sample(window)
    for name, canvas in gesture_scenes.shown(window, gesture_scenes.names(look, scale), names, pause):
        canvas.grab().save(str(folder / f"{name}.png"))
        shrink(folder / f"{name}.png")
    close(window)


def opened(look: str, gone: tuple[str, ...] = GONE) -> Any:
    """The window on a home of its own, with that look; ``gone`` are the hints that do not come."""
    from tilewright import settings
    from tilewright.ui.application import make_application, open_window
    from tilewright.usecases.workplace import Workplace

    settings.change(settings.home(), lambda found: settings.with_window(found, look=look, hints_gone=gone))
    return open_window(make_application(), Workplace.open())


def close(window: Any) -> None:
    window.bench.files.ending.skip_question()
    window.close()


def shrink(path: Path) -> None:
    """Few colours are enough for a window: those of most of it stay as they are, and the others are chosen so that
    a small red mark stays red.
    """
    from PIL import Image

    picture, undithered = Image.open(path).convert("RGB"), Image.Dither.NONE
    counted = picture.getcolors(picture.width * picture.height) or []
    usual = [colour for _, colour in sorted(counted, reverse=True)[: COLOURS // 2]]
    room = COLOURS - len(usual)
    others = picture.quantize(room, Image.Quantize.MAXCOVERAGE, dither=undithered).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*itertools.chain.from_iterable(usual), *others[: 3 * room]])
    picture.quantize(palette=palette, dither=undithered).save(path, optimize=True)


def pause(milliseconds: int) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(is_so: Callable[[], object]) -> None:
    waited = 0
    while not is_so():
        pause(50)
        waited += 50
        if waited > PATIENCE_MS:
            raise TimeoutError("the window did not get into the state that its picture needs")


def show_sample(window: Any) -> None:
    """All facts and pictures of the sample are there."""
    bench = window.bench
    urls = [tile.url for tile in bench.session.composition.tiles]
    until(lambda: all(url in bench.session.known.sources and bench.pictures.of(url) is not None for url in urls))


def show_working(window: Any) -> None:
    """A tile is chosen, a job is done."""
    show_sample(window)
    submit(window)
    tiles = window.bench.session.composition.tiles
    window.bench.session.select([tiles[-1].id])
    window.bench.page_wanted.emit("tile", "")


def show_empty(window: Any) -> None:
    show_sample(window)
    window.bench.files.put_fresh()


def show_watermark(window: Any) -> None:
    from tilewright.model.options import Watermark, WatermarkText

    show_sample(window)
    words = WatermarkText(
        text="Lesson-12", font_size=44, font_type="simfang.ttf", font_color="0xFFFFFF", transparency=90
    )
    mark = Watermark(type="Text", pos="TopLeft", loc_mode="Absolute", dx=40, dy=34, text=words)
    document = window.bench.session.document
    document.apply(document.composition.replace(watermarks=(mark,)), "Add text")
    window.bench.page_wanted.emit("watermarks", "watermarks.0")


def show_options(window: Any) -> None:
    """Something is set on each page of the inspector; a preset is followed, and one of its fields was changed."""
    from tilewright.model.built_in import BUILT_IN
    from tilewright.model.options import AudioMix, EffectConfig
    from tilewright.usecases.names import url_of

    show_watermark(window)
    preset = next(one for one in BUILT_IN if one.id == "web-720p")
    window.bench.presets.choose(preset, scales_tiles=False)
    document, target = window.bench.session.document, window.bench.session.target
    composition = document.composition
    music = AudioMix(
        audio_source=url_of(target, "input/music.mp3"),
        mix_mode="Once",
        effect_config=EffectConfig(enable_end_fadeout=True, end_fadeout_time=3),
    )
    video = composition.transcode.video.replace(crf=20, gop=50)
    transcode = composition.transcode.replace(audio_mix_array=(music,), video=video)
    kept = composition.kept.replace(operation=("<DigitalWatermark><Message>lesson</Message></DigitalWatermark>",))
    callback = {"callback": "https://school.example.com/done", "callback_format": "JSON"}
    document.apply(composition.replace(transcode=transcode, kept=kept, **callback), "Options")
    window.bench.session.select([document.composition.tiles[0].id])
    window.bench.findings.refresh()


def show_problems(window: Any) -> None:
    show_sample(window)
    document = window.bench.session.document
    tile = document.composition.tiles[-1]
    document.apply(document.composition.with_tile(tile.replace(x=1100, width=220, height=250)), "Move tile")
    output = document.composition.output.replace(object="output/sample")
    document.apply(document.composition.replace(output=output), "Name of the result")
    window.bench.session.select([tile.id])
    window.show_page("problems")


def show_jobs(window: Any) -> None:
    show_sample(window)
    submit(window)
    document = window.bench.session.document
    document.apply(document.composition.replace(keep_audio_track=False), "Keep sound")
    window.bench.commands.run("composition.submit")
    jobs = window.bench.jobs
    until(lambda: len(jobs.intents) == 2)
    window.show_page("jobs")


def show_job(window: Any) -> None:
    """One job in full, with what was found out about its video."""
    show_jobs(window)
    jobs = window.bench.jobs
    until(lambda: jobs.intents[0].delivered is not None)
    window.docks.step("bottom", 200)
    jobs.choose(jobs.intents[0].id)
    jobs.show_details(shown=True)
    details = window.panels.jobs.content.details
    details.tabs.setCurrentIndex(3)
    until(lambda: details.result.facts)


def show_compare(window: Any) -> Any:
    """What differs between two jobs."""
    show_jobs(window)
    jobs = window.bench.jobs
    until(lambda: jobs.intents[0].delivered is not None)
    jobs.choose(jobs.intents[0].id)
    window.bench.commands.run("jobs.compare")
    until(window.overlays.compare.table.rowCount)
    return window.overlays.compare


def show_failures(window: Any) -> Any:
    """All that is said of failed jobs, and of those that nobody knows about."""
    from failure_cards import FailureSheet

    sheet = FailureSheet(SHEET[0])
    sheet.show()
    pause(300)
    sheet.require_whole()
    return sheet


def show_palette(window: Any) -> None:
    show_sample(window)
    window.bench.commands.run("help.palette")


def show_layouts(window: Any) -> Any:
    """All layouts, two of the user's own behind those of the program; the tiles lie in one of these."""
    from tilewright.layout.own import save_layout
    from tilewright.usecases.own_files import save_own

    show_sample(window)
    bench, session = window.bench, window.bench.session
    for name, layout in (("Lesson", ""), ("Interview", "1+3")):
        if layout:
            bench.commands.run(f"layout.{layout}")
        made = save_layout(session.document.committed, session.known, f"own-{name.lower()}", name)
        save_own(made, bench.workplace.own_layouts)
    bench.session.document.undo()
    bench.commands.run("layout.gallery")
    until(lambda: bench.arranging.in_force is not None and bench.arranging.in_force.is_own)
    return window.overlays.layouts


def submit(window: Any) -> None:
    window.bench.commands.run("composition.submit")
    jobs = window.bench.jobs
    until(lambda: jobs.intents and jobs.intents[0].delivered is not None)
    pause(300)
    for toast in window.toasts.shown:
        toast.gone.emit(toast)


# What a scene gives is what its picture shows; nothing stands for the window.
SCENES: dict[str, Callable[[Any], Any]] = {
    "first": show_sample,
    "working": show_working,
    "empty": show_empty,
    "watermark": show_watermark,
    "problems": show_problems,
    "jobs": show_jobs,
    "job": show_job,
    "compare": show_compare,
    "failures": show_failures,
    "palette": show_palette,
    "layouts": show_layouts,
}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--take"]:
        take(SHOTS[int(sys.argv[2])], Path(sys.argv[3]))
    elif sys.argv[1:2] == ["--pages"]:
        take_pages(sys.argv[2], sys.argv[3], Path(sys.argv[4]), sys.argv[5:])
    elif sys.argv[1:2] == ["--gestures"]:
        take_gestures(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]), sys.argv[5:])
    else:
        sys.exit(main(sys.argv[1:]))
