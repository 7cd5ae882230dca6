"""Nothing of a request is silently left out: whatever can be said in one changes the result, is refused with a
sentence, or stands in a list of what has no effect on the file, with the reason.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from support.builders import composition, source, tile, transcode, url
from support.watermarks import image_mark, text_mark
from tilewright.errors import AppError
from tilewright.localcloud.exchange import Fault
from tilewright.localcloud.music import Music
from tilewright.localcloud.render import Input, render_args
from tilewright.localcloud.submission import read_submission
from tilewright.localcloud.templates import Templates
from tilewright.localcloud.watermarks import prepare
from tilewright.media.picture import Picture
from tilewright.media.sound_probe import SoundFile
from tilewright.model.composition import Composition
from tilewright.model.music import heard_pieces
from tilewright.model.options import (
    AigcMetadata,
    Audio,
    AudioMix,
    Clip,
    Container,
    DashEncrypt,
    EffectConfig,
    HlsEncrypt,
    SlideConfig,
    TimeInterval,
    TransConfig,
    Video,
)
from tilewright.model.paths import write_path
from tilewright.model.source import PQ
from tilewright.wire.nodes import Branch, Constant, Group, Part
from tilewright.wire.request import REQUEST_PARTS, write_request

LOGO = url("logo").replace(".cos.", ".ci.").replace(".mp4", ".png")
MUSIC = url("song").replace(".mp4", ".mp3")
FRAME = (640, 360)
PAGE = Path(__file__).parents[3] / "docs" / "local-cloud.md"


def base(**members: Any) -> Composition:
    made = transcode(FRAME).replace(trans_config=TransConfig(), time_interval=TimeInterval(), **members)
    return composition(tile("a", 0, 0, 320, 360), tile("b", 320, 0, 320, 360), transcode=made)


def plain() -> Composition:
    return base()


def upright() -> Composition:
    made = base()
    assert made.transcode is not None
    return made.replace(transcode=made.transcode.replace(video=Video(codec="H.264", width=360, height=640)))


def alone() -> Composition:
    made = base()
    return made.replace(tiles=made.tiles[:1], transcode=transcode(FRAME, codec="H.265"))


def lossless() -> Composition:
    return base(container=Container(format="flac"), audio=Audio(codec="flac", sample_format="s16"))


def in_pieces() -> Composition:
    return base(container=Container(format="hls", clip=Clip()))


def locked() -> Composition:
    return with_config("hls", hls_encrypt=HlsEncrypt(is_hls_encrypt=True, uri_key="0123456789abcdef"))


def locked_dash() -> Composition:
    return with_config("dash", dash_encrypt=DashEncrypt(is_encrypt=True, uri_key="0123456789abcdef"))


def generated() -> Composition:
    return with_config("mp4", aigc_metadata=AigcMetadata(label="1", content_producer="p", produce_id="i"))


def comparing() -> Composition:
    """Compares each value with the sources, whose own are less."""
    made = with_config(
        "mp4", is_check_reso=True, is_check_video_bitrate=True, is_check_audio_bitrate=True, is_check_video_fps=True
    )
    for field, value in {"video.width": 720, "video.fps": 50, "video.bitrate": 40_000, "audio.bitrate": 900}.items():
        made = write_path(made, f"transcode.{field}", value)
    return made


def failing() -> Composition:
    """Fails, as the frame is larger than every source."""
    return write_path(comparing(), "transcode.trans_config.reso_adj_method", "1")


def with_config(container: str, **fields: Any) -> Composition:
    made = base(container=Container(format=container))
    assert made.transcode is not None
    return made.replace(transcode=made.transcode.replace(trans_config=TransConfig(**fields)))


def music() -> Composition:
    fades = EffectConfig(
        enable_start_fadein=True,
        start_fadein_time=1,
        enable_end_fadeout=True,
        end_fadeout_time=1,
        enable_bgm_fade=True,
        bgm_fade_time=1,
    )
    return base(audio_mix=AudioMix(audio_source=MUSIC, effect_config=fades))


def much_music() -> Composition:
    made = music()
    assert made.transcode is not None
    mix = made.transcode.audio_mix
    assert mix is not None
    return made.replace(transcode=made.transcode.replace(audio_mix=None, audio_mix_array=(mix,)))


def text() -> Composition:
    return plain().replace(watermarks=(text_mark().replace(slide_config=None),))


def image() -> Composition:
    return plain().replace(watermarks=(image_mark(LOGO, mode="Fixed", width=40, height=30),))


def moving() -> Composition:
    return plain().replace(watermarks=(text_mark().replace(slide_config=SlideConfig(slide_mode="ScrollFromLeft")),))


EXAMPLES: dict[str, tuple[Callable[[], Composition], Any]] = {
    "keep_audio_track": (plain, False),
    "tiles.url": (plain, url("b")),
    "tiles.x": (plain, 16),
    "tiles.y": (plain, 16),
    "tiles.width": (plain, 160),
    "tiles.height": (plain, 90),
    "transcode.container.format": (plain, "mkv"),
    "transcode.container.clip.duration": (in_pieces, 2),
    "transcode.video.codec": (plain, "H.265"),
    "transcode.video.width": (plain, 720),
    "transcode.video.height": (plain, 400),
    "transcode.video.fps": (plain, 12),
    "transcode.video.remove": (plain, True),
    "transcode.video.profile": (plain, "main"),
    "transcode.video.bitrate": (plain, 700),
    "transcode.video.crf": (plain, 30),
    "transcode.video.gop": (plain, 10),
    "transcode.video.preset": (plain, "slow"),
    "transcode.video.bufsize": (plain, 2000),
    "transcode.video.maxrate": (plain, 700),
    "transcode.video.pixfmt": (plain, "yuv444p"),
    "transcode.video.long_short_mode": (upright, True),
    "transcode.video.rotate": (plain, 90),
    "transcode.video.roi": (plain, "low"),
    "transcode.video.crop": (plain, "320:180:0:0"),
    "transcode.video.interlaced": (plain, True),
    "transcode.audio.codec": (plain, "mp3"),
    "transcode.audio.samplerate": (plain, 22050),
    "transcode.audio.bitrate": (plain, 96),
    "transcode.audio.channels": (plain, 1),
    "transcode.audio.remove": (plain, True),
    "transcode.audio.sample_format": (lossless, "s32"),
    "transcode.audio.keep_two_tracks": (plain, True),
    "transcode.audio.switch_track": (plain, True),
    "transcode.trans_config.is_check_reso": (failing, None),
    "transcode.trans_config.reso_adj_method": (comparing, "1"),
    "transcode.trans_config.is_check_video_bitrate": (comparing, None),
    "transcode.trans_config.video_bitrate_adj_method": (comparing, "1"),
    "transcode.trans_config.is_check_audio_bitrate": (comparing, None),
    "transcode.trans_config.audio_bitrate_adj_method": (comparing, "1"),
    "transcode.trans_config.is_check_video_fps": (comparing, None),
    "transcode.trans_config.video_fps_adj_method": (comparing, "1"),
    "transcode.trans_config.transcode_index": (plain, "0"),
    "transcode.trans_config.hls_encrypt.is_hls_encrypt": (locked, False),
    "transcode.trans_config.dash_encrypt.is_encrypt": (locked_dash, False),
    "transcode.trans_config.dash_encrypt.uri_key": (locked_dash, "fedcba9876543210"),
    **{f"transcode.trans_config.aigc_metadata.{name}": (generated, "QQ==") for name in AigcMetadata.__struct_fields__},
    "transcode.time_interval.start": (plain, 1),
    "transcode.time_interval.duration": (plain, 2),
    "watermarks.type": (text, "Image"),
    "watermarks.loc_mode": (text, "Relativity"),
    "watermarks.dx": (text, 30),
    "watermarks.dy": (text, 30),
    "watermarks.pos": (text, "BottomRight"),
    "watermarks.start_time": (text, 1),
    "watermarks.end_time": (text, 2),
    "watermarks.slide_config.slide_mode": (moving, "Default"),
    "watermarks.slide_config.x_slide_speed": (moving, 3),
    "watermarks.slide_config.y_slide_speed": (moving, 3),
    "watermarks.image.url": (image, LOGO.replace("logo", "other")),
    "watermarks.image.mode": (image, "Proportion"),
    "watermarks.image.width": (image, 60),
    "watermarks.image.height": (image, 60),
    "watermarks.image.transparency": (image, 50),
    "watermarks.image.background": (image, True),
    "watermarks.text.text": (text, "Other"),
    "watermarks.text.font_size": (text, 40),
    "watermarks.text.font_type": (text, "ariblk.ttf"),
    "watermarks.text.font_color": (text, "0xFF0000"),
    "watermarks.text.transparency": (text, 50),
}
for _mix, _where in (("audio_mix", music), ("audio_mix_array", much_music)):
    EXAMPLES |= {
        f"transcode.{_mix}.audio_source": (_where, MUSIC.replace("song", "other")),
        f"transcode.{_mix}.mix_mode": (_where, "Once"),
        f"transcode.{_mix}.replace_original": (_where, True),
        **{
            f"transcode.{_mix}.effect_config.{field}": (_where, 2 if field.endswith("_time") else False)
            for field in EffectConfig.__struct_fields__
            if field != "kept"
        },
    }
del EXAMPLES["transcode.trans_config.aigc_metadata.kept"]
"""For each field: a composition in which it matters, and a value that asks for something else."""

ELSEWHERE = {
    "tiles.name": "a label (A25); test_limits",
    "transcode_template_id": "resolved when submitted; tests/contract/test_templates.py",
    "watermark_template_ids": "resolved when submitted; tests/contract/test_templates.py",
    "output.region": "where the result goes; tests/contract/test_local_cloud_jobs.py",
    "output.bucket": "where the result goes; tests/contract/test_local_cloud_jobs.py",
    "output.object": "where the result goes; tests/contract/test_output_names.py",
    "user_data": "in the reply; tests/contract/test_local_cloud_jobs.py",
    "job_level": "the order of jobs; tests/contract/test_local_cloud_jobs.py",
    "callback": "who is told of the end; tests/contract/test_callbacks.py",
    "callback_format": "who is told of the end; tests/contract/test_callbacks.py",
    "callback_type": "who is told of the end; tests/contract/test_callbacks.py",
    "callback_mq.mq_region": "who is told of the end; tests/contract/test_callbacks.py",
    "callback_mq.mq_mode": "who is told of the end; tests/contract/test_callbacks.py",
    "callback_mq.mq_name": "who is told of the end; tests/contract/test_callbacks.py",
    "transcode.trans_config.adj_dar_method": "the frame is as wide as it is composed, so nothing is to be fitted (A43)",
    "transcode.trans_config.is_hdr2sdr": "such sources are turned in any case (A55)",
    "transcode.trans_config.delete_metadata": "nothing of sources gets into a result (A33)",
    "transcode.trans_config.hls_encrypt.uri_key": "in a file for FFmpeg; tests/contract/test_pieces_rendered.py",
}
"""Fields that change nothing in how the file is made, and why."""


WITHOUT_EFFECT: dict[str, tuple[Callable[[], Composition], Sequence[Any], dict[str, Any]]] = {
    "TransConfig.DeleteMetadata": (plain, (False, True), {}),
    "TransConfig.AdjDarMethod": (plain, ("none", "crop", "scale", "pad"), {}),
    "TransConfig.IsHdr2Sdr": (plain, (False, True), {"transfer": PQ}),
    "Audio.KeepTwoTracks": (alone, (False, True), {"second_channels": 2}),
    "Video.LongShortMode": (plain, (False, True), {}),
}
"""By the element of the page: where it might have one, what it can say, and facts of the sources."""


def fields(parts: Sequence[Part], path: str = "") -> Iterator[str]:
    for part in parts:
        if isinstance(part, Group):
            yield from fields(part.parts, path)
        elif isinstance(part, Branch):
            yield from fields(part.table.parts, f"{path}{part.field}.")
        elif not isinstance(part, Constant):
            yield f"{path}{part.field}"


def test_that_every_field_of_a_request_is_accounted_for() -> None:
    assert {*EXAMPLES, *ELSEWHERE} == set(fields(REQUEST_PARTS))
    assert not EXAMPLES.keys() & ELSEWHERE.keys()


def place_of(field: str) -> str:
    """The first tile, watermark or mix stands for all."""
    for name in ("watermarks", "audio_mix_array"):
        field = field.replace(f"{name}.", f"{name}.0.")
    return field.replace("tiles.", "tiles.a.")


@pytest.mark.parametrize("field", EXAMPLES)
def test_that_a_field_changes_the_result_or_is_refused(field: str, tmp_path: Path) -> None:
    make, value = EXAMPLES[field]
    usual, other = make(), write_path(make(), place_of(field), value)
    assert usual != other
    made = [outcome(one, tmp_path / name) for one, name in ((usual, "usual"), (other, "other"))]
    assert made[0] != made[1] or made[0][0] == "refused", made


def lines_without_effect() -> dict[str, str]:
    table = PAGE.read_text("utf-8").partition("## What has no effect")[2].split("\n\n")[2].splitlines()[2:]
    return {line.split("`")[1]: line for line in table}


def test_that_the_page_names_each_field_that_has_no_effect_for_a_reason_that_was_chosen() -> None:
    lines = lines_without_effect()
    assert lines.keys() == WITHOUT_EFFECT.keys()
    paths = {f"transcode.{_field_of(element)}": line for element, line in lines.items()}
    chosen = {path: found[0] for path, why in ELSEWHERE.items() if (found := re.findall(r"\(A\d+\)", why))}
    del chosen["tiles.name"]  # a label in the request alone
    assert len(chosen) == 3
    assert all(number in paths[path] for path, number in chosen.items())


@pytest.mark.parametrize("element", WITHOUT_EFFECT)
def test_that_what_the_page_says_has_no_effect_is_taken_and_changes_nothing(element: str, tmp_path: Path) -> None:
    make, values, facts = WITHOUT_EFFECT[element]
    path = f"transcode.{_field_of(element)}"
    asked = [make(), *(write_path(make(), path, value) for value in values)]
    assert len({write_request(one) for one in asked}) == len(asked)
    made = [outcome(one, tmp_path / str(number), **facts) for number, one in enumerate(asked)]
    assert made[0][0] == "rendered"
    assert made == made[:1] * len(asked)


def _field_of(element: str) -> str:
    """``TransConfig.IsHdr2Sdr`` as the model has it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", element).lower()


