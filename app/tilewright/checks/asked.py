"""What a composition asks of the encoding, with what the service takes by itself filled in (ci-templates §3, §4)."""

from __future__ import annotations

from ..model.codecs import (
    AUDIO_CODECS,
    CONTAINERS,
    VIDEO_CODECS,
    is_audio_only,
    spelled,
    usual_audio_codec,
    usual_video_codec,
)
from ..model.options import Transcode


def container_of(transcode: Transcode) -> str | None:
    """The kind of file as the service spells it; ``None`` for none, or for a word that nobody knows."""
    return spelled(transcode.container.format, CONTAINERS) if transcode.container else None


def video_codec_of(transcode: Transcode) -> str | None:
    """``None`` for a word that nobody knows: about what goes with it nothing can be said."""
    named = transcode.video.codec if transcode.video else None
    return spelled(named, VIDEO_CODECS) if named else usual_video_codec(container_of(transcode))


def audio_codec_of(transcode: Transcode) -> str | None:
    """``None`` for a word that nobody knows."""
    named = transcode.audio.codec if transcode.audio else None
    return spelled(named, AUDIO_CODECS) if named else usual_audio_codec(container_of(transcode))


def has_picture(transcode: Transcode) -> bool:
    """A file of sound alone has none, nor has one without its picture (`Video.Remove`; ci-templates §2.1, §3)."""
    return not is_audio_only(container_of(transcode)) and not (transcode.video and transcode.video.remove)


def has_sound(transcode: Transcode) -> bool:
    """Leaving out `Audio` drops the sound, as its switch `Remove` does (ci-templates §1, §4)."""
    return transcode.audio is not None and not transcode.audio.remove
