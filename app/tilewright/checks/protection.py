"""Rules about encrypted hls and dash (ci-templates §5). The key is secret: no sentence tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.codecs import codecs_for
from ..model.options import DashEncrypt, HlsEncrypt, Transcode
from ..model.problem import Fix, Problem
from ..model.secrets import HIDDEN_KEY, is_encryption_key, without_placeholder
from ..text import say
from .asked import audio_codec_of, container_of, has_sound, video_codec_of
from .mending import leave_out, set_field, use
from .registry import View, rule


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of encrypting: the kind of file it is for, its element and field, and its switch."""

    container: str
    field: str
    switch: str
    name: str
    switch_name: str

    @property
    def path(self) -> str:
        return f"transcode.trans_config.{self.field}"

    def is_on(self, value: HlsEncrypt | DashEncrypt) -> bool:
        return bool(getattr(value, self.switch))


_WAYS = (
    _Way("hls", "hls_encrypt", "is_hls_encrypt", "HlsEncrypt", "IsHlsEncrypt"),
    _Way("dash", "dash_encrypt", "is_encrypt", "DashEncrypt", "IsEncrypt"),
)
"""The switch has two names (ci-templates §15, no. 9)."""


def _asked(view: View) -> Iterator[tuple[_Way, HlsEncrypt | DashEncrypt]]:
    config = view.inline.trans_config if view.inline else None
    for way in _WAYS:
        value = getattr(config, way.field) if config else None
        if value is not None:
            yield way, value


@rule("hls-encrypt-container", "dash-encrypt-container")
def find_encryption_of_other_files(view: View) -> Iterator[Problem]:
    for way, value in _asked(view):
        if view.inline and way.is_on(value) and container_of(view.inline) != way.container:
            told = say(
                "{name} encrypts {container} files alone; this one would lie open.",
                container=way.container,
                name=way.name,
            )
            path = f"{way.path}.{way.switch}"
            yield Problem(f"{way.container}-encrypt-container", path, "error", told, _make_it(view.inline, way))


def _make_it(transcode: Transcode, way: _Way) -> Fix:
    """The kind of file that can be encrypted, where the codecs fit; else no encryption."""
    possible = codecs_for(way.container)
    fits = video_codec_of(transcode) in possible.video
    fits = fits and (not has_sound(transcode) or audio_codec_of(transcode) in possible.audio)
    if fits and transcode.container is not None:
        return use("transcode.container.format", way.container)
    return Fix("Do not encrypt it", set_field(way.path, None))


@rule("hls-key-missing", "dash-key-missing")
def find_missing_key(view: View) -> Iterator[Problem]:
    for way, value in _asked(view):
        if way.is_on(value) and not (value.uri_key or "").strip():
            yield Problem(
                f"{way.container}-key-missing",
                f"{way.path}.uri_key",
                "error",
                say("Encrypting {container} needs a key or the address of one (UriKey).", container=way.container),
                Fix("Do not encrypt it", set_field(way.path, None)),
            )
        elif way.is_on(value) and (value.uri_key or "").strip() == HIDDEN_KEY:
            yield Problem(
                f"{way.container}-key-missing",
                f"{way.path}.uri_key",
                "error",
                say(
                    "The key (UriKey) was left out when this request was copied: {word} stands in its place. "
                    "Set it again.",
                    word=HIDDEN_KEY,
                ),
                Fix("Do not encrypt it", set_field(way.path, None)),
            )


@rule("hls-key-unused", "dash-key-unused")
def find_unused_key(view: View) -> Iterator[Problem]:
    """Who gives a key wants the file to be encrypted: left like this, it lies open."""
    for way, value in _asked(view):
        if value.uri_key and not way.is_on(value):
            yield Problem(
                f"{way.container}-key-unused",
                f"{way.path}.uri_key",
                "error",
                say("There is a key (UriKey), but {switch} is off: nothing is encrypted.", switch=way.switch_name),
                Fix("Switch it on", set_field(f"{way.path}.{way.switch}", True))
                if view.inline and container_of(view.inline) == way.container
                else leave_out(f"{way.path}.uri_key"),
            )


@rule("hls-key-form", "dash-key-form")
def find_key_that_is_no_address(view: View) -> Iterator[Problem]:
    """Tables call it the key, the guide the address of a key server: both are taken (ci-templates §15, no. 10)."""
    for way, value in _asked(view):
        if way.is_on(value) and is_encryption_key(value.uri_key):
            yield Problem(
                f"{way.container}-key-form",
                f"{way.path}.uri_key",
                "note",
                "The key (UriKey) is not an address. The service's guide wants that of a key server of your own: "
                "players ask there, and who reads the request does not see the key.",
            )


def _is_placeholder(value: HlsEncrypt | DashEncrypt) -> bool:
    """In the place of the key, or in its address for what is secret there."""
    key = (value.uri_key or "").strip()
    return key == HIDDEN_KEY or without_placeholder(key) != key


@rule("key-placeholder")
def find_key_that_was_hidden(view: View) -> Iterator[Problem]:
    """A request that was shown or copied has it where the key was; the service would encrypt by that word."""
    for way, value in _asked(view):
        if _is_placeholder(value):
            yield Problem(
                "key-placeholder",
                f"{way.path}.uri_key",
                "error",
                say(
                    "{placeholder} stands where a copy of the request does not show the key (UriKey). Put the key in.",
                    placeholder=HIDDEN_KEY,
                ),
            )
