"""Requests that the local cloud takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.builders import ACCOUNT, LOCAL, composition, output, source, transcode, url
from support.watermarks import text_mark
from tilewright.checks import check
from tilewright.localcloud import submission
from tilewright.localcloud.exchange import Fault
from tilewright.localcloud.templates import Templates
from tilewright.media.stamp import make_stamp
from tilewright.model.composition import Composition
from tilewright.model.options import Transcode
from tilewright.model.source import Known
from tilewright.model.template import Template
from tilewright.wire.request import read_request, write_request
from tilewright.wire.templates import spell_template


def test_that_words_of_watermarks_are_taken_in_any_case_as_the_checks_say(tmp_path: Path) -> None:
    mark = text_mark(pos="bottomRIGHT").replace(type="text", loc_mode="absolute")
    job = composition(watermarks=(mark,), output=output())
    assert {problem.severity for problem in check(job, Known(), LOCAL)} <= {"note", "warning"}
    taken = submission.read_submission(write_request(job), Templates(tmp_path))
    (drawn,) = taken.composition.watermarks
    stamp, usual = (make_stamp(one, (1280, 720)) for one in (drawn, text_mark(pos="BottomRight")))
    assert stamp == usual
    assert taken.resolved == b"", "the request is kept as it came"


WHOLE = write_request(composition()).decode()


def judged(request: str, templates: Path) -> str:
    """The sentence that refuses ``request``, empty when it is taken."""
    try:
        submission.read_submission(request.encode(), Templates(templates))
    except Fault as fault:
        return fault.message if (fault.status, fault.code) == (400, "InvalidArgument") else ""
    return ""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("/", "names no object"),
        ("///", "names no object"),
        ("x" * 850 + ".${ext}", "longer than 850 bytes"),
        ("a&#9;b", "control character"),
        ("/output/a.${ext}", ""),
    ],
)
def test_that_a_name_that_no_object_can_have_is_refused_before_anything_is_rendered(
    name: str, told: str, tmp_path: Path
) -> None:
    request = re.sub("<Object>[^<]*</Object>", f"<Object>{name}</Object>", WHOLE)
    assert (told in judged(request, tmp_path)) if told else judged(request, tmp_path) == ""


def with_video(elements: str) -> str:
    return WHOLE.replace("</Video>", f"{elements}</Video>")


@pytest.mark.parametrize(
    ("element", "values"),
    [
        ("Fps", ("90", "0", "-3", "abc")),
        ("Crf", ("0", "77", "-2", "x")),
        ("Gop", ("-4", "0", "1.5")),
        ("Bufsize", ("-1", "7", "many")),
        ("Maxrate", ("-5", "60000", "x")),
        ("Bitrate", ("-5", "1", "fast")),
        ("Remove", ("yes",)),
        ("Preset", ("ultrafast", "good")),
        ("Pixfmt", ("yuv420p10le", "rgb24")),
        ("Rotate", ("360", "-90", "left")),
    ],
)
def test_that_no_number_or_word_out_of_range_is_taken(element: str, values: tuple[str, ...], tmp_path: Path) -> None:
    for value in values:
        told = judged(with_video(f"<{element}>{value}</{element}>"), tmp_path)
        assert value in told or "Remove" in told, (element, value, told)


def test_that_each_word_that_is_known_is_told_once(tmp_path: Path) -> None:
    told = judged(with_video("<Preset>ultrafast</Preset>"), tmp_path)
    words = told.partition("It knows ")[2].rstrip(".").split(", ")
    assert len(words) > 5
    assert len(words) == len({*words})


@pytest.mark.parametrize("size", [(321, 180), (320, 181), (1, 1), (126, 128), (5000, 128), (8192, 8192)])
def test_that_no_frame_is_taken_that_the_service_does_not_take(size: tuple[int, int], tmp_path: Path) -> None:
    told = judged(write_request(composition(size=size)).decode(), tmp_path)
    assert "The frame is" in told


@pytest.mark.parametrize(
    ("place", "element"),
    [
        ("Transcode", "<Subtitle><Remove>true</Remove></Subtitle>"),
        ("Transcode", "<TimeInterval><Start>abc</Start></TimeInterval>"),
        ("Transcode", "<TimeInterval><Start>-5</Start></TimeInterval>"),
        ("Transcode", "<TransConfig><HlsEncrypt><IsEncrypt>true</IsEncrypt></HlsEncrypt></TransConfig>"),
        ("Video", "<ColorParam><ColorRange>1</ColorRange></ColorParam>"),
        ("Video", "<StdExtInfo>single-pps=1</StdExtInfo>"),
        ("Video", "<HlsTsTime>5</HlsTsTime>"),
        ("Video", "<Foo/>"),
        ("Audio", "<Profile>x</Profile>"),
        ("Audio", "<Samplerate>many</Samplerate>"),
        ("SpliceInfo", "<Foo>1</Foo>"),
        ("VideoSynthesis", "<KeepAudioTrack>yes</KeepAudioTrack>"),
        ("Operation", "<DigitalWatermark/>"),
        ("Operation", "<FreeTranscode>true</FreeTranscode>"),
        ("Request", "<Input><Object>a.mp4</Object></Input>"),
        ("Request", "<QueueType>SpeedTranscoding</QueueType>"),
    ],
)
def test_that_nothing_is_taken_that_nobody_reads(place: str, element: str, tmp_path: Path) -> None:
    told = judged(WHOLE.replace(f"</{place}>", f"{element}</{place}>", 1), tmp_path)
    assert any(name in told for name in re.findall(r"<(\w+)", element)), told


MQ = "<CallBackType>TDMQ</CallBackType><CallBackMqConfig>{}</CallBackMqConfig>"


@pytest.mark.parametrize(
    ("elements", "told"),
    [
        ("<CallBackFormat>YAML</CallBackFormat>", "YAML"),
        ("<CallBackType>Pigeon</CallBackType>", "Pigeon"),
        ("<CallBackType>TDMQ</CallBackType>", "message queue"),
        (MQ.format("<MqRegion>sh</MqRegion><MqMode>Queue</MqMode>"), "no name"),
        (MQ.format("<MqRegion>mars</MqRegion><MqMode>Queue</MqMode><MqName>jobs</MqName>"), "mars"),
        (MQ.format("<MqRegion>sh</MqRegion><MqMode>Pile</MqMode><MqName>jobs</MqName>"), "Pile"),
    ],
)
def test_that_no_way_of_telling_the_end_is_taken_that_nobody_can_go(elements: str, told: str, tmp_path: Path) -> None:
    assert told in judged(WHOLE.replace("</Request>", f"{elements}</Request>"), tmp_path)


@pytest.mark.parametrize(
    "elements",
    [
        "<CallBack>http://127.0.0.1:9/told</CallBack><CallBackFormat>json</CallBackFormat>",
        "<CallBack>http://192.168.0.7/told</CallBack><CallBackType>URL</CallBackType>",
        "<CallBack>no</CallBack><CallBackFormat>JSON</CallBackFormat>",
        "<CallBack>no</CallBack><CallBackFormat>YAML</CallBackFormat><CallBackType>TDMQ</CallBackType>",
        "<CallBackType>Kafka</CallBackType>",
        MQ.format("<MqRegion>sh</MqRegion><MqMode>Queue</MqMode><MqName>jobs</MqName>"),
    ],
)
def test_that_a_callback_is_taken_wherever_it_goes(elements: str, tmp_path: Path) -> None:
    assert judged(WHOLE.replace("</Request>", f"{elements}</Request>"), tmp_path) == ""


def test_that_an_unreadable_time_of_a_watermark_is_refused(tmp_path: Path) -> None:
    job = write_request(composition(watermarks=(text_mark(start_time=1),))).decode()
    assert judged(job, tmp_path) == ""
    assert "StartTime" in judged(job.replace("<StartTime>1<", "<StartTime>abc<"), tmp_path)


@pytest.mark.parametrize(
    "element",
    [
        "<QueueId>p0123456789abcdef0123456789abcdef</QueueId>",
        "<CallBackKafkaConfig><Topic>jobs</Topic></CallBackKafkaConfig>",
        "<!-- ours -->",
    ],
)
def test_that_what_changes_nothing_in_a_result_is_taken(element: str, tmp_path: Path) -> None:
    assert judged(WHOLE.replace("</Request>", f"{element}</Request>"), tmp_path) == ""


@pytest.mark.parametrize(
    "elements",
    [
        "<Fps/><Crf></Crf><Gop/>",
        "<Bufsize>0</Bufsize>",
        "<Rotate>0</Rotate><Roi>none</Roi><Interlaced>false</Interlaced>",
    ],
)
def test_that_what_says_nothing_is_taken(elements: str, tmp_path: Path) -> None:
    """Kits write elements without a value, and a buffer of 0 where none is set (ci-templates §14.1, §3)."""
    assert judged(with_video(elements), tmp_path) == ""


def test_that_unknown_elements_are_told_of_before_and_can_be_removed() -> None:
    strange = WHOLE.replace("</Video>", "<ColorParam/></Video>").replace(
        "</Request>", "<QueueId>p1</QueueId></Request>"
    )
    opened = read_request(strange.encode()).composition
    (found,) = [problem for problem in check(opened, Known(), LOCAL) if problem.code == "local-cannot"]
    assert found.path == "transcode.video.ColorParam"
    assert found.fix is not None
    cured = found.fix.apply(opened)
    assert "local-cannot" not in {problem.code for problem in check(cured, Known(), LOCAL)}


def test_that_a_codec_that_the_ffmpeg_at_hand_has_not_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poor = tmp_path / "ffmpeg"
    table = "Encoders:\\n ------\\n V....D libx264   x264\\n A....D aac   AAC\\n"
    poor.write_text(f'#!/bin/sh\ncase "$*" in *encoders*) printf "{table}";; *) echo "ffmpeg version 7.1";; esac\n')
    poor.chmod(0o755)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(poor))
    assert judged(WHOLE, tmp_path) == ""
    assert "no encoder for H.265 (libx265)" in judged(WHOLE.replace("H.264", "H.265"), tmp_path)


IGNORED = {
    "crf-bitrate": ("Video", "<Crf>30</Crf><Bitrate>1000</Bitrate>"),
    "adjust-method-unused": (
        "Transcode",
        "<TransConfig><IsCheckReso>false</IsCheckReso><ResoAdjMethod>1</ResoAdjMethod></TransConfig>",
    ),
    "hls-key-unused": (
        "Transcode",
        "<TransConfig><HlsEncrypt><IsHlsEncrypt>false</IsHlsEncrypt><UriKey>key</UriKey></HlsEncrypt></TransConfig>",
    ),
    "tracks-h265": ("Audio", "<KeepTwoTracks>true</KeepTwoTracks>"),
    "sample-format-h265": ("Audio", "<SampleFormat>fltp</SampleFormat>"),
    "music-void": ("Transcode", f"<AudioMix><AudioSource>{url('song')}</AudioSource></AudioMix>"),
}
TEMPLATE = "t1847cd4ecb6bc4430b62ad0e1b6cb3d2b"


def with_ignored(code: str) -> str:
    place, elements = IGNORED[code]
    request = WHOLE.replace(f"</{place}>", f"{elements}</{place}>", 1)
    if code.endswith("h265"):
        return request.replace("H.264", "H.265")
    return re.sub("<Audio>.*?</Audio>", "", request, flags=re.DOTALL) if code == "music-void" else request


@pytest.mark.parametrize("code", IGNORED)
def test_that_what_the_service_ignores_stops_nobody_who_sends_it_all_the_same(code: str, tmp_path: Path) -> None:
    """The checks stop who composes here (ADR 0017); a request of another program is rendered as the service would."""
    request = with_ignored(code)
    opened = read_request(request.encode()).composition
    assert code in {problem.code for problem in check(opened, Known(), LOCAL) if problem.severity == "error"}
    assert judged(request, tmp_path) == ""


def _named(encoding: Transcode, folder: Path) -> tuple[Composition, Known, Templates]:
    """A composition that names a template with ``encoding``, and that template for checks and local cloud."""
    template = Template(TEMPLATE, "Mine", "Transcode", transcode=encoding)
    (folder / f"{TEMPLATE}.xml").write_bytes(spell_template(template))
    templates = Templates(folder)
    (read,) = templates.find([TEMPLATE])
    naming = composition(transcode=None, transcode_template_id=TEMPLATE, output=output())
    return naming, Known().with_templates((read,)).with_source(url("a"), source()), templates


@pytest.mark.parametrize("code", IGNORED)
def test_that_what_a_template_has_ignored_stops_neither_window_nor_local_cloud(code: str, tmp_path: Path) -> None:
    encoding = read_request(with_ignored(code).encode()).composition.transcode
    assert encoding is not None
    naming, known, templates = _named(encoding, tmp_path)
    assert [problem for problem in check(naming, known, LOCAL) if problem.severity == "error"] == []
    submission.read_submission(write_request(naming), templates)


def test_that_what_is_refused_inside_a_template_is_told_before_it_is_sent(tmp_path: Path) -> None:
    naming, known, templates = _named(transcode(bitrate=5), tmp_path)
    (found,) = [problem for problem in check(naming, known, LOCAL) if problem.severity == "error"]
    assert (found.code, found.path) == ("local-cannot", "transcode_template_id")
    assert "Mine" in found.sentence
    assert "bitrate is 5 kbps" in found.sentence
    with pytest.raises(Fault, match="bitrate is 5 kbps"):
        submission.read_submission(write_request(naming), templates)
    assert found.fix is not None
    copied = found.fix.apply(naming)
    assert "bitrate-range" in {problem.code for problem in check(copied, known, LOCAL)}
    assert "local-cannot" not in {problem.code for problem in check(naming, known, ACCOUNT)}


def test_that_a_sound_codec_that_the_ffmpeg_at_hand_has_not_is_refused_where_there_is_sound_for_certain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poor = tmp_path / "ffmpeg"
    table = "Encoders:\\n ------\\n V....D libx264   x264\\n A....D aac   AAC\\n"
    poor.write_text(f'#!/bin/sh\ncase "$*" in *encoders*) printf "{table}";; *) echo "ffmpeg version 7.1";; esac\n')
    poor.chmod(0o755)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(poor))
    request = WHOLE.replace("<Codec>aac</Codec>", "<Codec>mp3</Codec>")
    assert judged(WHOLE, tmp_path) == ""
    assert judged(request, tmp_path) == "", "its videos may be silent"
    music = f"<AudioMix><AudioSource>{url('music')}</AudioSource></AudioMix></Transcode>"
    assert "no encoder for mp3 (libmp3lame)" in judged(request.replace("</Transcode>", music), tmp_path)
    alone = request.replace("<Video>", "<Video><Remove>true</Remove>")
    assert "no encoder for mp3 (libmp3lame)" in judged(alone, tmp_path)
