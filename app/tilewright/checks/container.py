"""Rules about the kind of file, its pieces, and the codecs that go into it (ci-templates §2)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.codecs import (
    CLIPPED_CONTAINERS,
    DISPUTED,
    NOT_FOR,
    codecs_for,
    is_audio_only,
    pixel_formats_for,
    presets_for,
    profiles_for,
    spelled,
    takes,
)
from ..model.composition import Composition
from ..model.options import Container, Video
from ..model.problem import Fix, Problem
from ..text import say
from .asked import audio_codec_of, container_of, has_sound, video_codec_of
from .mending import leave_out, set_field, use
from .registry import View, rule

PIECE = 5
"""Seconds of a piece where nothing is said (ci-templates §2)."""


@rule("container-missing")
def find_missing_container(view: View) -> Iterator[Problem]:
    """One page of the service wants it always, another does not: it is always sent (ci-templates §15, no. 21)."""
    inline = view.inline
    if inline is None or (inline.container and inline.container.format):
        return
    container = inline.container or Container()
    yield Problem(
        "container-missing",
        "transcode.container.format",
        "error" if inline.container else "warning",
        "What kind of file the result shall be (Format) is not said; the service may refuse that.",
        Fix("Make it mp4", set_field("transcode.container", container.replace(format="mp4"))),
    )


@rule("container-video")
def find_sound_file(view: View) -> Iterator[Problem]:
    """A composition is a picture (ci-templates §2.1); the local cloud renders its sound."""
    if view.is_local:
        return
    container = container_of(view.inline) if view.inline else None
    if container and is_audio_only(container):
        path = "transcode.container.format"
        yield Problem(
            "container-video",
            path,
            "error",
            say("A {container} file holds sound alone, and this is a picture.", container=container),
            use(path, "mp4"),
        )


@rule("container-codec", "container-disputed")
def find_wrong_video_codec(view: View) -> Iterator[Problem]:
    inline = view.inline
    container, codec = (container_of(inline), video_codec_of(inline)) if inline else (None, None)
    if not container or not codec or is_audio_only(container):
        return
    path, possible = "transcode.video.codec", codecs_for(container).video
    if codec in possible:
        return
    if (container, codec) in DISPUTED:
        yield Problem(
            "container-disputed",
            path,
            "warning",
            say(
                "Whether {codec} can be in {container} the service says in two ways. {good} is safe.",
                codec=codec,
                container=container,
                good=possible[0],
            ),
            _use_codec(possible[0]),
        )
        return
    yield Problem(
        "container-codec",
        path,
        "error",
        say(
            "{codec} cannot be in a file of the kind {container}; {possible} can.",
            codec=codec,
            container=container,
            possible=", ".join(possible),
        ),
        _use_codec(possible[0]),
    )


def _use_codec(codec: str) -> Fix:
    """Take another codec, and leave out what that one has not."""

    def apply(composition: Composition) -> Composition:
        transcode = composition.transcode
        if transcode is None:
            return composition
        video = (transcode.video or Video()).replace(codec=codec)
        strange = {field: None for field in NOT_FOR if not takes(codec, field)}
        for field, words in (("profile", profiles_for), ("preset", presets_for), ("pixfmt", pixel_formats_for)):
            if getattr(video, field) and not spelled(getattr(video, field), words(codec)):
                strange[field] = None
        return composition.replace(transcode=transcode.replace(video=video.replace(**strange)))

    return Fix(say("Use {value}", value=codec), apply)


@rule("container-audio-codec")
def find_wrong_audio_codec(view: View) -> Iterator[Problem]:
    inline = view.inline
    if inline is None or not has_sound(inline):
        return
    container, codec = container_of(inline), audio_codec_of(inline)
    possible = codecs_for(container).audio
    if not container or not codec or codec in possible or is_audio_only(container):
        return
    path = "transcode.audio.codec"
    yield Problem(
        "container-audio-codec",
        path,
        "error",
        say(
            "Sound as {codec} cannot be in a file of the kind {container}; {possible} can.",
            codec=codec,
            container=container,
            possible=", ".join(possible),
        ),
        use(path, possible[0]),
    )


@rule("clip-only-hls-dash")
def find_unused_clip(view: View) -> Iterator[Problem]:
    """“only used when Format is hls or dash; otherwise ignored (WARN)” (ci-templates §2)."""
    container = container_of(view.inline) if view.inline else None
    if view.inline and view.inline.container and view.inline.container.clip and container not in CLIPPED_CONTAINERS:
        yield Problem(
            "clip-only-hls-dash",
            "transcode.container.clip",
            "warning",
            "Only hls and dash come in pieces; the length of pieces (ClipConfig) is ignored.",
            leave_out("transcode.container.clip"),
        )


@rule("clip-range")
def find_bad_clip(view: View) -> Iterator[Problem]:
    """Seconds; no range is documented, but nothing can be cut into pieces of no length (ci-templates §16)."""
    clip = view.inline.container.clip if view.inline and view.inline.container else None
    if clip and clip.duration is not None and clip.duration <= 0:
        path = "transcode.container.clip.duration"
        yield Problem(
            "clip-range",
            path,
            "error",
            say("The pieces last {value} seconds (ClipConfig); they must last longer than 0.", value=clip.duration),
            Fix(say("Make it {good} seconds", good=PIECE), set_field(path, PIECE)),
        )


@rule("clip-keyframes")
def find_pieces_without_keyframe(view: View) -> Iterator[Problem]:
    """A piece starts with a key picture, so none can be shorter than their distance."""
    inline = view.inline
    if inline is None or inline.video is None or container_of(inline) not in CLIPPED_CONTAINERS:
        return
    clip = inline.container.clip if inline.container else None
    seconds = float((clip and clip.duration) or PIECE)
    gop, rate = inline.video.gop, inline.video.fps
    if not gop or not rate or seconds <= 0 or gop <= rate * seconds:
        return
    path, good = "transcode.video.gop", max(1, int(rate * seconds))
    yield Problem(
        "clip-keyframes",
        path,
        "warning",
        say(
            "Key pictures are {gop} pictures apart (Gop), so pieces of {seconds:g} seconds are not possible.",
            gop=gop,
            seconds=seconds,
        ),
        Fix(say("Make it {good} pictures", good=good), set_field(path, good)),
    )
