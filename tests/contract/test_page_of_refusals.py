"""What `docs/local-cloud.md` says is refused: each line, over real HTTP, with the sentence that the window has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.builders import composition, tile, transcode, url
from support.gate import Gate
from support.local_cloud import Caller, local_cloud
from support.watermarks import text_mark
from tilewright.checks import refused, unsupported, untellable
from tilewright.localcloud import watermarks
from tilewright.localcloud.server import LocalCloud
from tilewright.media import typefaces
from tilewright.model.composition import Composition
from tilewright.model.options import (
    AigcMetadata,
    Audio,
    AudioMix,
    Container,
    DashEncrypt,
    EffectConfig,
    HlsEncrypt,
    MqConfig,
    SlideConfig,
    Transcode,
    TransConfig,
)
from tilewright.wire.request import read_request, write_request

PAGE = Path(__file__).parents[2] / "docs" / "local-cloud.md"
SIZE = (640, 360)
MUSIC = url("song").replace(".mp4", ".mp3")


@dataclass(frozen=True)
class Line:
    """A line of the page's table: the elements that it names, and all of it."""

    elements: tuple[str, ...]
    text: str


def lines_of_page() -> list[Line]:
    table = PAGE.read_text("utf-8").partition("## What is refused")[2].split("\n\n")[1].splitlines()[2:]
    return [
        Line(tuple(re.findall(r"`([^`]+)`", line.split("|")[1])) or (line.split("|")[1].strip(),), line)
        for line in table
    ]


def video(size: tuple[int, int] = SIZE, kind: str = "mp4", **fields: Any) -> Transcode:
    made = transcode(size).replace(container=Container(format=kind))
    assert made.video is not None
    return made.replace(video=made.video.replace(**fields))


def sound(kind: str = "mp4", codec: str = "aac", **fields: Any) -> Transcode:
    return video(kind=kind).replace(audio=Audio(codec=codec, **fields))


def config(kind: str = "mp4", codec: str = "H.264", **fields: Any) -> Transcode:
    return video(kind=kind, codec=codec).replace(trans_config=TransConfig(**fields))


def music(**fields: Any) -> Transcode:
    return video().replace(audio_mix=AudioMix(audio_source=MUSIC, **fields))


def hls(key: str) -> HlsEncrypt:
    return HlsEncrypt(is_hls_encrypt=True, uri_key=key)


KEY = "0123456789abcdef"
THREE = tuple(AudioMix(audio_source=MUSIC) for _ in range(3))

CASES: dict[str, tuple[Transcode, ...]] = {
    "Container.Format": (video(kind="gif"),),
    "Video.Codec": (video(codec="H.266"), video(kind="WebM", codec="H.264")),
    "Audio.Codec": (sound("WebM", "aac"),),
    "Video.Rotate": (video(rotate=45), video(rotate=1)),
    "Video.Roi": (video(roi="video"),),
    "Video.LongShortMode": (video((360, 640), long_short_mode=True),),
    "Video.Preset": (video(codec="AV1", kind="mkv", preset="medium"),),
    "Video.Profile": (video(profile="main", pixfmt="yuv444p"), video(profile="high", crf=0.5)),
    "Video.Interlaced": (video(codec="H.265", interlaced=True), video((640, 358), interlaced=True)),
    "Video.Crop": (video(crop="600:300:100:100"),),
    "Video.Bitrate": (video(bitrate="fast"),),
    "Video.Pixfmt": (video(pixfmt="rgb24"),),
    "Video.Bufsize": (video(bufsize=2000),),
    "Video.Maxrate": (video(codec="AV1", kind="mkv", bitrate=900, maxrate=1000),),
    "Video.Gop": (video(codec="AV1", kind="mkv", bitrate=900, gop=1),),
    "Audio.Samplerate": (sound("mp4", "aac", samplerate=12345),),
    "Audio.Channels": (sound("mp4", "aac", channels=7),),
    "Audio.SampleFormat": (sound("mp4", "aac", sample_format="s64"),),
    "Audio.Bitrate": (sound("mp4", "aac", samplerate=8000, channels=1, bitrate=320),),
    "Audio.KeepTwoTracks": (sound("mp4", "aac", keep_two_tracks=True),),  # more of it: MORE
    "Audio.SwitchTrack": (sound("mp4", "aac", switch_track=True),),
    "AudioMix.MixMode": (music(mix_mode="Twice"),),
    "AudioMix.EffectConfig": (music(effect_config=EffectConfig(enable_start_fadein=True)),),
    "AudioMixArray": (video().replace(audio_mix_array=THREE),),
    "TransConfig.TranscodeIndex": (config(transcode_index="0:1"),),
    "TransConfig.HlsEncrypt": (
        config("hls", hls_encrypt=hls("https://keys.example/1")),
        config("hls", hls_encrypt=hls("short")),
        config("hls", "AV1", hls_encrypt=hls(KEY)),
    ),
    "TransConfig.DashEncrypt": (config("dash", dash_encrypt=DashEncrypt(is_encrypt=True, uri_key=KEY)),),
    "TransConfig.AIGCMetadata": tuple(
        config(kind, aigc_metadata=AigcMetadata(label="1", content_producer="p", produce_id="i"))
        for kind in ("ts", "avi", "hls", "dash")
    ),
}


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """One for all: it takes nothing."""
    with local_cloud(tmp_path_factory.mktemp("refusing") / "cloud", produce=Gate()) as running:
        yield running


