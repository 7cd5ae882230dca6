"""Rules about the videos behind the tiles: their addresses, and what looking at them showed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from ..model.composition import Composition
from ..model.names import shortened
from ..model.options import AudioMix
from ..model.paths import read_path, write_path
from ..model.problem import Fix, Problem, Severity
from ..model.secrets import clean_address, without_placeholder
from ..model.source import transcode_in_force
from ..model.span import kept_span
from ..text import say
from .links import bucket_of, host_of, split_link
from .mending import Mend
from .registry import View, rule


@rule("tile-url", of=("tiles.url",))
def find_bad_urls(view: View) -> Iterator[Problem]:
    """No fix: nobody but the user knows which video it shall be."""
    for tile in view.shown:
        if host_of(tile.url) is None:
            name = view.label(tile)
            if tile.url:
                told = say(
                    "{tile} has an address that is not one of a video on the web. Choose a video; its address starts "
                    "with https://.",
                    tile=name,
                )
            else:
                told = say("{tile} has no video. Choose a video; its address starts with https://.", tile=name)
            yield Problem(
                "tile-url",
                f"tiles.{tile.id}.url",
                "error",
                told,
            )


READABLE = re.compile(
    "3gp|asf|avi|dv|flv|f4v|m3u8|m4v|mkv|mov|mp4|mpg|mpeg|mts|ogg|rm|rmvb|swf|ts|vob|wmv|webm|mp3|aac|flac|amr|awb|m4a|"
    "wma|wav|mxf|m2ts|ogv"
)
"""Endings that the service reads (ci-jobs §9.6), and a few of the same kinds."""


def _cut(url: str) -> tuple[str, str, str]:
    """The name of the file before its ending, the dot, and the ending."""
    parts = split_link(url)
    return unquote(parts.path if parts else "").rpartition("/")[2].rpartition(".")


@lru_cache(maxsize=4096)
def _is_readable(url: str) -> bool:
    _, dot, ending = _cut(url)
    return bool(dot and READABLE.fullmatch(ending.lower()))


@rule("tile-ending", of=("tiles.url",))
def find_files_that_are_no_videos(view: View) -> Iterator[Problem]:
    """The key must end in its extension (ci-jobs §9.6). No fix: nobody but the user knows which video it shall be."""
    for tile in view.shown:
        if host_of(tile.url) is None or _is_readable(tile.url):
            continue
        stem, dot, ending = _cut(tile.url)
        told = (
            say("{tile} shows a file that ends in .{ending}, which is no video.", tile=view.label(tile), ending=ending)
            if dot and stem and ending.isalnum() and len(ending) <= 5
            else say("{tile} shows a file whose name has no ending of a video.", tile=view.label(tile))
        )
        cure = say("The service may not read it. Choose a video, for example an MP4.")
        yield Problem("tile-ending", f"tiles.{tile.id}.url", "warning", say("{told} {cure}", told=told, cure=cure))


@rule("url-elsewhere", of=("tiles.url",))
def find_foreign_urls(view: View) -> Iterator[Problem]:
    """The videos must lie in the bucket of the job (ci-jobs §1.3, A13). Wrong hosts of that bucket are told by
    `addresses`.
    """
    target = view.target
    if target is None:
        return
    for tile in view.shown:
        host = host_of(tile.url)
        own = bucket_of(tile.url)
        if host is None or (own is not None and own["bucket"] == target.bucket):
            continue
        if target.local and _is_known_absent(view, tile.url):
            continue  # `source-absent` says more
        severity: Severity = "warning" if target.local else "error"
        yield Problem(
            "url-elsewhere",
            f"tiles.{tile.id}.url",
            severity,
            say(
                "The video of {tile} lies at {host}, not in the bucket {bucket}. Bring it into the bucket first.",
                tile=view.label(tile),
                host=shortened(host),
                bucket=target.bucket,
            ),
            assumption="A13",
        )


def _is_known_absent(view: View, url: str) -> bool:
    trouble = view.known.troubles.get(url)
    return trouble is not None and trouble.kind == "absent"


@rule("url-secret")
def find_secrets(view: View) -> Iterator[Problem]:
    """Whoever gets the composition gets the secret, too; hidden tiles are stored as well."""
    composition = view.composition
    held = [
        (f"tiles.{tile.id}.url", say("The address of {tile}", tile=view.label(tile)), tile.url)
        for tile in composition.tiles
        if _has_secret(tile.url)
    ]
    for number, watermark in enumerate(composition.watermarks):
        image = (watermark.image.url if watermark.image else None) or ""
        held.append(
            (f"watermarks.{number}.image.url", say("The address of watermark {number}", number=number + 1), image)
        )
    for path, music in _music(composition):
        held.append((path, say("The address of the background music"), music.audio_source or ""))
    for path, what, address in held:
        if _has_secret(address):
            yield Problem(
                "url-secret",
                path,
                "warning",
                say(
                    "{what} holds a signature, a token or a user name. Whoever gets the composition gets it, too.",
                    what=what,
                ),
                Fix("Remove it", _clean_at(path)),
            )


def _has_secret(address: str) -> bool:
    """Where a copy only shows that there was one, `url-placeholder` says so."""
    whole = without_placeholder(address)
    return clean_address(whole) != whole


def _music(composition: Composition) -> Iterator[tuple[str, AudioMix]]:
    """All pieces, also those that do not hold: they are stored as well."""
    transcode = composition.transcode
    if transcode is not None and transcode.audio_mix is not None:
        yield "transcode.audio_mix.audio_source", transcode.audio_mix
    for number, mix in enumerate(transcode.audio_mix_array if transcode is not None else ()):
        yield f"transcode.audio_mix_array.{number}.audio_source", mix


def _clean_at(path: str) -> Mend:
    def apply(composition: Composition) -> Composition:
        address = read_path(composition, path) or ""
        cleaned = clean_address(address)
        return composition if cleaned == address else write_path(composition, path, cleaned)

    return apply


_CURES = {
    "absent": say("Choose it again, or bring it into the bucket."),
    "refused": say("Choose another video."),
    "damaged": say("Choose another copy of it."),
}


@rule("source-absent", "source-refused", "source-damaged", "source-unreachable", of=("tiles.url",))
def find_troubled_sources(view: View) -> Iterator[Problem]:
    for tile in view.shown:
        trouble = view.known.troubles.get(tile.url)
        if trouble:
            severity: Severity = "warning" if trouble.kind == "unreachable" else "error"
            told, cure = _told_of(view.label(tile), trouble.sentence), _CURES.get(trouble.kind)
            sentence = say("{told} {cure}", told=told, cure=cure) if cure else told
            yield Problem(f"source-{trouble.kind}", f"tiles.{tile.id}.url", severity, sentence)


def _told_of(label: str, sentence: str) -> str:
    """The sentence, with what the tile is called before it where it does not say so itself."""
    told = sentence if sentence.endswith(".") else say("{sentence}.", sentence=sentence)
    return told if label in told else say("{tile}: {told}", tile=label, told=told)


LENGTHS_DIFFER = 0.5
"""Seconds that the result may last longer than the shortest video before it is said."""


@rule("lengths-differ", of=("tiles.url", "transcode.time_interval", "transcode_template_id"))
def find_different_lengths(view: View) -> Iterator[Problem]:
    """Of what is kept: who cuts to the shortest video has seen to it (A21, A24)."""
    lengths = [view.known.sources[tile.url].duration for tile in view.shown if tile.url in view.known.sources]
    if not lengths:
        return
    start, end = kept_span(transcode_in_force(view.composition, view.known), lengths)
    least, most = min(lengths), max(lengths)
    if end - least <= LENGTHS_DIFFER:
        return
    told = (
        say(
            "The videos last from {least:.1f} to {most:.1f} seconds. The result lasts as long "
            "as the longest; a video that has ended keeps its last picture.",
            least=least,
            most=most,
        )
        if end == most
        else say(
            "The videos last from {least:.1f} to {most:.1f} seconds, and what is kept ends at {end:.1f} "
            "(TimeInterval); a video that has ended keeps its last picture.",
            least=least,
            most=most,
            end=end,
        )
    )
    yield Problem("lengths-differ", "tiles", "note", told, _end_with_shortest(view, start, least), "A21")


def _end_with_shortest(view: View, start: float, least: float) -> Fix | None:
    """None while a length is not known, where a template keeps its own part, or nothing would be left."""
    length = math.floor(1000 * (least - start) + 1e-6) / 1000  # thousandths, as the service counts
    if view.longest is None or view.composition.transcode_template_id or start < 0 or length <= 0:
        return None
    path = "transcode.time_interval.duration"
    return Fix("End with the shortest video", lambda composition: write_path(composition, path, length))
