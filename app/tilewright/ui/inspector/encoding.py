"""What of the encoding holds for the fields of Video and Sound: what they may offer, and why one is off."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ...checks.registry import View
from ...model import codecs
from ...model.options import Audio, Container, TransConfig, Video
from ...model.paths import read_path
from ..words import tr
from .entry import label_of, off_by_template
from .kinds import Option

Off = Callable[[View], str]


def video_of(view: View) -> Video:
    transcode = view.composition.transcode
    return (transcode.video if transcode else None) or Video()


def audio_of(view: View) -> Audio:
    transcode = view.composition.transcode
    return (transcode.audio if transcode else None) or Audio()


def container_of(view: View) -> str | None:
    transcode = view.composition.transcode
    container = (transcode.container if transcode else None) or Container()
    return container.format


def config_of(view: View) -> TransConfig:
    transcode = view.composition.transcode
    return (transcode.trans_config if transcode else None) or TransConfig()


def codec_of(view: View) -> str:
    """The codec of the picture that is set, or the one that the service takes without."""
    return video_of(view).codec or codecs.usual_video_codec(container_of(view))


def audio_codec_of(view: View) -> str:
    return audio_of(view).codec or codecs.usual_audio_codec(container_of(view))


def words(found: Iterable[str]) -> tuple[Option, ...]:
    """Values that are their own names."""
    return tuple(Option(word, word) for word in found)


def is_set(view: View, path: str) -> bool:
    """Whether the composition says something there. Such a field is never off: it has to be cleared somehow."""
    return read_path(view.composition, path) is not None


def off_unless_taken(field: str, reason: Callable[[str], str] | None = None) -> Off:
    """Off while the codec has no such field of `Video`; ``reason`` says so, given the codec."""
    path = f"transcode.video.{field}"

    def off(view: View) -> str:
        codec = codec_of(view)
        if codecs.takes(codec, field) or is_set(view, path):
            return off_by_template(view)
        told = reason(codec) if reason else tr("Off because {codec} does not have it.").format(codec=codec)
        return off_by_template(view) or told

    return off


def off_without_sound(view: View) -> str:
    """Off while the result has no sound."""
    if audio_of(view).remove:
        return off_by_template(view) or tr("Off because the sound is left out.")
    return off_by_template(view)


def off_with_h265(path: str) -> Off:
    """Off while the picture is H.265, which takes no note of it (ci-templates §4)."""

    def off(view: View) -> str:
        if codecs.spelled(codec_of(view), codecs.VIDEO_CODECS) == "H.265" and not is_set(view, path):
            return off_without_sound(view) or tr("Off because it does nothing with H.265.")
        return off_without_sound(view)

    return off


def off_until(switch: str, path: str, off: Off = off_by_template) -> Off:
    """Off until the switch at the path ``switch`` is on."""

    def why(view: View) -> str:
        if read_path(view.composition, switch) or is_set(view, path):
            return off(view)
        return off(view) or tr("Off until “{switch}” is on.").format(switch=label_of(switch))

    return why


def off_unless_file(formats: tuple[str, ...], path: str) -> Off:
    """Off while the result is none of those kinds of file."""

    def off(view: View) -> str:
        container = codecs.spelled(container_of(view), codecs.CONTAINERS)
        if container in formats or is_set(view, path):
            return off_by_template(view)
        told = tr("Off because it is for {formats} only.").format(formats=tr(" and ").join(formats))
        return off_by_template(view) or told

    return off
