"""The fields of `TransConfig` (ci-templates §5), called as the service's console calls them (§13)."""

from __future__ import annotations

from ...checks.generated import LIMIT
from ..words import tr
from .encoding import off_unless_file, off_until
from .entry import Entry, off_by_template
from .kinds import Flag, Kind, Secret, worded

_PATH, _ELEMENT = "transcode.trans_config", "Transcode.TransConfig"


def shape() -> Entry:
    return Entry(
        f"{_PATH}.adj_dar_method",
        kind=worded(f"{_PATH}.adj_dar_method", absent=tr("Default: keep ratio")),
        hint=tr("When the picture has another shape than the frame. What it does to tiles is not documented."),
        element=f"{_ELEMENT}.AdjDarMethod",
        off=off_by_template,
    )


def kept() -> tuple[Entry, Entry]:
    """What is carried over from the sources."""
    return (
        _flag("delete_metadata", "DeleteMetadata", tr("Place, camera and title are left out.")),
        _flag("is_hdr2sdr", "IsHdr2Sdr", tr("So that bright pictures look right on any screen.")),
    )


def _flag(name: str, element: str, hint: str) -> Entry:
    return Entry(f"{_PATH}.{name}", kind=Flag(), hint=hint, element=f"{_ELEMENT}.{element}", off=off_by_template)


def comparisons() -> tuple[Entry, ...]:
    """What is done when a source has less than is asked for: a switch, and what then."""
    size = tr("When the source is smaller than the result.")
    picture = tr("When the result would have more than the source.")
    sound = tr("When the sound would have more than the source's.")
    rate = tr("When the result would have more frames than the source.")
    return (
        *_comparison("is_check_reso", "reso_adj_method", "IsCheckReso", "ResoAdjMethod", size),
        *_comparison(
            "is_check_video_bitrate",
            "video_bitrate_adj_method",
            "IsCheckVideoBitrate",
            "VideoBitrateAdjMethod",
            picture,
        ),
        *_comparison(
            "is_check_audio_bitrate",
            "audio_bitrate_adj_method",
            "IsCheckAudioBitrate",
            "AudioBitrateAdjMethod",
            sound,
        ),
        *_comparison("is_check_video_fps", "video_fps_adj_method", "IsCheckVideoFps", "VideoFpsAdjMethod", rate),
    )


def _comparison(switch: str, method: str, switch_element: str, method_element: str, hint: str) -> tuple[Entry, Entry]:
    path = f"{_PATH}.{method}"
    then = Entry(
        path,
        kind=worded(path, absent=tr("Default: take the source's")),
        hint=tr("Which of several sources counts is not documented."),
        element=f"{_ELEMENT}.{method_element}",
        off=off_until(f"{_PATH}.{switch}", path),
    )
    return _flag(switch, switch_element, hint), then


def stream() -> Entry:
    return Entry(
        f"{_PATH}.transcode_index",
        kind=Kind(),
        hint=tr("Its number as MediaInfo tells it. Pointless with several sources."),
        element=f"{_ELEMENT}.TranscodeIndex",
        off=off_by_template,
    )


def protection() -> tuple[Entry, ...]:
    """Keys without which nobody can play the pieces of hls and dash."""
    hls = "hls_encrypt.is_hls_encrypt", "hls_encrypt.uri_key", "HlsEncrypt.IsHlsEncrypt", "HlsEncrypt.UriKey"
    dash = "dash_encrypt.is_encrypt", "dash_encrypt.uri_key", "DashEncrypt.IsEncrypt", "DashEncrypt.UriKey"
    return (
        *_protection(*hls, ("hls",)),
        *_protection(*dash, ("dash",)),
    )


def _protection(
    switch: str, key: str, switch_element: str, key_element: str, formats: tuple[str, ...]
) -> tuple[Entry, Entry]:
    switch_path, key_path = f"{_PATH}.{switch}", f"{_PATH}.{key}"
    encrypt = Entry(
        switch_path,
        kind=Flag(),
        hint=tr("Whoever has no key sees nothing."),
        element=f"{_ELEMENT}.{switch_element}",
        off=off_unless_file(formats, switch_path),
        tells_parent=True,
    )
    secret = Entry(
        key_path,
        kind=Secret(),
        hint=tr("The address of your key server, or a key: the service's papers say both."),
        element=f"{_ELEMENT}.{key_element}",
        off=off_until(switch_path, key_path),
    )
    return encrypt, secret


def generated() -> tuple[Entry, ...]:
    """Marks of what was made by an AI; the picture stays as it is."""

    def mark(field: str, element: str, hint: str = "") -> Entry:
        return Entry(
            f"{_PATH}.aigc_metadata.{field}",
            kind=Kind(most=LIMIT),
            hint=hint,
            limit=tr("Up to {most} English letters, digits and signs").format(most=LIMIT),
            element=f"{_ELEMENT}.AIGCMetadata.{element}",
            off=off_by_template,
            tells_parent=field == "label",
        )

    coded = tr("In Base64")
    return (
        mark("label", "Label", tr("Written into the file; the other marks need it.")),
        mark("content_producer", "ContentProducer", tr("Who made it.")),
        mark("produce_id", "ProduceID", tr("The maker's number of it.")),
        mark("reserved_code1", "ReservedCode1", coded),
        mark("content_propagator", "ContentPropagator", tr("Who spreads it.")),
        mark("propagate_id", "PropagateID", tr("The spreader's number of it.")),
        mark("reserved_code2", "ReservedCode2", coded),
    )
