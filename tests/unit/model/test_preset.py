"""Presets: what they do to a composition, and which fields differ from one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.builders import ACCOUNT, composition, known, output, source, tile, url
from support.compositions import element
from tilewright.checks import check
from tilewright.checks.local_cloud import unsupported
from tilewright.model.built_in import BUILT_IN
from tilewright.model.composition import Composition
from tilewright.model.differences import differences
from tilewright.model.document import decode, encode
from tilewright.model.named import LONGEST_NAME, clean_line, free_name
from tilewright.model.options import (
    Audio,
    Clip,
    Container,
    HlsEncrypt,
    Output,
    TimeInterval,
    Transcode,
    TransConfig,
    Video,
)
from tilewright.model.paths import read_path, write_path
from tilewright.model.preset import (
    Preset,
    apply,
    deviations,
    followed,
    matches,
    preset_of,
)
from tilewright.wire.request import write_request

WEB = BUILT_IN[0]
SMALL = next(preset for preset in BUILT_IN if preset.id == "small-h265")

FIELDS = tuple(
    f"transcode.{owner}.{name}"
    for owner, kind in (("container", Container), ("container.clip", Clip), ("video", Video), ("audio", Audio))
    for name in kind.__struct_fields__
    if name not in {"kept", "clip"}
)


def two_tiles(size: tuple[int, int]) -> Composition:
    """Two videos of an account side by side, as large as they are."""
    width, height = size
    half = width // 4 * 2
    left = tile("a", 0, 0, half, height, url=url("a", ACCOUNT))
    right = tile("b", half, 0, width - half, height, url=url("b", ACCOUNT))
    return composition(left, right, size=size, output=output(target=ACCOUNT))


def paths_of(preset: Preset, changed: Composition) -> set[str]:
    return {difference.path for difference in deviations(preset, changed)}


def encodings() -> st.SearchStrategy[Composition]:
    return st.builds(Composition, transcode=st.none() | element(Transcode))


def presets() -> st.SearchStrategy[Preset]:
    bare: dict[str, Any] = {"kept": st.just(())}
    return st.builds(
        Preset,
        id=st.just("own-1"),
        name=st.just("Mine"),
        container=element(Container, **bare, clip=st.none() | element(Clip, **bare)),
        video=element(Video, **bare),
        audio=st.none() | element(Audio, **bare),
    )


@given(presets(), encodings())
def test_that_nothing_differs_once_a_preset_is_applied(preset: Preset, start: Composition) -> None:
    after = apply(preset, start)
    assert deviations(preset, after) == ()
    assert matches(preset, after)
    assert apply(preset, after) == after


@given(presets(), encodings(), st.lists(st.sampled_from(FIELDS), unique=True, max_size=6), st.data())
def test_that_exactly_the_fields_that_were_changed_are_named(
    preset: Preset, start: Composition, paths: list[str], data: st.DataObject
) -> None:
    followed_before = changed = apply(preset.replace(audio=preset.audio or Audio(codec="aac")), start)
    preset = preset.replace(audio=preset.audio or Audio(codec="aac"))
    for path in paths:
        changed = write_path(changed, path, data.draw(st.sampled_from([None, True, 77, "other"]), label=path))
    wanted = {
        path
        for path in paths
        if read_path(changed, path) != read_path(followed_before, path)
        and (preset.size is not None or not path.endswith(("width", "height")))
    }
    assert paths_of(preset, changed) >= wanted
    assert {path for path in paths_of(preset, changed) if path in FIELDS} == wanted
    for difference in deviations(preset, changed):
        assert difference.before == read_path(followed_before, difference.path)
        assert difference.after == read_path(changed, difference.path)


@pytest.mark.parametrize("preset", BUILT_IN, ids=lambda preset: preset.id)
def test_that_the_checks_find_nothing_in_what_comes_with_the_program(preset: Preset) -> None:
    after = apply(preset, two_tiles(preset.size or (1280, 720)))
    facts = known()
    for each in after.tiles:
        facts = facts.with_source(each.url, source(each.width or 0, each.height or 0))
    found = [problem for problem in check(after, facts, ACCOUNT) if not problem.assumption]
    assert found == []


@pytest.mark.parametrize("preset", BUILT_IN, ids=lambda preset: preset.id)
def test_that_the_local_cloud_renders_it(preset: Preset) -> None:
    assert not unsupported(apply(preset, two_tiles((1280, 720))))


def test_that_those_of_the_program_are_told_apart_and_said_in_words() -> None:
    assert len({preset.id for preset in BUILT_IN}) == len({preset.name for preset in BUILT_IN}) == len(BUILT_IN)
    assert all(preset.description for preset in BUILT_IN)
    assert not any("gif" in f"{preset.name} {preset.container.format}".lower() for preset in BUILT_IN)


def test_that_there_are_presets_for_what_people_were_promised() -> None:
    found = {(one.container.format, one.video.codec, one.video.width, one.video.height) for one in BUILT_IN}
    wide = {("mp4", "H.264", 1920, 1080), ("mp4", "H.264", 1280, 720), ("mp4", "H.264", 854, 480)}
    free = {("mp4", "H.265", None, None), ("hls", "H.264", None, None), ("WebM", "VP9", None, None)}
    assert wide | free <= found


def test_that_without_a_size_the_frame_stays() -> None:
    after = apply(SMALL, two_tiles((640, 360)))
    assert after.inline_frame.size == (640, 360)
    assert paths_of(SMALL, after.with_frame(1920, 1080)) == set()
    assert paths_of(WEB, apply(WEB, after).with_frame(1280, 720)) == {
        "transcode.video.width",
        "transcode.video.height",
    }


def test_that_what_no_preset_holds_stays_as_it_was() -> None:
    config = TransConfig(hls_encrypt=HlsEncrypt(is_hls_encrypt=True, uri_key="key"))
    start = two_tiles((1280, 720))
    assert start.transcode is not None
    start = start.replace(
        transcode=start.transcode.replace(trans_config=config, time_interval=TimeInterval(start=1, duration=2)),
        output=Output(object="output/mine.${ext}"),
        user_data="mine",
    )
    after = apply(WEB, start)
    assert after.transcode is not None
    assert after.transcode.trans_config == config
    assert after.transcode.time_interval == TimeInterval(start=1, duration=2)
    assert (after.output, after.user_data, after.tiles) == (start.output, start.user_data, start.tiles)


def test_that_a_preset_is_made_of_the_encoding_alone_and_of_what_has_a_name() -> None:
    strange = write_path(two_tiles((1280, 720)), "transcode.trans_config.hls_encrypt.uri_key", "https://key.example")
    assert strange.transcode is not None
    video = strange.transcode.video
    assert video is not None
    strange = strange.replace(
        transcode=strange.transcode.replace(
            video=video.replace(kept=("<Key>secret</Key>",)),
            container=Container(format="hls", clip=Clip(duration=3, kept=("<Token>secret</Token>",))),
        ),
        callback="https://secret.example",
    )
    made = preset_of(strange, "own-1", "  My\n\u202eown  ")
    assert made == Preset(
        id="own-1",
        name="My own",
        container=Container(format="hls", clip=Clip(duration=3)),
        video=Video(codec="H.264"),
        audio=Audio(codec="aac"),
    )
    assert preset_of(strange, "own-1", "Mine", with_size=True).size == (1280, 720)
    assert "secret" not in repr(made)
    kept = apply(made, strange)
    assert kept.transcode is not None
    assert kept.transcode.video == video.replace(kept=("<Key>secret</Key>",))


def test_that_the_preset_in_a_composition_outlives_changes_and_its_file_but_is_no_part_of_the_request() -> None:
    after = apply(WEB, two_tiles((1920, 1080)))
    changed = write_path(after, "transcode.video.crf", 30)
    assert followed(decode(encode(changed)), BUILT_IN) is WEB
    assert write_request(changed) == write_request(changed.replace(preset=None))
    assert differences(changed, changed.replace(preset=None)) == ()


def test_that_without_a_memory_the_preset_is_known_by_its_values() -> None:
    after = apply(SMALL, two_tiles((1280, 720)))
    assert followed(after.replace(preset=None), BUILT_IN) is SMALL
    assert followed(after.replace(preset="own-gone"), BUILT_IN) is SMALL
    assert followed(write_path(after.replace(preset=None), "transcode.video.crf", 5), BUILT_IN) is None
    assert followed(after.replace(transcode_template_id="t1"), BUILT_IN) is None
    assert followed(Composition(), BUILT_IN) is None


def test_that_every_field_differs_in_a_composition_without_an_encoding() -> None:
    assert {"transcode.container.format", "transcode.video.crf", "transcode.audio.codec"} <= paths_of(
        WEB, Composition()
    )
    assert deviations(Preset(id="own-1", name="Nothing"), Composition()) == ()


@pytest.mark.parametrize(
    ("name", "taken", "free"),
    [
        ("Mine", [], "Mine"),
        ("Mine", ["mine"], "Mine 2"),
        ("Mine", ["MINE", "Mine 2"], "Mine 3"),
        ("x" * LONGEST_NAME, ["x" * LONGEST_NAME], "x" * (LONGEST_NAME - 2) + " 2"),
    ],
)
def test_that_a_name_that_is_taken_gets_a_number(name: str, taken: list[str], free: str) -> None:
    assert free_name(name, taken) == free


def test_that_a_name_is_one_line_of_what_can_be_seen() -> None:
    assert clean_line("a\u0000\u200f b\n\tc\ud800", 60) == "a b c"
    assert clean_line("<img src='//host/x'>", 60) == "img src='//host/x'"
    assert len(clean_line("y" * 500, LONGEST_NAME)) == LONGEST_NAME
