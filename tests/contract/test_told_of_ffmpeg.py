"""What the FFmpeg at hand lacks is told by the checks, as the local cloud would refuse it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from support import bad_compositions, rule_cases
from support.builders import composition, tile, transcode
from support.clips import clip
from support.gate import Gate
from support.generated import composition_of
from support.lesser_ffmpeg import lesser_ffmpeg
from support.local_cloud import Caller
from support.watching import workplace_at
from support.watermarks import text_mark
from tilewright.checks import refused, unsupported
from tilewright.cloud.templates import bring_template
from tilewright.errors import BadInput, ProblemsFound
from tilewright.localcloud import at_hand
from tilewright.model.composition import Composition
from tilewright.model.lack import LAYOUT, asked_of_ffmpeg
from tilewright.model.options import Container
from tilewright.model.template import Template
from tilewright.usecases.check import check_composition
from tilewright.usecases.submit import submit

MKV = composition(transcode=transcode().replace(container=Container(format="mkv")))
ABOVE = composition(tile("a", 0, 0, 1280, 720), tile("b", 640, 0, 640, 360))
AV1 = composition(transcode=transcode(codec="AV1"))
TEMPLATE = "t1847cd4ecb6bc4430b62ad0e1b6cb3d2b"


@pytest.fixture
def produce(gate: Gate) -> Gate:
    """What is taken is not rendered."""
    return gate


@pytest.fixture
def lesser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No AV1, no Matroska, no overlay."""
    lacked = ("libsvtav1", "libaom-av1", "librav1e", "matroska", "overlay")
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", lesser_ffmpeg(tmp_path / "ffmpeg", *lacked).path)


@pytest.mark.usefixtures("lesser")
@pytest.mark.parametrize(
    ("asked", "path"),
    [
        (AV1, "transcode.video.codec"),
        (MKV, "transcode.container.format"),
        (ABOVE, LAYOUT),
        (composition(watermarks=(text_mark(),)), LAYOUT),
    ],
    ids=["encoder", "kind of file", "filter", "watermark"],
)
def test_that_check_and_a_dry_run_tell_what_the_local_cloud_refuses(
    asked: Composition, path: str, caller: Caller, tmp_path: Path
) -> None:
    for name in "ab":
        assert caller.put(f"input/{name}.mp4", clip("short").read_bytes()).status == 200
    workplace = workplace_at(tmp_path / "home", caller.endpoint)
    (found,) = [one for one in check_composition(asked, workplace).problems if one.severity == "error"]
    assert (found.code, found.path, found.sentence) == ("local-ffmpeg", path, caller.refusal(asked))
    with pytest.raises(ProblemsFound) as stopped:
        list(submit(asked, workplace, lambda _: False, dry_run=True))
    assert found.sentence in str(stopped.value)


@pytest.mark.usefixtures("lesser")
def test_that_what_a_template_asks_for_is_told_at_its_id(caller: Caller, tmp_path: Path) -> None:
    assert caller.put("input/a.mp4", clip("short").read_bytes()).status == 200
    workplace = workplace_at(tmp_path / "home", caller.endpoint)
    with workplace.service() as service:
        bring_template(service.client, Template(TEMPLATE, "Mine", "Transcode", transcode=AV1.transcode))
    named = composition(transcode=None, transcode_template_id=TEMPLATE)
    (found,) = [one for one in check_composition(named, workplace).problems if one.severity == "error"]
    assert (found.code, found.path) == ("local-ffmpeg", "transcode_template_id")
    assert caller.refusal(named) in found.sentence


def test_that_no_graph_needs_a_filter_that_is_not_looked_for() -> None:
    """Where FFmpeg has all of `OF_GRAPHS`, no graph is drawn to find out what is missing."""
    seen: set[str] = set()
    rng = random.Random(7)
    cases = [case.composition for case in bad_compositions.CASES] + [case.bad for case in rule_cases.CASES]
    for made in [*cases, MKV, ABOVE, *(composition_of(rng) for _ in range(100))]:
        asked = asked_of_ffmpeg(made, {}, {})
        if asked is None or not asked.tiles or refused(asked) or unsupported(asked):
            continue
        for channels in (0, 1, 2):
            try:
                args = at_hand._sketched(asked, (2, 2), channels)
            except BadInput:
                continue
            seen.update(at_hand.filters_in(args[args.index("-filter_complex") + 1]))
    assert {"xstack", "overlay", "amix"} <= seen <= at_hand.OF_GRAPHS
