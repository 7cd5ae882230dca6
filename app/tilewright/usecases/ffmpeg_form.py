"""The command of the local renderer for a composition, to copy into a shell: what the local cloud itself runs."""

from __future__ import annotations

import logging
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from ..checks import refused, unsupported
from ..checks.asked import has_picture
from ..durable import aside, storage_error, usual_mode
from ..errors import Absent, AppError, BadInput, OutputExists
from ..localcloud.container import kind_of
from ..localcloud.locking import is_locked
from ..localcloud.music import Music
from ..localcloud.overlay import Overlay
from ..localcloud.render import Input, render_args, result_duration
from ..localcloud.shelf import files_of
from ..localcloud.watermarks import overlay_of, stamp_of
from ..media.clocks import JUMPING, PATIENT
from ..media.image_picture import MOST_BYTES, read_image
from ..media.picture import Picture
from ..media.probe import probe
from ..media.sound_probe import probe_sound
from ..media.stamp import Stamp
from ..model.composition import Composition
from ..model.music import heard_pieces
from ..model.options import Transcode
from ..model.source import Known
from ..model.template import resolved
from ..text import say
from .know import has_own_sources, know, urls_of
from .names import key_of, numbered, result_name, safe_name
from .request_forms import Form, comments
from .templates import know_templates_if_told, remembered, unknown_ids
from .workplace import Workplace

log = logging.getLogger(__name__)

ELSEWHERE = Path("/path/to")
"""Stands for the folder of a file that is not on this computer."""

BRING_OR_WAIT = say("Bring it into the bucket, or wait until it was looked at.")
"""Where facts of a source come from, in a window."""

_FLAGS = {"-y", "-n", "-hide_banner", "-nostdin"}


@dataclass(frozen=True, slots=True)
class AtHand:
    """What is at hand of a composition: facts of its sources, and by address the files on this computer."""

    known: Known = field(default_factory=Known)
    files: Mapping[str, Path] = field(default_factory=lambda: MappingProxyType({}))


def find_at_hand(
    composition: Composition,
    workplace: Workplace,
    known: Known | None = None,
    profile: str | None = None,
    folder: Path | None = None,
) -> AtHand:
    """Look for sources and images: in ``folder``, by the names at the ends of their addresses, then among the files of
    the local cloud. The service is asked only about sources in its bucket and templates of which nothing is known. One
    that cannot be reached leaves them unknown.
    """
    target = workplace.target(profile)
    known = known or Known()
    if unknown_ids(composition, known):
        known = _with_templates(composition, workplace, known, profile)
    composition = resolved(composition, known.templates, known.watermark_templates)
    images = [mark.image.url for mark in composition.watermarks if mark.image and mark.image.url]
    songs = [piece.audio_source for _, piece in heard_pieces(composition.transcode) if piece.audio_source]
    wanted = [*urls_of(composition), *images, *songs]
    named = _files_in(folder.absolute(), wanted) if folder else {}
    files = {**files_of(workplace.home / "local-cloud", wanted), **named}
    for url in urls_of(composition):
        if url in named or (url in files and url not in known.sources):
            try:
                known = known.with_source(url, probe(files[url], _last(url)))
            except BadInput as error:
                raise BadInput(
                    say("{name} cannot be rendered: {reason}", name=_last(url), reason=error.message)
                ) from error
    unknown = [url for url in urls_of(composition) if url not in known.sources and key_of(target, url)]
    if unknown and has_own_sources(composition, target):
        try:
            with workplace.service(profile) as service:
                known = know(unknown, service.client, known, workplace.kept_facts)
        except AppError as error:
            log.info("The sources of FFmpeg's command are not looked at: %s", error.message)
    return AtHand(known, MappingProxyType(files))


def _files_in(folder: Path, urls: Iterable[str]) -> dict[str, Path]:
    """The files of that folder that have the names of these addresses. Raises ``BadInput`` where one file would stand
    for two of them: nobody can tell whose it is.
    """
    found: dict[str, Path] = {}
    whose: dict[Path, str] = {}
    for url in urls:
        path = folder / _last(url)
        if not path.is_file():
            continue
        if (other := whose.setdefault(path, url)) != url:
            raise BadInput(
                say("{name} could be the file of {one} and of {other}.", name=path.name, one=other, other=url),
                say("Give one of them another name in its bucket, or take the folder away."),
            )
        found[url] = path
    return found


