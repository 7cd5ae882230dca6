"""Copying a template's values, and telling what it contains."""

from __future__ import annotations

import pytest

from support.builders import composition, transcode
from support.watermarks import text_mark
from tilewright.errors import WrongUse
from tilewright.model.composition import Composition
from tilewright.model.contents import contents, told_frame
from tilewright.model.options import (
    Audio,
    AudioMix,
    EffectConfig,
    HlsEncrypt,
    SlideConfig,
    TimeInterval,
    Transcode,
    TransConfig,
    Video,
    WatermarkImage,
)
from tilewright.model.source import Known, frame_in_force
from tilewright.model.template import Template, copy_inline, watermarks_in_force

WHOLE = Template("t1", "Lesson", "Transcode", transcode=transcode((640, 360), crf=22))
NO_HEIGHT = Template("t2", "720p", "Transcode", transcode=transcode(None, width=1280))
NO_FRAME = Template("t3", "Any", "Transcode", transcode=transcode(None))
MARK = Template("w1", "Name", "Watermark", watermark=text_mark())
OTHER = Template("w2", "Other", "Watermark", watermark=text_mark().replace(pos="BottomLeft"))


def naming(template_id: str, size: tuple[int, int] | None) -> Composition:
    return composition(size=size).replace(
        transcode=transcode(size) if size else None, transcode_template_id=template_id
    )


@pytest.mark.parametrize(
    ("template", "own", "expected"),
    [
        (WHOLE, (1920, 1080), (640, 360)),
        (WHOLE, None, (640, 360)),
        (NO_HEIGHT, (1920, 1080), (1280, 1080)),
        (NO_FRAME, (1920, 1080), (1920, 1080)),
        (NO_HEIGHT, None, (1280, None)),
        (NO_FRAME, None, (None, None)),
    ],
)
def test_that_the_frame_of_the_composition_stays_where_the_template_states_none(
    template: Template, own: tuple[int, int] | None, expected: tuple[int | None, int | None]
) -> None:
    before = naming(template.id, own)
    after = copy_inline(before, template)
    assert after.transcode_template_id is None
    assert (after.inline_frame.width, after.inline_frame.height) == expected
    assert after.tiles == before.tiles
    assert after.transcode is not None
    assert template.transcode is not None
    assert after.transcode.audio == template.transcode.audio


def test_that_a_copy_holds_nothing_of_what_was_set_beside_the_template() -> None:
    before = naming("t1", (1920, 1080))
    assert before.transcode is not None
    before = before.replace(transcode=before.transcode.replace(time_interval=TimeInterval(start=5)))
    assert copy_inline(before, WHOLE).transcode == WHOLE.transcode


def test_that_a_template_without_video_gets_the_frame() -> None:
    sound = Template("t4", transcode=transcode().replace(video=None))
    copied = copy_inline(naming("t4", (640, 360)), sound)
    assert copied.transcode is not None
    assert copied.transcode.video == Video(width=640, height=360)


def test_that_a_watermark_joins_the_others() -> None:
    own = text_mark().replace(pos="TopLeft")
    before = composition(watermarks=(own,))
    assert copy_inline(before, MARK).watermarks == (own, MARK.watermark)


def test_that_all_watermark_templates_are_copied_when_one_is() -> None:
    hidden = text_mark().replace(pos="TopLeft")
    before = composition(watermarks=(hidden,), watermark_template_ids=("w2", "w1"))
    known = Known().with_templates((MARK, OTHER)).watermark_templates
    after = copy_inline(before, MARK, known)
    assert (after.watermarks, after.watermark_template_ids) == ((OTHER.watermark, MARK.watermark), ())
    with pytest.raises(WrongUse, match="w2"):
        copy_inline(before, MARK)


def test_that_a_fourth_watermark_is_refused() -> None:
    with pytest.raises(WrongUse, match="3 watermarks"):
        copy_inline(composition(watermarks=(text_mark(),) * 3), MARK)
    with pytest.raises(WrongUse, match="t9"):
        copy_inline(composition(), Template("t9", tag="Concat"))


def test_that_what_is_known_of_templates_grows_and_the_frame_follows() -> None:
    named = naming("t1", None)
    known = Known().with_templates((), ("t1",))
    assert frame_in_force(named, known).size is None
    known = known.joined(Known().with_templates((WHOLE, MARK)))
    assert frame_in_force(named, known).size == (640, 360)
    assert (known.absent_templates, known.template_names["t1"]) == (frozenset(), "Lesson")
    assert known.watermark_templates == {"w1": MARK.watermark}
    gone = known.without_templates()
    assert (gone.templates, gone.watermark_templates, gone.template_names) == ({}, {}, {})


