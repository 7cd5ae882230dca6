"""A wish to submit: the request with a mark of its own, and what tells whether two wishes are the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from ..errors import WrongUse
from ..model.composition import Composition
from ..model.options import Output
from ..wire.mark import new_mark, short_id
from ..wire.request import read_request, write_request
from .naming import Naming

EXT = "${ext}"
JOB_ID = "${jobid}"
"""What the service puts into the name of a result (ci-jobs §1.6)."""

_ODD = {"hls", "dash", "webm"}
"""Kinds of file whose ending no document of the service names (ci-templates §2.1)."""


@dataclass(frozen=True)
class Wish:
    """What is asked for. ``request`` are the bytes to send, ``output`` names the result as they do,

    ``hash`` is that of the request without mark and number (sending-once, rule 6). ``reserved`` is the name that the
    result will have in its bucket, with ``${ext}`` for an ending that only the service knows; empty where nobody else
    can have it, as it holds a number or a job's id that only the service knows, or one of ours and ``${ext}``.
    ``length`` are the seconds of the result; ``None`` when nobody knows.
    """

    mark: str
    request: bytes = field(repr=False)
    output: Output
    hash: str
    naming: Naming = "numbered"
    reserved: str = ""
    length: float | None = None

    @property
    def intent_id(self) -> str:
        """The mark's characters in lower case: the intent's name for users."""
        return self.mark.partition(":")[2].lower()

    @property
    def short_id(self) -> str:
        return short_id(self.mark)


def naming_of(composition: Composition) -> Naming:
    """What the composition itself says of its output's name."""
    return "exact" if composition.exact_name else "numbered"


def make_wish(composition: Composition, naming: Naming | None = None) -> Wish:
    """The wish for ``composition`` under a new mark; ``naming`` is the composition's own unless another is said.

    Raises ``WrongUse`` without an output.

    The same composition under its exact name is another wish than under a numbered one: the result is elsewhere.
    """
    output = composition.output
    if output is None or not output.object:
        raise WrongUse("The composition has no output name.", "Set where the result goes.")
    naming = naming or naming_of(composition)
    mark = new_mark()
    named = output
    if naming == "numbered":
        named = output.replace(object=numbered_key(output.object, short_id(mark)))
    request = write_request(composition.replace(output=named), mark=mark)
    equal = wish_hash(request)
    if naming != "numbered":
        equal = hashlib.sha256(f"{equal} exact".encode()).hexdigest()
    reserved = resolved_key(composition.replace(output=named), naming)
    return Wish(mark=mark, request=request, output=named, hash=equal, naming=naming, reserved=reserved)


def resolved_key(composition: Composition, naming: Naming) -> str:
    """The name of the result as ``Wish.reserved`` has it, with its ending put in as far as that is certain."""
    key = composition.output.object if composition.output else None
    ending = known_ending(composition)
    is_certain = bool(ending) and (naming == "numbered" or ending not in _ODD)
    named = (key or "").replace(EXT, ending) if is_certain else key or ""
    is_nobodys = JOB_ID in named or (naming == "numbered" and "${" in named)
    return "" if is_nobodys else named.lstrip("/")


def known_ending(composition: Composition) -> str:
    """The ending of the result without its dot, as far as the composition itself says what kind of file it is."""
    container = composition.transcode.container if composition.transcode else None
    is_known = container is not None and container.format and not composition.transcode_template_id
    return container.format.lower() if is_known and container and container.format else ""


def wish_hash(request: bytes) -> str:
    """SHA-256 of the request without its mark and without the number that the mark put into the output's name."""
    reading = read_request(request)
    composition = reading.composition
    if reading.mark and composition.output is not None and composition.output.object:
        plain = plain_key(composition.output.object, short_id(reading.mark))
        composition = composition.replace(output=composition.output.replace(object=plain))
    return hashlib.sha256(write_request(composition)).hexdigest()


def numbered_key(key: str, number: str) -> str:
    """``output/lesson.${ext}`` → ``output/lesson-NUMBER.${ext}``: before the extension of the last segment."""
    stem, suffix = _split(key)
    return f"{stem}-{number}{suffix}"


def plain_key(key: str, number: str) -> str:
    """Undoes ``numbered_key``; a key without that number stays."""
    stem, suffix = _split(key)
    return stem.removesuffix(f"-{number}") + suffix


def _split(key: str) -> tuple[str, str]:
    """The key up to the extension of its last segment, and the extension with its dot."""
    start = key.rfind("/") + 1
    dot = key.rfind(".", start)
    return (key, "") if dot <= start else (key[:dot], key[dot:])
