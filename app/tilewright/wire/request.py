"""The request of a `VideoSynthesis` job ⇄ a composition (ci-jobs §1, ci-templates §2–§8)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from ..errors import Damaged, Refused
from ..model import options as o
from ..model.composition import MOST_TILES, Composition, Kept, Tile
from ..text import say
from . import xml
from .kinds import FLAG, NUMBER, RATE, WHOLE
from .mark import find_mark, with_mark, without_mark
from .nodes import (
    Branch,
    Constant,
    Fields,
    Group,
    Leaf,
    Part,
    Table,
    read_parts,
    write_parts,
)
from .secrets import clean_tree
from .xml import spell

TAG = "VideoSynthesis"

MOST_ELEMENTS = 50_000
"""Elements and comments of a request; one of 1,000 tiles with all that can be said of them has 10,000."""

_CLIP = Table(o.Clip, (Leaf("Duration", "duration", NUMBER),))
_CONTAINER = Table(o.Container, (Leaf("Format", "format"), Branch("ClipConfig", "clip", _CLIP)))
_VIDEO = Table(
    o.Video,
    (
        Leaf("Codec", "codec"),
        Leaf("Width", "width", WHOLE),
        Leaf("Height", "height", WHOLE),
        Leaf("Fps", "fps", NUMBER),
        Leaf("Remove", "remove", FLAG),
        Leaf("Profile", "profile"),
        Leaf("Bitrate", "bitrate", RATE),
        Leaf("Crf", "crf", NUMBER),
        Leaf("Gop", "gop", WHOLE),
        Leaf("Preset", "preset"),
        Leaf("Bufsize", "bufsize", WHOLE),
        Leaf("Maxrate", "maxrate", WHOLE),
        Leaf("Pixfmt", "pixfmt"),
        Leaf("LongShortMode", "long_short_mode", FLAG),
        Leaf("Rotate", "rotate", NUMBER),
        Leaf("Roi", "roi"),
        Leaf("Crop", "crop"),
        Leaf("Interlaced", "interlaced", FLAG),
    ),
)
_AUDIO = Table(
    o.Audio,
    (
        Leaf("Codec", "codec"),
        Leaf("Samplerate", "samplerate", WHOLE),
        Leaf("Bitrate", "bitrate", WHOLE),
        Leaf("Channels", "channels", WHOLE),
        Leaf("Remove", "remove", FLAG),
        Leaf("KeepTwoTracks", "keep_two_tracks", FLAG),
        Leaf("SwitchTrack", "switch_track", FLAG),
        Leaf("SampleFormat", "sample_format"),
    ),
)
_HLS_ENCRYPT = Table(o.HlsEncrypt, (Leaf("IsHlsEncrypt", "is_hls_encrypt", FLAG), Leaf("UriKey", "uri_key")))
_DASH_ENCRYPT = Table(o.DashEncrypt, (Leaf("IsEncrypt", "is_encrypt", FLAG), Leaf("UriKey", "uri_key")))
_AIGC = Table(
    o.AigcMetadata,
    (
        Leaf("Label", "label"),
        Leaf("ContentProducer", "content_producer"),
        Leaf("ProduceID", "produce_id"),
        Leaf("ReservedCode1", "reserved_code1"),
        Leaf("ContentPropagator", "content_propagator"),
        Leaf("PropagateID", "propagate_id"),
        Leaf("ReservedCode2", "reserved_code2"),
    ),
)
_TRANS_CONFIG = Table(
    o.TransConfig,
    (
        Leaf("AdjDarMethod", "adj_dar_method"),
        Leaf("IsCheckReso", "is_check_reso", FLAG),
        Leaf("ResoAdjMethod", "reso_adj_method"),
        Leaf("IsCheckVideoBitrate", "is_check_video_bitrate", FLAG),
        Leaf("VideoBitrateAdjMethod", "video_bitrate_adj_method"),
        Leaf("IsCheckAudioBitrate", "is_check_audio_bitrate", FLAG),
        Leaf("AudioBitrateAdjMethod", "audio_bitrate_adj_method"),
        Leaf("IsCheckVideoFps", "is_check_video_fps", FLAG),
        Leaf("VideoFpsAdjMethod", "video_fps_adj_method"),
        Leaf("DeleteMetadata", "delete_metadata", FLAG),
        Leaf("IsHdr2Sdr", "is_hdr2sdr", FLAG),
        Leaf("TranscodeIndex", "transcode_index"),
        Branch("HlsEncrypt", "hls_encrypt", _HLS_ENCRYPT),
        Branch("DashEncrypt", "dash_encrypt", _DASH_ENCRYPT),
        Branch("AIGCMetadata", "aigc_metadata", _AIGC),
    ),
)
_TIME_INTERVAL = Table(o.TimeInterval, (Leaf("Start", "start", NUMBER), Leaf("Duration", "duration", NUMBER)))
_EFFECTS = Table(
    o.EffectConfig,
    (
        Leaf("EnableStartFadein", "enable_start_fadein", FLAG),
        Leaf("StartFadeinTime", "start_fadein_time", NUMBER),
        Leaf("EnableEndFadeout", "enable_end_fadeout", FLAG),
        Leaf("EndFadeoutTime", "end_fadeout_time", NUMBER),
        Leaf("EnableBgmFade", "enable_bgm_fade", FLAG),
        Leaf("BgmFadeTime", "bgm_fade_time", NUMBER),
    ),
)
_AUDIO_MIX = Table(
    o.AudioMix,
    (
        Leaf("AudioSource", "audio_source"),
        Leaf("MixMode", "mix_mode"),
        Leaf("Replace", "replace_original", FLAG),
        Branch("EffectConfig", "effect_config", _EFFECTS),
    ),
)
TRANSCODE = Table(
    o.Transcode,
    (
        Branch("Container", "container", _CONTAINER),
        Branch("Video", "video", _VIDEO),
        Branch("Audio", "audio", _AUDIO),
        Branch("TransConfig", "trans_config", _TRANS_CONFIG),
        Branch("TimeInterval", "time_interval", _TIME_INTERVAL),
        Branch("AudioMix", "audio_mix", _AUDIO_MIX),
        Branch("AudioMixArray", "audio_mix_array", _AUDIO_MIX, repeated=True),
    ),
)
_SLIDE = Table(
    o.SlideConfig,
    (
        Leaf("SlideMode", "slide_mode"),
        Leaf("XSlideSpeed", "x_slide_speed", WHOLE),
        Leaf("YSlideSpeed", "y_slide_speed", WHOLE),
    ),
)
_IMAGE = Table(
    o.WatermarkImage,
    (
        Leaf("Url", "url", also=("URL",)),
        Leaf("Mode", "mode"),
        Leaf("Width", "width", NUMBER),
        Leaf("Height", "height", NUMBER),
        Leaf("Transparency", "transparency", NUMBER),
        Leaf("Background", "background", FLAG),
    ),
)
_TEXT = Table(
    o.WatermarkText,
    (
        Leaf("Text", "text"),
        Leaf("FontSize", "font_size", NUMBER),
        Leaf("FontType", "font_type"),
        Leaf("FontColor", "font_color"),
        Leaf("Transparency", "transparency", NUMBER),
    ),
)
WATERMARK = Table(
    o.Watermark,
    (
        Leaf("Type", "type"),
        Leaf("LocMode", "loc_mode"),
        Leaf("Dx", "dx", NUMBER),
        Leaf("Dy", "dy", NUMBER),
        Leaf("Pos", "pos"),
        Leaf("StartTime", "start_time", NUMBER),
        Leaf("EndTime", "end_time", NUMBER),
        Branch("SlideConfig", "slide_config", _SLIDE),
        Branch("Image", "image", _IMAGE),
        Branch("Text", "text", _TEXT),
    ),
)


def _unnumbered_tile(**fields: Any) -> Tile:
    return Tile(id="", **fields)


SPLICE = Table(
    _unnumbered_tile,
    (
        Leaf("Url", "url", also=("URL",)),
        Leaf("X", "x", WHOLE),
        Leaf("Y", "y", WHOLE),
        Leaf("Width", "width", WHOLE),
        Leaf("Height", "height", WHOLE),
        Leaf("Name", "name"),
    ),
)
_OUTPUT = Table(o.Output, (Leaf("Region", "region"), Leaf("Bucket", "bucket"), Leaf("Object", "object")))
_MQ = Table(o.MqConfig, (Leaf("MqRegion", "mq_region"), Leaf("MqMode", "mq_mode"), Leaf("MqName", "mq_name")))
_SYNTHESIS: tuple[Part, ...] = (
    Leaf("KeepAudioTrack", "keep_audio_track", FLAG),
    Branch("SpliceInfo", "tiles", SPLICE, repeated=True),
)
_OPERATION: tuple[Part, ...] = (
    Leaf("TranscodeTemplateId", "transcode_template_id"),
    Leaf("WatermarkTemplateId", "watermark_template_ids", repeated=True),
    Group("VideoSynthesis", "synthesis", _SYNTHESIS),
    Branch("Transcode", "transcode", TRANSCODE),
    Branch("Watermark", "watermarks", WATERMARK, repeated=True),
    Branch("Output", "output", _OUTPUT),
    Leaf("UserData", "user_data"),
    Leaf("JobLevel", "job_level", WHOLE),
)
_REQUEST: tuple[Part, ...] = (
    Constant("Tag", TAG),
    Group("Operation", "operation", _OPERATION, required=True),
    Leaf("CallBack", "callback"),
    Leaf("CallBackFormat", "callback_format"),
    Leaf("CallBackType", "callback_type"),
    Branch("CallBackMqConfig", "callback_mq", _MQ),
)

REQUEST_PARTS = _REQUEST
"""The whole request, for those who look into every ``kept`` (checks)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document said: the composition, the mark that was in its `UserData`, and notes for the user."""

    composition: Composition
    mark: str | None = None
    notes: tuple[str, ...] = ()


_ITS_NAME = say("The request")


def read_request(data: bytes, what: str = _ITS_NAME) -> Reading:
    """Read a request. ``what`` names the document in errors.

    Raises ``Damaged`` for anything but a `VideoSynthesis` request, ``Refused`` beyond the limits of ``xml.parse``.
    Values that cannot be read (a Width of ``abc``) stay in ``kept`` and the checks report them. Account secrets in
    addresses are dropped, with a note.
    """
    root = xml.parse(data, what)
    if xml.local_name(root) != "Request":
        raise Damaged(
            say("{what} starts with <{name}>, not with <Request>.", what=what, name=xml.local_name(root)),
            "Open the XML that is sent to POST /jobs.",
        )
    return read_request_element(root, what)


def read_request_element(root: xml.Element, what: str) -> Reading:
    """Read an element that has the children of a `Request`; a namespace of the root is kept as its attribute."""
    if sum(1 for _ in islice(root.iter(), MOST_ELEMENTS + 1)) > MOST_ELEMENTS:
        raise xml.too_many(what, MOST_ELEMENTS)
    namespace = xml.drop_namespace(root)
    tag = xml.text(root, "Tag")
    if tag and tag != TAG:
        raise Damaged(
            say("{what} is for a {tag} job; Tilewright composes {ours} jobs.", what=what, tag=tag, ours=TAG),
            "Open a request whose Tag is VideoSynthesis.",
        )
    if xml.child(root, "Operation") is None:
        raise Damaged(
            say("{what} has no <Operation>.", what=what),
            "Open the whole XML that is sent to POST /jobs.",
        )
    notes = tuple(clean_tree(root))
    found = Fields()
    read_parts(root, _REQUEST, "request", found)
    user_data = found.values.pop("user_data", None)
    tiles = found.values.pop("tiles", ())
    if len(tiles) > MOST_TILES:
        raise Refused(
            say(
                "{what} has {count} tiles; at most {most} can be opened.",
                what=what,
                count=len(tiles),
                most=MOST_TILES,
            ),
            "Is this the right file?",
        )
    composition = Composition(
        **found.values,
        tiles=tuple(tile.replace(id=f"t{number}") for number, tile in enumerate(tiles, 1)),
        user_data=without_mark(user_data),
        kept=Kept(
            request=(
                *_around(root, before=True),
                *((f"@xmlns={namespace}",) if namespace else ()),
                *found.kept["request"],
                *_around(root, before=False),
            ),
            operation=found.kept.get("operation", ()),
            synthesis=found.kept.get("synthesis", ()),
        ),
    )
    return Reading(composition, find_mark(user_data), notes)


def _around(root: xml.Element, *, before: bool) -> list[str]:
    """Comments and instructions outside the root, as entries of ``kept``."""
    if root.getparent() is not None:
        return []
    found = [spell(node) for node in root.itersiblings(preceding=before)]
    return [f"^{text}" for text in reversed(found)] if before else [f"${text}" for text in found]


def write_request(composition: Composition, *, mark: str | None = None, pretty: bool = False) -> bytes:
    """The bytes of the request, UTF-8, without hidden tiles; with ``mark`` behind the user's own `UserData`.

    New elements come in the order of the vendor's samples; an opened request keeps its own order, and everything
    in it that we do not know.
    """
    sent = composition.replace(
        tiles=composition.shown,
        user_data=with_mark(composition.user_data, mark) if mark else composition.user_data,
    )
    root = xml.new("Request")
    kept = {name: getattr(sent.kept, name) for name in ("request", "operation", "synthesis")}
    around = [entry for entry in kept["request"] if entry[:1] in {"^", "$"}]
    kept["request"] = tuple(entry for entry in kept["request"] if entry not in around)
    write_parts(root, _REQUEST, "request", lambda name: getattr(sent, name), kept.__getitem__)
    xml.surround(root, around)
    return xml.to_bytes(root, pretty=pretty)
