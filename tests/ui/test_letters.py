"""Letters that the local cloud cannot draw are told in the window before anything is submitted."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from support.builders import ACCOUNT, composition, tile
from support.watermarks import text_mark
from tilewright.localcloud.watermarks import find_missing_letters
from tilewright.model.source import Known
from tilewright.model.template import Template
from tilewright.ui.workbench import Workbench
from ui.conftest import OpenBench

ELSEWHERE = tile("a", url="https://elsewhere.invalid/a.mp4")
TEMPLATE = "t1847cd4ecb6bc4430b62ad0e1b6cb3d2b"


def told(bench: Workbench) -> list[tuple[str, str]]:
    return [(one.path, one.sentence) for one in bench.findings.problems if one.code == "local-letters"]


def test_that_letters_of_no_typeface_are_told_as_the_local_cloud_does(make_bench: OpenBench, qtbot: QtBot) -> None:
    bench = make_bench(composition(ELSEWHERE, watermarks=(text_mark("Lesson"),)))
    mark = text_mark("Lesson บท")
    bench.session.document.edit(lambda made: made.replace(watermarks=(mark,)), "Type")
    qtbot.waitUntil(lambda: bool(told(bench)), timeout=10_000)
    assert told(bench) == [("watermarks.0.text.text", find_missing_letters((mark,)))]
    (found,) = [one for one in bench.findings.problems if one.code == "local-letters"]
    assert found.fix is not None
    bench.session.document.edit(found.fix.apply, "Mend")
    qtbot.waitUntil(lambda: not told(bench), timeout=10_000)
    assert bench.session.composition.watermarks[0].text == text_mark("Lesson").text


def test_that_letters_in_a_template_are_told_and_an_account_has_typefaces_of_its_own(
    make_bench: OpenBench, qtbot: QtBot
) -> None:
    bench = make_bench(composition(ELSEWHERE, watermark_template_ids=(TEMPLATE,)))
    template = Template(TEMPLATE, "Mine", "Watermark", watermark=text_mark("บท"))
    bench.session.learn(bench.session.known.joined(Known().with_templates((template,))))
    qtbot.waitUntil(lambda: bool(told(bench)), timeout=10_000)
    ((path, sentence),) = told(bench)
    assert path == "watermark_template_ids.0"
    assert "Mine" in sentence
    assert "บ" in sentence
    bench.session.aim(ACCOUNT)
    qtbot.waitUntil(lambda: not told(bench), timeout=10_000)
