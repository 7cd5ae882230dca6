"""What the Submit button says, from values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...model.composition import Composition
from ...model.source import Known, frame_in_force
from ...model.span import known_length
from ...model.target import Target
from ...settings import videos_folder
from ..jobs.wording import megabytes
from ..words import tr


@dataclass(frozen=True)
class Summary:
    """``line`` below "Submit"; ``short_line`` where there is little room; ``off`` is why it cannot be pressed."""

    title: str
    line: str
    short_line: str
    off: str = ""


def where_result_goes(target: Target, file: Path | None, result_path: str = "") -> str:
    """Where the video will be, in a sentence: beside ``file``, its composition, or at ``result_path``."""
    if not target.local:
        return tr("The video stays in the bucket {bucket}.").format(bucket=target.bucket)
    if result_path:
        return tr("The video will be put in {folder}.").format(folder=Path(result_path).parent.name)
    if file is not None:
        return tr("The video will be put beside {name}.").format(name=file.name)
    return tr("The video will be put in {folder}.").format(folder=videos_folder().name)


def room_it_takes(composition: Composition, known: Known, target: Target) -> str:
    """How much room a video of the local cloud will take, in a sentence; empty while that is not known."""
    if not target.local or not composition.shown or known_length(composition, known) is None:
        return ""
    from ...usecases.needed_room import result_size  # late: by now the background has brought what it needs

    size = result_size(composition, known)
    told = tr("It will take about {size}, and as much again in the local cloud.")
    return told.format(size=megabytes(size)) if size is not None else ""


def clock(seconds: float) -> str:
    """``0:42``, ``12:05``, ``1:02:03``: whole seconds, rounded."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def count_tiles(count: int) -> str:
    return tr("1 tile") if count == 1 else tr("{count} tiles").format(count=count)


def summarise(
    composition: Composition,
    known: Known,
    target: Target,
    errors: int,
    unread: int = 0,
    *,
    is_sending: bool = False,
    is_text_unread: bool = False,
    step: str = "",
) -> Summary:
    """The words of the button for a composition that has ``errors`` errors, while the text of
    ``unread`` fields cannot be read; ``is_text_unread`` tells that the request's own text is one of them. ``step`` is
    what is done of a rehearsal.
    """
    title = tr("Submit") if target.local else tr("Submit to {profile}").format(profile=target.profile)
    if is_sending:
        title = tr("Rehearsal") if step else title
        said = step or tr("Sending…")
        return Summary(title, said, said, said)
    count = len(composition.shown)
    if not count:
        said = tr("No tiles yet")
        return Summary(title, said, said, said)
    if is_text_unread:
        said = tr("The request's text to mend first")
        return Summary(title, said, tr("Text to mend first"), said)
    if unread:
        said = tr("1 field to mend first") if unread == 1 else tr("{count} fields to mend first").format(count=unread)
        return Summary(title, said, said, said)
    if errors:
        said = tr("1 error to mend first") if errors == 1 else tr("{count} errors to mend first").format(count=errors)
        return Summary(title, said, said, said)
    size = frame_in_force(composition, known).size
    length = known_length(composition, known)
    parts = [
        count_tiles(count),
        f"{size[0]} × {size[1]}" if size else "",
        clock(length) if length is not None else "",
        tr("free") if target.local else tr("price unknown"),
    ]
    short = [parts[0], f"{size[1]}p" if size else "", parts[2]]
    return Summary(title, " · ".join(filter(None, parts)), " · ".join(filter(None, short)))