def _with_templates(composition: Composition, workplace: Workplace, known: Known, profile: str | None) -> Known:
    try:
        with workplace.service(profile) as service:
            return know_templates_if_told(composition, service.client, known, workplace.kept_templates)
    except AppError as error:
        log.info("The templates of FFmpeg's command are not looked up: %s", error.message)
        return remembered(composition, workplace.target(profile), known, workplace.kept_templates)


def _resolved(composition: Composition, known: Known) -> Composition:
    """With what its templates contain. Raises ``BadInput`` for one that is not known."""
    made = resolved(composition, known.templates, known.watermark_templates)
    left = [one for one in made.watermark_template_ids if one not in known.watermark_templates]
    if missing := made.transcode_template_id or next(iter(left), None):
        raise BadInput(
            say(
                "What the template {template} contains is not known, and FFmpeg's command depends on it.",
                template=missing,
            ),
            "Look it up while its service can be reached, or copy its values into the composition.",
        )
    if made is not composition and made.inline_frame.size is None:
        raise BadInput(
            say("The template {template} does not state the whole frame.", template=composition.transcode_template_id),
            "Set the frame in the template, or copy its values into the composition.",
        )
    return made


def as_ffmpeg(
    composition: Composition, at_hand: AtHand, pictures: Path | None = None, cure: str = BRING_OR_WAIT
) -> Form:
    """FFmpeg's command for a POSIX shell that renders ``composition`` into the current folder; nothing is replaced.
    A result in pieces gets a new folder there: FFmpeg would replace pieces unasked.

    Files that are not at hand have a placeholder's name, which a note tells. The pictures of watermarks are written
    into the folder ``pictures``, where one is named. Raises ``BadInput`` for what the local cloud refuses, and for
    a source or template of which nothing is known: the command depends on it, and ``cure`` says where to get it.
    Raises ``Absent``, ``OutputExists``, ``StorageError`` or ``DiskFull`` for the pictures.
    """
    composition = _resolved(composition, at_hand.known)
    for problem in (*unsupported(composition), *refused(composition)):
        if problem.severity == "error":
            raise BadInput(problem.sentence, "FFmpeg's command is that of the local renderer.")
    inputs, notes = _inputs(composition, at_hand, cure)
    music = _music(composition, at_hand, result_duration(composition, inputs), cure)
    is_seen = has_picture(composition.transcode or Transcode())
    overlays, more = _overlays(composition, at_hand, pictures) if is_seen else ([], [])
    name, before, written = _place(composition)
    lock = None
    if is_locked(composition.transcode):
        lock = ELSEWHERE / "key-info"
        more = [*more, say("{path} stands for a file with the key's address and its path, a line each.", path=lock)]
    arguments = render_args(composition, inputs, f"file:{name}", overlays, music, lock)
    may_pause = any(found.source.container in JUMPING for found in inputs.values())
    arguments[:1] = ["-n", *(PATIENT if may_pause else ())]
    head = comments((written, *notes, *more))
    return Form(f"{head}{before}{_written(['ffmpeg', '-hide_banner', '-nostdin', *arguments])}\n", (*notes, *more))


def _place(composition: Composition) -> tuple[str, str, str]:
    """The file that is written, what the shell does before that, and a comment about both."""
    kind = kind_of(composition.transcode)
    name = safe_name(result_name(composition, "job", "job").replace("${ext}", kind.ending), f"video.{kind.ending}")
    if not kind.has_pieces:
        return name, "", f"Writes {name} into the current folder; a file of that name is not replaced."
    folder = Path(name).stem.replace("%", "-")
    name = f"{folder}/index.{kind.ending}"  # pieces are called like it: a name that needs no escapes
    written = f"Makes the folder {folder} in the current one, with {name} and its pieces; nothing is replaced."
    return name, f"mkdir -- {shlex.quote(folder)} &&\n", written


def _inputs(composition: Composition, at_hand: AtHand, cure: str) -> tuple[dict[str, Input], list[str]]:
    inputs, away, taken = {}, [], set[str]()
    for url in dict.fromkeys(tile.url for tile in composition.shown):
        source = at_hand.known.sources.get(url)
        if source is None:
            raise BadInput(
                say("Nothing is known of the video {name}, and FFmpeg's command depends on it.", name=_last(url)),
                cure,
            )
        path = at_hand.files.get(url)
        if path is None:
            path = ELSEWHERE / _free(_last(url), taken)
            away.append(path.name)
        inputs[url] = Input(path, source)
    note = say("Not on this computer: {names}. Put their real places where /path/to stands.", names=", ".join(away))
    return inputs, [note] if away else []


