"""Rules about the form of addresses: percent-encoded, on the bucket's own host (ci-jobs §1.3, A13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from ..model.composition import Composition
from ..model.paths import read_path, write_path
from ..model.problem import Fix, Problem, Severity
from ..model.secrets import clean_address
from ..text import Text, say
from ..wire.address import HOST_OF_BUCKET, IMAGE_HOSTS, VIDEO_HOSTS
from .mending import Mend
from .registry import View, rule

_PLAIN_PATH = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*")
_LOOSE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class _Named:
    """An address of the request: ``hosts`` are the kinds of host that it may name."""

    path: str
    what: Text
    url: str
    parts: SplitResult
    hosts: frozenset[str] = VIDEO_HOSTS


def _addresses(view: View) -> Iterator[_Named]:
    """Those of the request that are addresses at all: `tile-url` and others speak of the rest."""
    for path, what, url, hosts in _held(view):
        try:
            parts = urlsplit(url.strip())
        except ValueError:
            continue
        if parts.scheme in {"http", "https"} and parts.netloc and parts.path.strip("/"):
            yield _Named(path, what, url, parts, hosts)


def _held(view: View) -> Iterator[tuple[str, Text, str, frozenset[str]]]:
    for tile in view.shown:
        yield f"tiles.{tile.id}.url", say("The address of {tile}", tile=view.label(tile)), tile.url, VIDEO_HOSTS
    for number, watermark in view.inline_watermarks:
        if watermark.type == "Image" and watermark.image is not None and watermark.image.url:
            what = say("The address of watermark {number}", number=number + 1)
            yield f"watermarks.{number}.image.url", what, watermark.image.url, IMAGE_HOSTS
    for path, source in _music(view):
        yield path, say("The address of the background music"), source, VIDEO_HOSTS


def _music(view: View) -> Iterator[tuple[str, str]]:
    if view.inline is None:
        return
    if view.inline.audio_mix is not None and view.inline.audio_mix.audio_source:
        yield "transcode.audio_mix.audio_source", view.inline.audio_mix.audio_source
        return
    for number, mix in enumerate(view.inline.audio_mix_array):
        if mix.audio_source:
            yield f"transcode.audio_mix_array.{number}.audio_source", mix.audio_source


def _rewrite(at: str, **parts: str) -> Mend:
    """Change parts of the address at the path ``at``; nothing where it has gone."""

    def apply(composition: Composition) -> Composition:
        url = read_path(composition, at)
        if not url:
            return composition
        changed = urlunsplit(urlsplit(url.strip())._replace(**parts))
        return composition if changed == url else write_path(composition, at, changed)

    return apply


@rule("url-region", "url-host")
def find_wrong_hosts(view: View) -> Iterator[Problem]:
    """The right bucket under a host where it is not. Other buckets are `url-elsewhere`'s and `watermark-elsewhere`'s.

    A bucket lies in one region; a video is named on the `cos` host, as all samples do.
    """
    target = view.target
    if target is None:
        return
    severity: Severity = "warning" if target.local else "error"
    for named in _addresses(view):
        found = HOST_OF_BUCKET.fullmatch(named.parts.netloc.lower())
        if found is None or found["bucket"] != target.bucket:
            continue
        if found["region"] != target.region:
            told = say(
                "{what} names the region {region}, but the bucket {bucket} lies in {own}.",
                what=named.what,
                region=found["region"],
                bucket=target.bucket,
                own=target.region,
            )
            host = target.ci_host if found["kind"] == "ci" and "ci" in named.hosts else target.cos_host
            fix = Fix(say("Use {region}", region=target.region), _rewrite(named.path, netloc=host))
            yield Problem("url-region", named.path, severity, told, fix)
        elif found["kind"] not in named.hosts:
            told = say(
                "{what} names the host of the service ({host}), not the one of the files.",
                what=named.what,
                host=target.ci_host,
            )
            fix = Fix(say("Use {host}", host=target.cos_host), _rewrite(named.path, netloc=target.cos_host))
            yield Problem("url-host", named.path, severity, told, fix, "A13")


@rule("url-coding")
def find_uncoded_addresses(view: View) -> Iterator[Problem]:
    for named in _addresses(view):
        if _PLAIN_PATH.fullmatch(named.parts.path) and named.url == named.url.strip():
            continue
        yield Problem(
            "url-coding",
            named.path,
            "warning",
            say(
                "{what} has letters that an address writes as % and two digits, such as spaces or other alphabets; "
                "the service may not find the file.",
                what=named.what,
            ),
            Fix("Encode them", _rewrite(named.path, path=_coded(named.parts.path))),
            "A13",
        )


def _coded(path: str) -> str:
    """What is coded already stays; a % that codes nothing is a letter of the name."""
    return quote(_LOOSE_PERCENT.sub("%25", path), safe="/%!$&'()*+,;=:@~")


@rule("url-query")
def find_parameters(view: View) -> Iterator[Problem]:
    """Parameters that are no secret; those are `url-secret`'s."""
    for named in _addresses(view):
        rest = urlsplit(clean_address(named.url))
        if not (rest.query or rest.fragment):
            continue
        yield Problem(
            "url-query",
            named.path,
            "warning",
            say(
                "{what} goes on after the name of the file ({rest}); the service may not find the file.",
                what=named.what,
                rest=f"?{rest.query}" if rest.query else f"#{rest.fragment}",
            ),
            Fix("Leave that out", _rewrite(named.path, query="", fragment="")),
            "A13",
        )