def outcome(asked: Composition, folder: Path, **facts: Any) -> tuple[Any, ...]:
    """What becomes of a request: refused or failed with a sentence, or how the file is made."""
    folder.mkdir()
    try:
        taken = read_submission(write_request(asked), Templates(folder)).composition
    except Fault as fault:
        return ("refused" if len(fault.message) > 20 else "refused without a word"), fault.message
    try:
        return "rendered", *rendered(taken, folder, facts)
    except AppError as error:
        return "failed", str(error)


def rendered(taken: Composition, folder: Path, facts: dict[str, Any]) -> Iterator[str | bytes]:
    numbers = itertools.count()
    frame = taken.inline_frame.size
    assert frame is not None
    overlays = prepare(taken.watermarks, frame, logo, lambda: folder / f"{next(numbers)}.rgba")
    inputs = {
        tile.url: Input(
            Path(f"/videos/{tile.url[-5:]}"), source(640, 360, video_bitrate=900, audio_bitrate=90, **facts)
        )
        for tile in taken.tiles
    }
    for argument in render_args(taken, inputs, Path("/results/out.mp4"), overlays, music_of(taken)):
        yield argument.replace(str(folder), "")
    for overlay in overlays:
        yield overlay.path.read_bytes()


def music_of(taken: Composition) -> list[Music]:
    """Pieces of 3 seconds, which are shorter than the videos."""
    found = SoundFile(channels=2, samplerate=48000, samples=3 * 48000)
    pieces = [piece for _, piece in heard_pieces(taken.transcode)]
    return [Music(Path(f"/music/{(piece.audio_source or '')[-9:]}"), found, piece) for piece in pieces]


def logo(url: str) -> Picture:
    colour = (200, 40, 40) if "logo" in url else (40, 40, 200)
    return Picture(40, 30, bytes((*colour, 255)) * 1200, has_alpha=True)