def asked(encoding: Transcode | None = None, **fields: Any) -> Composition:
    two = (tile("a", 0, 0, 320, 360), tile("b", 320, 0, 320, 360))
    return composition(*two, size=SIZE, transcode=encoding or video(), **fields)


def alone(encoding: Transcode) -> Composition:
    return composition(tile("a", 0, 0, *SIZE), size=SIZE, transcode=encoding)


MORE: dict[str, tuple[Composition, ...]] = {
    "Watermark.Text": tuple(
        asked(watermarks=(text_mark(text),)) for text in ("Lesson درس", "บท 7", "पाठ", "Well done 😀")
    ),
    "Audio.KeepTwoTracks": (
        alone(sound("flv", "aac", keep_two_tracks=True)),
        alone(sound(keep_two_tracks=True).replace(audio_mix=AudioMix(audio_source=MUSIC))),
    ),
}


def moving() -> Composition:
    return asked(watermarks=(text_mark().replace(slide_config=SlideConfig(slide_mode="Bounce")),))


def strange() -> Composition:
    body = write_request(asked()).replace(b"</Video>", b"<Sparkle>1</Sparkle></Video>")
    return read_request(body).composition


OTHERS: dict[str, Callable[[], Composition]] = {
    "CallBackFormat": lambda: asked(callback_format="YAML"),
    "CallBackType": lambda: asked(callback_type="Pigeon"),
    "CallBackMqConfig": lambda: asked(callback_type="TDMQ", callback_mq=MqConfig(mq_region="mars")),
    "Watermark.SlideConfig": moving,
    "Watermark.Text": lambda: asked(watermarks=(text_mark("7"), text_mark("Lesson 수업"))),
    "any element that is not the service's": strange,
}


WITH_REASON = {
    "Video.Rotate", "Video.LongShortMode", "Video.Preset", "Audio.KeepTwoTracks", "Audio.SwitchTrack",
    "TransConfig.TranscodeIndex", "TransConfig.HlsEncrypt", "TransConfig.DashEncrypt", "TransConfig.AIGCMetadata",
}  # fmt: skip
"""Elements whose sentence says why, which the page says, too."""


def test_that_every_line_of_the_page_is_tried_here() -> None:
    named = [element for line in lines_of_page() for element in line.elements]
    assert sorted(named) == sorted([*CASES, *OTHERS])
    assert {"TransConfig.TranscodeIndex", "Audio.SwitchTrack", "Video.Roi"} <= set(named)


@pytest.mark.parametrize("element", [*CASES, *OTHERS])
def test_that_what_the_page_says_is_refused_with_the_sentence_of_the_checks(
    element: str, refusing: LocalCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    if element == "Watermark.Text":
        monkeypatch.setattr(typefaces, "FONT_FOLDERS", ())
    tried = [asked(encoding) for encoding in CASES.get(element, ())] or [OTHERS[element]()]
    tried += MORE.get(element, ())
    (line,) = (one for one in lines_of_page() if element in one.elements)
    reasons = []
    for wanted in tried:
        said = Caller(refusing.endpoint).refusal(wanted)
        if element == "Watermark.Text":
            assert said == watermarks.find_missing_letters(wanted.watermarks)
            assert ("2 has Chinese" if wanted is tried[0] else "1 has letters that no typeface") in said
            continue
        as_read = read_request(write_request(wanted)).composition
        problem = (*refused(as_read), *untellable(as_read), *unsupported(as_read))[0]
        assert said == problem.sentence
        assert _plain(element.rpartition(".")[2]) in _plain(problem.path) or element not in CASES
        if reason := _reason(said):
            reasons.append(reason)
            assert _words(reason) in _words(line.text)
    assert bool(reasons) == (element in WITH_REASON)
    assert refusing.accepted_posts() == []


def _plain(name: str) -> str:
    return re.sub("[^a-z]", "", name.lower())


def _reason(said: str) -> str:
    """The sentence in the middle, where one says why."""
    if not said.startswith("The local cloud cannot do "):
        return ""
    found = re.fullmatch(
        r"The local cloud cannot do .*?\. (?:(.+)\. )?(?:Use .+|Remove it), or submit to an account\.", said
    )
    assert found, said
    return found[1] or ""


def _words(text: str) -> str:
    return " ".join(re.findall(r"[\w.]*\w", re.sub(r"\(A[0-9, A]+\)", "", text.lower())))
