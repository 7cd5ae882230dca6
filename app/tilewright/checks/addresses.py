"""Rules about the form of addresses: percent-encoded, on the bucket's own host (ci-jobs §1.3, A13)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from ..model.composition import Composition, Tile
from ..model.names import shortened
from ..model.paths import read_path, write_path
from ..model.problem import Fix, Problem, Severity
from ..model.secrets import HIDDEN_KEY, clean_address, without_placeholder
from ..model.watermark_words import is_image
from ..text import Text, say
from ..wire.address import IMAGE_HOSTS, VIDEO_HOSTS
from .links import bucket_of, split_link
from .mending import Mend
from .registry import View, rule
from .touched import OF_PAGES

_PLAIN_PATH = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*")
_LOOSE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_TWICE = re.compile(r"%25([0-9A-Fa-f]{2})")


@lru_cache(maxsize=4096)
def _is_plain(url: str) -> bool:
    """Whether it is an address without anything that would have to be coded."""
    parts = split_link(url)
    return parts is not None and bool(_PLAIN_PATH.fullmatch(parts.path)) and url == url.strip()


@dataclass(frozen=True, slots=True)
class _Named:
    """An address of the request: ``hosts`` are the kinds of host that it may name, ``tell`` says whose it is."""

    path: str
    url: str
    parts: SplitResult
    tell: Callable[[], Text]
    hosts: frozenset[str] = VIDEO_HOSTS

    @property
    def is_music(self) -> bool:
        return self.path.startswith("transcode.audio_mix")

    @property
    def what(self) -> Text:
        return self.tell()


def _addresses(view: View, is_good: Callable[[str], bool]) -> Iterator[_Named]:
    """Those of the request that are addresses at all, and not good: `tile-url` and others speak of the rest."""
    for tile in view.shown:
        parts = None if is_good(tile.url) else split_link(tile.url)
        if parts is not None:
            yield _Named(f"tiles.{tile.id}.url", tile.url, parts, partial(_of_tile, view, tile))
    for path, tell, url, hosts in _held(view):
        parts = None if is_good(url) else split_link(url)
        if parts is not None:
            yield _Named(path, url, parts, tell, hosts)


def _of_tile(view: View, tile: Tile) -> Text:
    return say("The address of {tile}", tile=view.label(tile))


def _of_watermark(number: int) -> Text:
    return say("The address of watermark {number}", number=number)


def _of_music() -> Text:
    return say("The address of the background music")


def _held(view: View) -> Iterator[tuple[str, Callable[[], Text], str, frozenset[str]]]:
    for number, watermark in view.inline_watermarks:
        if is_image(watermark) and watermark.image is not None and watermark.image.url:
            tell = partial(_of_watermark, number + 1)
            yield f"watermarks.{number}.image.url", tell, watermark.image.url, IMAGE_HOSTS
    for path, source in _music(view):
        yield path, _of_music, source, VIDEO_HOSTS


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
    """The right bucket under a host where it is not. Other buckets are `url-elsewhere`'s, `watermark-elsewhere`'s and
    `music-elsewhere`'s.

    A bucket lies in one region; a video is named on the `cos` host, as all samples do.
    """
    target = view.target
    if target is None:
        return
    severity: Severity = "warning" if target.local else "error"

    def is_right(url: str) -> bool:
        found = bucket_of(url)
        return found is None or found["bucket"] != target.bucket or found[0] == target.cos_host

    for named in _addresses(view, is_right):
        found = bucket_of(named.url)
        if found is None:
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


@rule("url-port")
def find_ports(view: View) -> Iterator[Problem]:
    """A bucket answers at the usual port alone, and no sample names one."""
    for named in _addresses(view, lambda url: ":" not in url.partition("://")[2].partition("/")[0]):
        name, colon, port = named.parts.netloc.rpartition(":")
        if bucket_of(named.url) is not None and colon and "@" not in port:
            yield Problem(
                "url-port",
                named.path,
                "warning",
                say("{what} names a port ({port}); the service may not find the file.", what=named.what, port=port),
                Fix("Leave that out", _rewrite(named.path, netloc=name)),
                "A13",
            )


@rule("url-encoded-twice", "music-encoded-twice")
def find_addresses_encoded_twice(view: View) -> Iterator[Problem]:
    """``%25E6``: once is right (ci-templates §14, no. 5)."""
    for named in _addresses(view, lambda url: "%25" not in url):
        good = _TWICE.sub(r"%\1", named.parts.path)
        if good != named.parts.path:
            yield Problem(
                "music-encoded-twice" if named.is_music else "url-encoded-twice",
                named.path,
                "warning",
                say("{what} seems to be encoded twice: it holds %25 before a code.", what=named.what),
                Fix("Encode it once", _rewrite(named.path, path=good)),
            )


@rule("url-coding", "music-encoding")
def find_uncoded_addresses(view: View) -> Iterator[Problem]:
    """Music has to be encoded (ci-templates §7); of the others it is assumed (A13)."""
    for named in _addresses(view, _is_plain):
        yield Problem(
            "music-encoding" if named.is_music else "url-coding",
            named.path,
            "error" if named.is_music else "warning",
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
    """Parameters that are no secret; those are `url-secret`'s, and what a copy shows for them `url-placeholder`'s."""
    for named in _addresses(view, lambda url: "?" not in url and "#" not in url):
        rest = urlsplit(without_placeholder(clean_address(named.url)))
        if not (rest.query or rest.fragment):
            continue
        yield Problem(
            "url-query",
            named.path,
            "warning",
            say(
                "{what} goes on after the name of the file ({rest}); the service may not find the file.",
                what=named.what,
                rest=shortened(f"?{rest.query}" if rest.query else f"#{rest.fragment}"),
            ),
            Fix("Leave that out", _rewrite(named.path, query="", fragment="")),
            "A13",
        )


@rule("url-placeholder", of=(*OF_PAGES["addresses"], "callback"))
def find_signatures_that_were_hidden(view: View) -> Iterator[Problem]:
    """A request that was copied has it behind an address that was signed. The service needs no signature for the
    account's own files; what a callback needs only its owner knows.
    """
    for named in _addresses(view, lambda url: without_placeholder(url) == url):
        yield Problem(
            "url-placeholder",
            named.path,
            "error",
            say(
                "{what} holds {placeholder}, which stands where a copy of the request does not show what is secret in "
                "it.",
                what=named.what,
                placeholder=HIDDEN_KEY,
            ),
            Fix("Leave that out", partial(_without_placeholder, named.path)),
        )
    callback = view.composition.callback or ""
    if without_placeholder(callback) != callback:
        yield Problem(
            "url-placeholder",
            "callback",
            "error",
            say(
                "The callback's address holds {placeholder}, which stands where a copy of the request does not "
                "show its secret. Put that in.",
                placeholder=HIDDEN_KEY,
            ),
        )


def _without_placeholder(at: str, composition: Composition) -> Composition:
    url = read_path(composition, at) or ""
    changed = without_placeholder(url)
    return composition if changed == url else write_path(composition, at, changed)