def lines(template: Template) -> list[str]:
    return [f"{content.label}: {content.value}" for content in contents(template)]


def test_that_contents_are_told_in_words() -> None:
    told = transcode((1280, 720), fps=25, bitrate=1000, interlaced=False).replace(
        audio=Audio(codec="aac", samplerate=44100, channels=2),
        time_interval=TimeInterval(start=0, duration=1.5),
        audio_mix=AudioMix(audio_source="https://a.org/b.mp3"),
        trans_config=TransConfig(hls_encrypt=HlsEncrypt(is_hls_encrypt=True, uri_key="secret")),
    )
    assert lines(Template("t", transcode=told)) == [
        "Container format: mp4",
        "Frame: 1280 × 720",
        "Video encoding format: H.264",
        "Video frame rate: 25 per second",
        "Video bitrate: 1000 kbit/s",
        "Interlaced: no",
        "Sound encoding format: aac",
        "Sample rate: 44100 Hz",
        "Sound channels: 2",
        "Encrypt hls: yes",
        "Kept part: start: 0 s",
        "Kept part: length: 1.5 s",
        "Background music: https://a.org/b.mp3",
    ]


def test_that_all_that_a_template_says_of_its_music_is_told() -> None:
    fades = EffectConfig(enable_start_fadein=True, start_fadein_time=2.5, enable_bgm_fade=False)
    music = AudioMix(audio_source="https://a.org/b.mp3", mix_mode="Once", replace_original=True, effect_config=fades)
    assert lines(Template("t", transcode=Transcode(audio_mix=music))) == [
        "Background music: https://a.org/b.mp3",
        "Mix mode: Once",
        "Replace the original sound: yes",
        "Fade in: yes",
        "Fade-in time: 2.5 s",
        "Fade between pieces: no",
    ]
    assert len(lines(Template("t", transcode=Transcode(audio_mix_array=(music, AudioMix(mix_mode="Repeat")))))) == 8


def test_that_values_are_called_as_in_the_form() -> None:
    config = TransConfig(adj_dar_method="pad", is_check_reso=True, reso_adj_method="0", video_fps_adj_method="1")
    told = lines(Template("t", transcode=Transcode(trans_config=config, audio_mix=AudioMix(mix_mode="Repeat"))))
    assert "Resolution adjustment mode: Black bars" in told
    assert "Check source resolution: then: Take the source's" in told
    assert "Check source frame rate: then: Fail the job" in told
    assert "Mix mode: Loop" in told
    image = WatermarkImage(url="https://a.org/b.png", mode="Original", background=False)
    mark = text_mark(pos="TopRight").replace(image=image, slide_config=SlideConfig(slide_mode="ScrollFromLeft"))
    told = lines(Template("w", watermark=mark))
    assert "Origin point: top right" in told
    assert "Offset method: Fixed position: pixels" in told
    assert "Watermark dimensions: Input image size" in told
    assert "Image layer: On top of the video" in told
    assert "Watermark sliding: From left to right" in told
    unknown = lines(Template("w", watermark=text_mark().replace(loc_mode="Elsewhere")))
    assert "Offset method: Elsewhere" in unknown


def test_that_offsets_and_sides_of_a_watermark_have_the_unit_that_counts() -> None:
    image = WatermarkImage(url="https://a.org/b.png", mode="Proportion", width=10)
    share = text_mark().replace(text=None, type="Image", image=image, loc_mode="Relativity", dx=2, dy=None)
    told = lines(Template("w", watermark=share))
    assert "Horizontal offset: 2 %" in told
    assert "Width of the image: 10 %" in told
    pixels = share.replace(loc_mode="Absolute", image=image.replace(mode="Fixed", width=100))
    told = lines(Template("w", watermark=pixels))
    assert "Horizontal offset: 2 px" in told
    assert "Width of the image: 100 px" in told


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (1280, 720, "1280 × 720"),
        (1280, None, "1280 px wide, height not stated"),
        (None, 720, "720 px high, width not stated"),
        (None, None, "not stated"),
    ],
)
def test_that_a_frame_is_told(width: int | None, height: int | None, expected: str) -> None:
    assert told_frame(width, height) == expected


def test_that_templates_of_watermarks_win_and_what_is_not_known_keeps_its_place() -> None:
    own, school = text_mark("own"), text_mark("school")
    made = composition(watermarks=(own,))
    assert watermarks_in_force(made, {"t1": school}) == (own,)
    assert watermarks_in_force(made.replace(watermark_template_ids=("t2", "t1")), {"t1": school}) == (None, school)
