"""Rules about the videos behind the tiles: their addresses, and what looking at them showed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from ..model.composition import Composition
from ..model.paths import read_path, write_path
from ..model.problem import Fix, Problem, Severity
from ..model.secrets import clean_address
from ..text import say
from .mending import Mend
from .registry import View, rule


def _host(url: str) -> str | None:
    """The host of an http(s) address that names a file; ``None`` for anything else."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return host if parts.scheme in {"http", "https"} and host and parts.path.strip("/") else None


@rule("tile-url")
def find_bad_urls(view: View) -> Iterator[Problem]:
    for tile in view.shown:
        if _host(tile.url) is None:
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


@rule("url-elsewhere")
def find_foreign_urls(view: View) -> Iterator[Problem]:
    """The videos must lie in the bucket of the job (ci-jobs §1.3, A13)."""
    target = view.target
    if target is None:
        return
    for tile in view.shown:
        host = _host(tile.url)
        if host is None or host == target.cos_host.lower():
            continue
        severity: Severity = "warning" if target.local else "error"
        yield Problem(
            "url-elsewhere",
            f"tiles.{tile.id}.url",
            severity,
            say(
                "The video of {tile} lies at {host}, not in the bucket {bucket}. Bring it into the bucket first.",
                tile=view.label(tile),
                host=host,
                bucket=target.bucket,
            ),
            assumption="A13",
        )


@rule("url-secret")
def find_secrets(view: View) -> Iterator[Problem]:
    """Whoever gets the composition gets the secret, too; hidden tiles are stored as well."""
    composition = view.composition
    held = [
        (f"tiles.{tile.id}.url", say("The address of {tile}", tile=view.label(tile)), tile.url)
        for tile in composition.tiles
    ]
    for number, watermark in enumerate(composition.watermarks):
        image = (watermark.image.url if watermark.image else None) or ""
        held.append(
            (f"watermarks.{number}.image.url", say("The address of watermark {number}", number=number + 1), image)
        )
    transcode = composition.transcode
    music = [("audio_mix", transcode.audio_mix)] if transcode and transcode.audio_mix else []
    music += [(f"audio_mix_array.{n}", mix) for n, mix in enumerate(transcode.audio_mix_array if transcode else ())]
    for field, mix in music:
        path = f"transcode.{field}.audio_source"
        held.append((path, say("The address of the background music"), mix.audio_source or ""))
    for path, what, address in held:
        if clean_address(address) != address:
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


@rule("source-absent", "source-refused", "source-damaged", "source-unreachable")
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
"""Seconds by which videos may differ in length before it is said."""


@rule("lengths-differ")
def find_different_lengths(view: View) -> Iterator[Problem]:
    lengths = [view.known.sources[tile.url].duration for tile in view.shown if tile.url in view.known.sources]
    if lengths and max(lengths) - min(lengths) > LENGTHS_DIFFER:
        yield Problem(
            "lengths-differ",
            "tiles",
            "note",
            say(
                "The videos last from {least:.1f} to {most:.1f} seconds. The result lasts as long "
                "as the longest; a video that has ended keeps its last picture.",
                least=min(lengths),
                most=max(lengths),
            ),
            assumption="A21",
        )
