"""Events of use cases that are not about a job; those about jobs are in `jobs.events`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..model.composition import Composition
from ..model.source import Known, Source
from ..text import say


def _fraction(done: int, total: int) -> float:
    return done / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Bringing:
    """A local file is on its way into the bucket: ``done`` of ``total`` bytes."""

    name: str
    done: int
    total: int

    @property
    def fraction(self) -> float:
        return _fraction(self.done, self.total)

    def describe(self) -> str:
        return say("Bringing {name}", name=self.name)

    def as_record(self) -> dict[str, Any]:
        return {"event": "bringing", **asdict(self)}


@dataclass(frozen=True, slots=True)
class Brought:
    """A local file is in the bucket, as ``url``; ``is_new`` unless the bucket had the same content already."""

    name: str
    key: str
    url: str
    is_new: bool

    def describe(self) -> str:
        if self.is_new:
            return say("{name} is in the bucket as {key}.", name=self.name, key=self.key)
        return say("{name} is in the bucket as {key} already.", name=self.name, key=self.key)

    def as_record(self) -> dict[str, Any]:
        return {"event": "brought", **asdict(self)}


@dataclass(frozen=True, slots=True)
class Added:
    """A video can be used as a source: its address, and what it is; ``source`` is ``None`` when nobody could look."""

    name: str
    url: str
    source: Source | None

    def describe(self) -> str:
        return say("{name} is there.", name=self.name)

    def as_record(self) -> dict[str, Any]:
        return {"event": "added", "name": self.name, "url": self.url}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The address of a video held a signature, a token or a user name, which is left out."""

    name: str

    def describe(self) -> str:
        return say(
            "The signature or token in the address of {name} is left out: it would expire, and it is secret.",
            name=self.name,
        )

    def as_record(self) -> dict[str, Any]:
        return {"event": "cleaned", "name": self.name}


@dataclass(frozen=True, slots=True)
class NotAdded:
    """A file was left out, and why."""

    name: str
    sentence: str
    hint: str

    def describe(self) -> str:
        return say("{sentence} {hint}", sentence=self.sentence, hint=self.hint) if self.hint else self.sentence

    def as_record(self) -> dict[str, Any]:
        return {"event": "not-added", **asdict(self)}


@dataclass(frozen=True, slots=True)
class Found:
    """So many videos were found, those in folders too; ``beyond`` are more than a composition has room for."""

    count: int
    beyond: int

    def describe(self) -> str:
        return say("Videos: {count}", count=self.count)

    def as_record(self) -> dict[str, Any]:
        return {"event": "videos-found", **asdict(self)}


@dataclass(frozen=True, slots=True)
class Made:
    """A composition was made, and what became known on the way."""

    composition: Composition
    known: Known

    def describe(self) -> str:
        return ""

    def as_record(self) -> dict[str, Any]:
        return {"event": "made", "tiles": len(self.composition.tiles)}


@dataclass(frozen=True, slots=True)
class Fetching:
    """A result is on its way: ``done`` of ``total`` bytes."""

    key: str
    done: int
    total: int

    @property
    def fraction(self) -> float:
        return _fraction(self.done, self.total)

    def describe(self) -> str:
        return say("Fetching {key}", key=self.key)

    def as_record(self) -> dict[str, Any]:
        return {"event": "fetching", **asdict(self)}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A result is at ``path``; ``is_whole`` unless it is a playlist that names what was not fetched with it."""

    path: Path
    is_whole: bool = True

    def describe(self) -> str:
        if not self.is_whole:
            return say("The playlist is in {path}; it names files elsewhere, which were not fetched.", path=self.path)
        return say("The video is in {path}.", path=self.path)

    def as_record(self) -> dict[str, Any]:
        return {"event": "fetched", "path": str(self.path)}