def _music(composition: Composition, at_hand: AtHand, length: float, cure: str) -> list[Music]:
    music = []
    for _, piece in heard_pieces(composition.transcode):
        name = _last(piece.audio_source or "")
        path = at_hand.files.get(piece.audio_source or "")
        if path is None:
            raise BadInput(
                say("The background music {name} is not at hand, and FFmpeg's command depends on it.", name=name), cure
            )
        music.append(Music(path, probe_sound(path, name, length), piece))
    return music


def _last(url: str) -> str:
    return safe_name(url.partition("?")[0].rpartition("/")[2])


def _free(name: str, taken: set[str]) -> str:
    """``name``, numbered until nothing else is called so."""
    number = 1
    while numbered(name, number) in taken:
        number += 1
    taken.add(numbered(name, number))
    return numbered(name, number)


def _overlays(composition: Composition, at_hand: AtHand, pictures: Path | None) -> tuple[list[Overlay], list[str]]:
    frame = composition.inline_frame.size
    overlays: list[Overlay] = []
    notes: list[str] = []
    if frame is None:
        return overlays, notes
    for number, watermark in enumerate(composition.watermarks, 1):
        path = (pictures.absolute() if pictures else ELSEWHERE) / f"watermark-{number}.rgba"
        try:
            stamp = stamp_of(watermark, frame, lambda url: _image(url, at_hand))
            overlay = overlay_of(watermark, frame, stamp, path) if stamp else None
        except (AppError, OSError) as error:
            reason = error.message if isinstance(error, AppError) else error.strerror
            notes.append(say("Watermark {number} is left out: {reason}", number=number, reason=reason))
            continue
        if stamp is None or overlay is None:
            continue
        overlays.append(overlay)
        if pictures:
            _write(stamp, path)
            continue
        notes.append(
            say(
                "{path} stands for the picture of watermark {number} (all of an animated one, one after the other): "
                "{width} × {height} pixels, RGBA, no header. "
                "On the command line, `tilewright xml --as ffmpeg --pictures FOLDER FILE` writes it into FOLDER.",
                path=path,
                number=number,
                width=stamp.rect.width,
                height=stamp.rect.height,
            )
        )
    return overlays, notes


def _write(stamp: Stamp, path: Path) -> None:
    """Its pictures one by one, as of an animated one all together may take half a gigabyte. A file that holds them
    already is left as it is, so that the command can be asked for again.
    """
    if not path.parent.is_dir():
        raise Absent(say("The folder {folder} does not exist.", folder=path.parent), "Create it or choose another.")
    try:
        if path.exists():
            if _holds(path, stamp):
                return
            raise OutputExists(say("{path} already exists.", path=path), "Choose another folder for the pictures.")
        with aside(path, replace=False) as temporary:
            with temporary.open("wb") as file:
                for picture in stamp.pictures():
                    file.write(picture.pixels)
            temporary.chmod(usual_mode(path))
    except OSError as error:
        raise storage_error(error, say("write"), path) from error


def _holds(path: Path, stamp: Stamp) -> bool:
    """Whether the file is what `_write` writes."""
    with path.open("rb") as file:
        return all(file.read(len(one.pixels)) == one.pixels for one in stamp.pictures()) and not file.read(1)


def _image(url: str, at_hand: AtHand) -> Picture:
    path = at_hand.files.get(url)
    if path is None:
        raise BadInput("Its image is not on this computer.")
    with path.open("rb") as file:
        return read_image(file.read(MOST_BYTES + 1), _last(url))


def _written(arguments: Sequence[str]) -> str:
    """Quoted for a POSIX shell, an option a line; FFmpeg does not mind line ends between the chains of its graph."""
    lines: list[list[str]] = [[arguments[0]]]
    rest = list(arguments[1:])
    while rest:
        taken = 1 if rest[0] in _FLAGS or not rest[0].startswith("-") else 2
        lines.append(rest[:taken])
        rest = rest[taken:]
    return " \\\n  ".join(" ".join(map(_quoted, line)) for line in lines)


def _quoted(argument: str) -> str:
    return shlex.quote(re.sub(r";(?=\[)", ";\n    ", argument) if argument.startswith("[") else argument)
