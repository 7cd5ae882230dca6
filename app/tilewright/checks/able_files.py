"""Kinds of files that the local cloud writes; `localcloud.container` has how."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.codecs import is_audio_only
from ..model.options import Transcode
from ..text import say
from . import able_picture, able_sound
from .able import Able, Beyond, beyond, is_word
from .asked import audio_codec_of, container_of, has_sound, video_codec_of

FORMATS = ("mp4", "mkv", "mov", "ts", "flv", "avi", "WebM")

_FORMAT = Able("format", say("the file format"), is_word(*FORMATS), "mp4")


def beyond_files(transcode: Transcode) -> Iterator[Beyond]:
    found = list(beyond("transcode.container", transcode.container, (_FORMAT,)))
    yield from found or _beyond_usual(transcode)


def _beyond_usual(transcode: Transcode) -> Iterator[Beyond]:
    """Where no codec is named, the kind of file takes one by itself."""
    video, audio = transcode.video, transcode.audio
    container = container_of(transcode)
    is_seen = not is_audio_only(container) and not (video and video.remove) and not (video and video.codec)
    is_heard = has_sound(transcode) and not (audio and audio.codec)
    if (is_seen and video_codec_of(transcode) not in able_picture.CODECS) or (
        is_heard and audio_codec_of(transcode) not in able_sound.CODECS
    ):
        what = say("{what} ({value})", what=_FORMAT.what, value=container)
        yield Beyond("transcode.container.format", what, _FORMAT.instead)
