"""`template copy` puts what a template contains into a composition, as the window does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.builders import composition
from support.forker import run
from support.local_cloud import local_cloud
from support.watermarks import text_mark
from tilewright.files.compositions import open_composition, save
from tilewright.model.options import AudioMix
from tilewright.usecases.make import request_text

TRANSCODE = (
    "<Template><TemplateId>t1</TemplateId><Tag>Transcode</Tag><Name>Small</Name><TransTpl>"
    "<Container><Format>mp4</Format></Container>"
    "<Video><Codec>H.264</Codec><Width>640</Width><Height>360</Height><Crf>31</Crf></Video></TransTpl></Template>"
)
MARK = (
    "<Template><TemplateId>{id}</TemplateId><Tag>Watermark</Tag><Name>Ours</Name><Watermark><Type>Text</Type>"
    "<LocMode>Absolute</LocMode><Dx>10</Dx><Dy>10</Dy><Pos>TopRight</Pos><Text><Text>{id}</Text><FontSize>24</FontSize>"
    "<FontType>simhei.ttf</FontType><FontColor>0xFFFFFF</FontColor><Transparency>80</Transparency></Text></Watermark>"
    "</Template>"
)


@pytest.fixture
def cloud(home: Path) -> Iterator[None]:
    folder = home / "local-cloud" / "templates"
    folder.mkdir(parents=True)
    (folder / "t1.xml").write_text(TRANSCODE)
    for name in ("w1", "w2"):
        (folder / f"{name}.xml").write_text(MARK.format(id=name))
    with local_cloud(home / "local-cloud"):
        yield


@pytest.mark.usefixtures("cloud")
def test_that_the_values_of_an_encoding_take_the_place_of_its_id(tmp_path: Path) -> None:
    path, copied = tmp_path / "a.tilewright", tmp_path / "b.tilewright"
    save(path, composition().replace(transcode_template_id="t1"), replace=False)
    before = path.read_bytes()
    done = run("template", "copy", "t1", path, "-o", copied).expect()
    assert done.out == f"{copied}\n"
    made = open_composition(str(copied)).composition
    assert made.transcode_template_id is None
    assert made.transcode is not None
    assert made.transcode.video is not None
    assert (made.transcode.video.width, made.transcode.video.height, made.transcode.video.crf) == (640, 360, 31)
    assert b"TranscodeTemplateId" not in request_text(made)
    assert path.read_bytes() == before
    assert "already exists" in run("template", "copy", "t1", path, "-o", copied).expect(2).err
    assert run("template", "copy", "t1", path, "-o", path, "--force", "--json").expect().records == [
        {"file": str(path)}
    ]
    assert open_composition(str(path)).composition == made


@pytest.mark.usefixtures("cloud")
def test_that_a_watermark_joins_the_others_and_brings_those_that_were_named(tmp_path: Path) -> None:
    path = tmp_path / "a.tilewright"
    save(path, composition(watermarks=(text_mark("own"),)), replace=False)
    run("template", "copy", "w1", path, "-o", path, "--force").expect()
    assert [mark.text and mark.text.text for mark in open_composition(str(path)).composition.watermarks] == [
        "own",
        "w1",
    ]
    save(path, composition().replace(watermark_template_ids=("w1",)), replace=True)
    run("template", "copy", "w2", path, "-o", path, "--force").expect()
    made = open_composition(str(path)).composition
    assert [mark.text and mark.text.text for mark in made.watermarks] == ["w1", "w2"]
    assert made.watermark_template_ids == ()


@pytest.mark.usefixtures("cloud")
def test_that_what_cannot_be_copied_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    path, out = tmp_path / "a.tilewright", tmp_path / "b.tilewright"
    save(path, composition(watermarks=(text_mark("a"), text_mark("b"), text_mark("c"))), replace=False)
    assert "There is no template t9" in run("template", "copy", "t9", path, "-o", out).expect(2).err
    assert "There are 3 watermarks already" in run("template", "copy", "w1", path, "-o", out).expect(2).err
    assert not out.exists()


@pytest.mark.usefixtures("cloud")
def test_that_it_is_told_what_of_the_own_a_copy_takes_away(tmp_path: Path) -> None:
    path, out = tmp_path / "a.tilewright", tmp_path / "b.tilewright"
    own = composition(watermarks=(text_mark("own"),)).replace(watermark_template_ids=("w1",))
    save(path, own, replace=False)
    told = run("template", "copy", "w2", path, "-o", out).expect().err
    assert "1 watermark of its own, which the ids of templates hid, is not in it." in told
    made = composition()
    assert made.transcode is not None
    music = made.transcode.replace(audio_mix=AudioMix(audio_source="https://h.example/a.mp3"))
    save(path, made.replace(transcode=music, transcode_template_id="t1"), replace=True)
    told = run("template", "copy", "t1", path, "-o", out, "--force").expect().err
    assert "What was set here and the template has not is not in it: Audio, AudioMix." in told
    save(path, composition(watermarks=(text_mark("own"),)), replace=True)
    assert run("template", "copy", "w2", path, "-o", out, "--force").expect().err == ""
