"""The forms of a request for other hands: run as their users run them, against a real local cloud and a real FFmpeg."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from support import clips
from support.builders import ACCOUNT, LOCAL, composition, output, tile, url
from support.clips_sound import OWN_LEVEL, heard, level, tune
from support.forker import run
from support.local_cloud import Caller, local_cloud
from support.pictures import read_pictures
from support.pieces import joined
from support.shell import shell
from support.watermarks import text_mark
from tilewright.errors import BadInput
from tilewright.files.compositions import save
from tilewright.localcloud.job_failed import JobFailed
from tilewright.localcloud.queue import QueuedJob
from tilewright.localcloud.shelf import files_of
from tilewright.media.probe import probe
from tilewright.model.composition import Composition
from tilewright.model.options import (
    Audio,
    AudioMix,
    Container,
    DashEncrypt,
    HlsEncrypt,
    Transcode,
    TransConfig,
    Video,
)
from tilewright.model.source import Known
from tilewright.model.target import Target
from tilewright.model.template import Template
from tilewright.usecases.ffmpeg_form import AtHand, as_ffmpeg, find_at_hand
from tilewright.usecases.make import request_text
from tilewright.usecases.request_forms import Form, as_curl, as_python, as_xml
from tilewright.usecases.workplace import Workplace

AWKWARD = 'it\'s "$(HOME)" `id` \\n %s 수업 @HOST@ @BODY@'
Write = Callable[[Composition, Target], Form]


def send(text: str, command: list[str], cloud: Caller, folder: Path) -> subprocess.CompletedProcess[str]:
    script = folder / "send"
    script.write_text(text, encoding="utf-8")
    keys = {"TILEWRIGHT_SECRET_ID": cloud.keys.secret_id, "TILEWRIGHT_SECRET_KEY": cloud.keys.secret_key}
    environment = {"PATH": os.environ["PATH"], "TILEWRIGHT_ENDPOINT": cloud.endpoint.address, **keys}
    return subprocess.run([*command, script], env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(("write", "command"), [(as_curl, ["sh"]), (as_python, [sys.executable])])
def test_that_the_script_sends_one_job_with_the_very_bytes_of_xml(
    write: Write, command: list[str], tmp_path: Path
) -> None:
    if command == ["sh"] and not shutil.which("curl"):
        pytest.skip("there is no curl")
    made = composition(tile("a", name=AWKWARD), tile("b", 640, 0))
    bodies: list[bytes] = []

    def produce(job: QueuedJob, *_: object, **__: object) -> str:
        bodies.append(job.request)
        raise JobFailed("InternalError", "Seen.")

    lawful = made.replace(
        tiles=(made.tiles[0].replace(name="lesson"), made.tiles[1]), callback=f"http://a.b/?{AWKWARD}"
    )
    with local_cloud(tmp_path / "cloud", produce=produce) as cloud:
        caller = Caller(cloud.endpoint)
        done = send(write(lawful, LOCAL).text, command, caller, tmp_path)
        assert done.returncode == 0, done.stderr
        assert "<JobId>" in done.stdout
        (job,) = caller.list_jobs().jobs
        caller.wait(job.job_id)
        refused = send(write(made, LOCAL).text, command, caller, tmp_path)
        assert "SpliceInfo" in refused.stdout  # the service says what is wrong with it
        assert len(caller.list_jobs().jobs) == 1
    assert bodies == [request_text(lawful)]


@pytest.mark.parametrize("write", [as_curl, as_python])
def test_that_a_script_for_an_account_goes_to_its_host_and_names_no_key(write: Write) -> None:
    form = write(composition(), ACCOUNT)
    assert f"https://{ACCOUNT.ci_host}" in form.text
    assert 'os.environ["TILEWRIGHT_SECRET_KEY"]' in form.text
    assert form.notes == ()


@pytest.mark.parametrize("write", [as_curl, as_python])
def test_that_a_script_without_keys_sends_nothing_and_says_which_is_missing(write: Write, tmp_path: Path) -> None:
    script = tmp_path / "send"
    script.write_text(write(composition(), ACCOUNT).text, encoding="utf-8")
    command = ["sh"] if write is as_curl else [sys.executable]
    done = subprocess.run(
        [*command, script], env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert "TILEWRIGHT_SECRET" in done.stderr


SECRETS = composition(
    tile("a", url="https://lessons-1250000001.cos.ap-shanghai.myqcloud.com/a.mp4?q-ak=AKID&q-signature=5ec4e7&part=2"),
    tile("b"),
    callback="https://teacher:pa55word@school.example/done",
    transcode=Transcode(
        container=Container(format="hls"),
        video=Video(width=1280, height=720),
        trans_config=TransConfig(
            hls_encrypt=HlsEncrypt(is_hls_encrypt=True, uri_key="0123456789abcdef"),
            dash_encrypt=DashEncrypt(is_encrypt=True, uri_key="https://keys.example/dash"),
        ),
    ),
)


@pytest.mark.parametrize(
    "write", [lambda made, _: as_xml(made), lambda made, _: as_xml(made, pretty=True), as_curl, as_python]
)
def test_that_no_form_has_a_secret_of_the_request_in_it_and_that_it_says_so(write: Write) -> None:
    form = write(SECRETS, LOCAL)
    for secret in ("5ec4e7", "AKID", "pa55word", "0123456789abcdef"):
        assert secret not in form.text
    assert "part=2&amp;HIDDEN" in form.text
    assert "<UriKey>HIDDEN</UriKey>" in form.text
    assert "https://keys.example/dash" in form.text
    assert [word for word in ("Url", "CallBack", "UriKey") if any(f" {word} " in note for note in form.notes)] == [
        "Url",
        "CallBack",
        "UriKey",
    ]


def test_that_a_request_without_secrets_is_copied_as_it_is() -> None:
    made = composition(tile("a"), callback="https://school.example/done?lesson=7")
    assert as_xml(made) == Form(request_text(made).decode())


def test_that_the_command_renders_the_composition_from_the_files_of_the_local_cloud(tmp_path: Path) -> None:
    video = clips.clip("rotated")
    made = composition(tile("a", 0, 0, 160, 90), tile("b", 160, 0, 160, 90), size=(320, 180))
    workplace = Workplace.open()
    folder = workplace.home / "local-cloud"
    with local_cloud(folder) as cloud:
        Caller(cloud.endpoint).put("input/a.mp4", video.read_bytes())
        Caller(cloud.endpoint).adopt("input/b.mp4", video)
    form = as_ffmpeg(made, find_at_hand(made, workplace))
    assert form.notes == ()
    done = shell(form.text, tmp_path)
    assert done.code == 0, done.err
    result = probe(tmp_path / "lesson-job.mp4", "result")
    assert (result.width, result.height) == (320, 180)
    path = tmp_path / "lesson.tilewright"
    save(path, made, replace=False)
    assert run("xml", path, "--as", "ffmpeg").out == form.text
    there = (tmp_path / "lesson-job.mp4").read_bytes()
    assert "already exists" in shell(form.text, tmp_path).err
    assert (tmp_path / "lesson-job.mp4").read_bytes() == there


def test_that_the_command_plays_the_background_music_and_wants_to_have_it(tmp_path: Path) -> None:
    made = composition(tile("a", 0, 0, 160, 90), size=(320, 180))
    assert made.transcode is not None
    music = AudioMix(audio_source=tile("song").url)
    made = made.replace(transcode=made.transcode.replace(audio_mix=music))
    workplace = Workplace.open()
    with local_cloud(workplace.home / "local-cloud") as cloud:
        Caller(cloud.endpoint).put("input/a.mp4", clips.clip("silent").read_bytes())
    at_hand = find_at_hand(made, workplace)
    with pytest.raises(BadInput, match=r"music song\.mp4 is not at hand"):
        as_ffmpeg(made, at_hand)
    there = AtHand(at_hand.known, MappingProxyType({**at_hand.files, music.audio_source or "": tune(700, 0.4)}))
    done = shell(as_ffmpeg(made, there).text, tmp_path)
    assert done.code == 0, done.err
    assert level(heard(tmp_path / "lesson-job.mp4")[0], 700, 0.2, 1.8) == pytest.approx(OWN_LEVEL, abs=0.2)


def test_that_files_elsewhere_have_a_placeholder_each_and_a_note_says_so() -> None:
    source = probe(clips.clip("rotated"), "a")
    first, other = tile("a"), tile("b", 640, url="https://x-1250000009.cos.ap-shanghai.myqcloud.com/other/a.mp4?v='1")
    made = composition(
        first,
        other,
        watermarks=(text_mark("Class", "Center", font_size=30),),
    )
    known = Known(MappingProxyType({first.url: source, other.url: source}))
    form = as_ffmpeg(made, AtHand(known))
    assert "file:/path/to/a.mp4 \\\n" in form.text
    assert "file:/path/to/a-2.mp4 \\\n" in form.text
    assert "file:/path/to/watermark-1.rgba" in form.text
    assert any("a.mp4, a-2.mp4" in note for note in form.notes)
    assert any("watermark-1.rgba" in note for note in form.notes)
    assert all(f"# {note}" in form.text for note in form.notes)


@pytest.mark.parametrize(("container", "ending"), [("hls", "m3u8"), ("dash", "mpd")])
def test_that_the_command_makes_a_new_folder_for_pieces_and_replaces_nothing(
    container: str, ending: str, tmp_path: Path
) -> None:
    made = composition(tile("a", 0, 0, 160, 128), size=(160, 128), output=output("it's 5 %.${ext}"))
    assert made.transcode is not None
    made = made.replace(transcode=made.transcode.replace(container=Container(format=container)))
    video = clips.clip("short")
    at_hand = AtHand(Known(MappingProxyType({url("a"): probe(video, "a")})), MappingProxyType({url("a"): video}))
    form = as_ffmpeg(made, at_hand)
    shell(form.text, tmp_path).expect()
    (folder,) = [path for path in tmp_path.iterdir() if path.name != "bin"]
    assert folder.name == "it's 5 --job"
    whole = joined(folder / f"index.{ending}")
    assert len(list(read_pictures(whole))) == pytest.approx(30, abs=1)
    there = {path: path.read_bytes() for path in folder.iterdir()}
    assert shell(form.text, tmp_path).code != 0
    assert {path: path.read_bytes() for path in folder.iterdir()} == there


def test_that_the_command_of_encrypted_pieces_has_no_key() -> None:
    assert SECRETS.transcode is not None
    config = TransConfig(hls_encrypt=HlsEncrypt(is_hls_encrypt=True, uri_key="0123456789abcdef"))
    made = composition(tile("a"), transcode=SECRETS.transcode.replace(trans_config=config))
    form = as_ffmpeg(made, AtHand(Known(MappingProxyType({url("a"): probe(clips.clip("short"), "a")}))))
    assert "0123456789abcdef" not in form.text
    assert "-hls_key_info_file /path/to/key-info" in form.text
    assert any("/path/to/key-info" in note for note in form.notes)


def test_that_the_command_follows_the_templates_and_wants_to_know_them() -> None:
    first = tile("a", 0, 0, 160, 90)
    mark = text_mark("Class", "Center", font_size=30)
    plain = composition(first, size=(320, 180))
    named = plain.replace(transcode_template_id="t1", watermark_template_ids=("w1",))
    known = Known(MappingProxyType({first.url: probe(clips.clip("rotated"), "a")}))
    half = composition(first, size=(640, 360)).transcode
    assert half is not None
    both = known.with_templates((Template("t1", transcode=half), Template("w1", watermark=mark)))
    wanted = as_ffmpeg(plain.replace(transcode=half, watermarks=(mark,)), AtHand(known))
    assert as_ffmpeg(named, AtHand(both)).text == wanted.text
    assert wanted.text != as_ffmpeg(plain.replace(watermarks=(mark,)), AtHand(known)).text
    for told, one in (("t1", known), ("w1", known.with_template("t1", half))):
        with pytest.raises(BadInput, match=f"the template {told} contains is not known"):
            as_ffmpeg(named, AtHand(one))
    with pytest.raises(BadInput, match="does not state the whole frame"):
        as_ffmpeg(named, AtHand(both.with_template("t1", Transcode())))


def test_that_templates_are_looked_up_for_the_command() -> None:
    workplace = Workplace.open()
    folder = workplace.home / "local-cloud"
    (folder / "templates").mkdir(parents=True)
    video = "<TransTpl><Video><Width>640</Width><Height>360</Height></Video></TransTpl>"
    body = f"<Template><TemplateId>t1</TemplateId><Tag>Transcode</Tag><Name>n</Name>{video}</Template>"
    (folder / "templates" / "t1.xml").write_text(body)
    named = composition(tile("a")).replace(transcode_template_id="t1")
    with local_cloud(folder):
        known = find_at_hand(named, workplace).known
    assert known.templates["t1"].video is not None
    assert known.templates["t1"].video.width == 640


def test_that_a_video_of_which_nothing_is_known_gives_no_command() -> None:
    with pytest.raises(BadInput, match=r"Nothing is known of the video a\.mp4"):
        as_ffmpeg(composition(), AtHand())


def test_that_what_the_local_renderer_cannot_do_gives_no_command() -> None:
    with pytest.raises(BadInput, match="local cloud"):
        as_ffmpeg(SECRETS, AtHand())


LOCKED = TransConfig(hls_encrypt=HlsEncrypt(is_hls_encrypt=True, uri_key="0123456789abcdef"))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"container": Container(format="WebM"), "audio": Audio(codec="Vorbis")},
            "H.264 cannot be in a file of the kind WebM",
        ),
        ({"trans_config": LOCKED}, "hls"),
    ],
)
def test_that_what_every_service_refuses_gives_no_command(fields: dict[str, Any], told: str) -> None:
    made = composition(tile("a", 0, 0, 160, 128), size=(160, 128))
    assert made.transcode is not None
    at_hand = AtHand(Known(MappingProxyType({url("a"): probe(clips.clip("short"), "a")})))
    as_ffmpeg(made, at_hand)
    with pytest.raises(BadInput, match=told):
        as_ffmpeg(made.replace(transcode=made.transcode.replace(**fields)), at_hand)


def test_that_a_local_cloud_that_was_never_there_has_no_files(tmp_path: Path) -> None:
    assert files_of(tmp_path, [url("a")]) == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["xml", "curl", "python"])
def test_that_the_command_line_prints_the_same(kind: str, tmp_path: Path) -> None:
    made = composition(tile("a"), callback="https://teacher:pa55word@school.example/done")
    path = tmp_path / "lesson.tilewright"
    save(path, made, replace=False)
    wanted = {
        "xml": lambda: as_xml(made),
        "curl": lambda: as_curl(made, LOCAL),
        "python": lambda: as_python(made, LOCAL),
    }
    done = run("xml", path, "--as", kind)
    assert done.code == 0, done.err
    assert done.out.rstrip("\n") == wanted[kind]().text.rstrip("\n")
    assert "HIDDEN" in done.err


def test_that_the_command_line_refuses_what_is_for_xml_only(tmp_path: Path) -> None:
    path = tmp_path / "lesson.tilewright"
    save(path, composition(), replace=False)
    done = run("xml", path, "--as", "curl", "--pretty")
    assert done.code == 2
    assert "--pretty" in done.err
