"""Every element of the reference's tables has a typed place, and no other has one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from tilewright.model.composition import Composition
from tilewright.model.kept import unknown
from tilewright.wire.nodes import Branch, Constant, Group, Part
from tilewright.wire.request import REQUEST_PARTS, read_request, write_request

TABLES = {
    "ci-jobs §1.1": ("", "Tag Operation CallBackFormat CallBackType CallBack CallBackMqConfig"),
    "ci-jobs §1.7": ("CallBackMqConfig", "MqRegion MqMode MqName"),
    "ci-jobs §1.2": (
        "Operation",
        "VideoSynthesis TranscodeTemplateId Transcode WatermarkTemplateId Watermark Output UserData JobLevel",
    ),
    "ci-jobs §1.3": ("Operation/VideoSynthesis", "KeepAudioTrack SpliceInfo"),
    "ci-jobs §1.3, SpliceInfo": ("Operation/VideoSynthesis/SpliceInfo", "Url X Y Width Height Name"),
    "ci-jobs §1.6": ("Operation/Output", "Region Bucket Object"),
    "ci-templates §1": (
        "Operation/Transcode",
        "Container Video Audio TransConfig TimeInterval AudioMix AudioMixArray",
    ),
    "ci-templates §2": ("Operation/Transcode/Container", "Format ClipConfig"),
    "ci-templates §2, ClipConfig": ("Operation/Transcode/Container/ClipConfig", "Duration"),
    "ci-templates §3": (
        "Operation/Transcode/Video",
        "Codec Width Height Fps Remove Profile Bitrate Crf Gop Preset Bufsize Maxrate Pixfmt LongShortMode Rotate Roi "
        "Crop Interlaced",
    ),
    "ci-templates §4": (
        "Operation/Transcode/Audio",
        "Codec Samplerate Bitrate Channels Remove KeepTwoTracks SwitchTrack SampleFormat",
    ),
    "ci-templates §5": (
        "Operation/Transcode/TransConfig",
        "AdjDarMethod IsCheckReso ResoAdjMethod IsCheckVideoBitrate VideoBitrateAdjMethod IsCheckAudioBitrate "
        "AudioBitrateAdjMethod IsCheckVideoFps VideoFpsAdjMethod DeleteMetadata IsHdr2Sdr TranscodeIndex HlsEncrypt "
        "DashEncrypt AIGCMetadata",
    ),
    "ci-templates §5, HlsEncrypt": ("Operation/Transcode/TransConfig/HlsEncrypt", "IsHlsEncrypt UriKey"),
    "ci-templates §5, DashEncrypt": ("Operation/Transcode/TransConfig/DashEncrypt", "IsEncrypt UriKey"),
    "ci-templates §5, AIGCMetadata": (
        "Operation/Transcode/TransConfig/AIGCMetadata",
        "Label ContentProducer ProduceID ReservedCode1 ContentPropagator PropagateID ReservedCode2",
    ),
    "ci-templates §6": ("Operation/Transcode/TimeInterval", "Start Duration"),
    "ci-templates §7": ("Operation/Transcode/AudioMix", "AudioSource MixMode Replace EffectConfig"),
    "ci-templates §7, array": ("Operation/Transcode/AudioMixArray", "AudioSource MixMode Replace EffectConfig"),
    "ci-templates §7, EffectConfig": (
        "Operation/Transcode/AudioMix/EffectConfig",
        "EnableStartFadein StartFadeinTime EnableEndFadeout EndFadeoutTime EnableBgmFade BgmFadeTime",
    ),
    "ci-templates §7, EffectConfig of the array": (
        "Operation/Transcode/AudioMixArray/EffectConfig",
        "EnableStartFadein StartFadeinTime EnableEndFadeout EndFadeoutTime EnableBgmFade BgmFadeTime",
    ),
    "ci-templates §8.1": (
        "Operation/Watermark",
        "Type Pos LocMode Dx Dy StartTime EndTime SlideConfig Image Text",
    ),
    "ci-templates §8.3": ("Operation/Watermark/Image", "Url Mode Width Height Transparency Background"),
    "ci-templates §8.4": ("Operation/Watermark/Text", "Text FontSize FontType FontColor Transparency"),
    "ci-templates §8.5": ("Operation/Watermark/SlideConfig", "SlideMode XSlideSpeed YSlideSpeed"),
}
"""Source section: the element, and its children as the table there has them."""

REPEATED = {
    "Operation/WatermarkTemplateId",
    "Operation/Watermark",
    "Operation/VideoSynthesis/SpliceInfo",
    "Operation/Transcode/AudioMixArray",
}
"""What the reference calls repeatable (ci-jobs §1, §1.3, §1.4)."""

NOT_EMITTED = {
    "ci-jobs §1.1": ("", "CallBackKafkaConfig QueueId QueueType Input"),
    "ci-jobs §1.2": ("Operation", "FreeTranscode CustomId DigitalWatermark SnapshotPrefix"),
    "ci-jobs §1.6": (
        "Operation/Output",
        "SpriteObject AuObject BassObject DrumObject StreamExtract Force",
    ),
    "ci-templates §1": ("Operation/Transcode", "Subtitle TransMode"),
    "ci-templates §3": (
        "Operation/Transcode/Video",
        "HlsTsTime DashSegment ScanMode ColorParam StdExtInfo Pad Language AnimateOnlyKeepKeyFrame "
        "AnimateTimeIntervalOfFrame AnimateFramesPerSecond Quality",
    ),
    "ci-templates §4": ("Operation/Transcode/Audio", "Profile KeepAllTracks"),
    "ci-templates §5": ("Operation/Transcode/TransConfig", "InitialClipNum CosTag"),
    "ci-templates §5, HlsEncrypt": (
        "Operation/Transcode/TransConfig/HlsEncrypt",
        "IsEncrypt CiphertextBlob KeyID KmsRegion PlainText",
    ),
}
"""Elements that the reference names and says not to emit: they come back where they were, and nothing reads them."""


def elements(parts: Sequence[Part], path: str = "") -> Iterator[tuple[str, Part]]:
    for part in parts:
        here = f"{path}/{part.name}".lstrip("/")
        yield here, part
        if isinstance(part, Group):
            yield from elements(part.parts, here)
        elif isinstance(part, Branch):
            yield from elements(part.table.parts, here)


KNOWN = dict(elements(REQUEST_PARTS))


@pytest.mark.parametrize("source", TABLES)
def test_that_every_element_of_a_table_has_a_place(source: str) -> None:
    owner, names = TABLES[source]
    found = {path.rpartition("/")[2] for path in KNOWN if path.rpartition("/")[0] == owner}
    assert found == set(names.split())


def test_that_no_element_is_known_that_no_table_has() -> None:
    tables = {f"{owner}/{name}".lstrip("/") for owner, names in TABLES.values() for name in names.split()}
    assert set(KNOWN) == tables


def test_that_exactly_what_may_be_there_several_times_is_a_list() -> None:
    assert {path for path, part in KNOWN.items() if part.repeated} == REPEATED


def test_that_every_place_is_a_field_of_the_values() -> None:
    for path, part in KNOWN.items():
        if isinstance(part, Constant):
            continue
        kind = _value_above(path)
        name = part.kept if isinstance(part, Group) else part.field
        fields = {*kind.__struct_fields__, "request", "operation", "synthesis"}
        assert name in fields, path


def _value_above(path: str) -> type:
    steps = path.split("/")[:-1]
    for count in range(len(steps), 0, -1):
        part = KNOWN["/".join(steps[:count])]
        if isinstance(part, Branch):
            made: type = type(part.table.of())
            return made
    return Composition


@pytest.mark.parametrize("source", NOT_EMITTED)
def test_that_what_is_not_to_be_emitted_is_kept_in_its_place_and_never_read(source: str) -> None:
    owner, names = NOT_EMITTED[source]
    strange = "".join(f"<{name}>7<!-- as it was --></{name}>" for name in names.split())
    body = strange
    for name in reversed(owner.split("/") if owner else []):
        body = f"<{name}>{body}</{name}>"
    operation = body if owner.startswith("Operation") else f"<Operation/>{body}"
    data = f"<Request><Tag>VideoSynthesis</Tag>{operation}</Request>".encode()
    opened = read_request(data).composition
    assert write_request(opened) == data
    assert len([part for part in unknown(opened) if part.text.startswith("<")]) == len(names.split())
    edited = write_request(opened.replace(job_level=2))
    assert strange.encode() in edited
