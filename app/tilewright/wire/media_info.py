"""What a media file is made of, as the service tells it (ci-templates §9): written for the local cloud.

``results.read_media`` reads it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from ..errors import Damaged
from ..text import say
from . import xml
from .address import ObjectAddress
from .results import StreamFacts

FORMAT, AUDIO, SUBTITLE, VIDEO = "Format", "Audio", "Subtitle", "Video"


def write_media_info(facts: Iterable[StreamFacts]) -> bytes:
    """The reply to `videoinfo` and `POST /mediainfo`."""
    root = xml.new("Response")
    root.append(_media_info(facts))
    return xml.to_bytes(root, declared=True)


def spell_result_info(facts: Iterable[StreamFacts]) -> bytes:
    """The `MediaInfo` of a job that ended: there the average rate is a decimal, elsewhere a fraction (ci-jobs §5)."""
    return xml.to_bytes(_media_info(map(_with_decimal_rate, facts)))


def write_snapshot(place: ObjectAddress) -> bytes:
    """The reply to `POST /snapshot`."""
    root = xml.new("Response")
    output = xml.add(root, "Output")
    for name, value in (("Region", place.region), ("Bucket", place.bucket), ("Object", place.key)):
        xml.add(output, name, value)
    return xml.to_bytes(root, declared=True)


def read_snapshot(data: bytes) -> ObjectAddress:
    """The object that a `POST /snapshot` made. Raises ``Damaged`` when the answer names none."""
    root = xml.parse(data, say("The answer"))
    found = ObjectAddress(*(xml.text(root, "Output", name) for name in ("Bucket", "Region", "Object")))
    if xml.local_name(root) != "Response" or not all(found):
        raise Damaged("The answer names no picture.")
    return found


def _with_decimal_rate(facts: StreamFacts) -> StreamFacts:
    pairs = tuple(
        (name, f"{float(Fraction(value)):.6f}" if name == "AvgFps" else value) for name, value in facts.values
    )
    return replace(facts, values=pairs)


def _media_info(facts: Iterable[StreamFacts]) -> xml.Element:
    """Nodes in the order of the alphabet, as in every sample; a kind of stream that there is none of is empty."""
    root = xml.new("MediaInfo")
    known = tuple(facts)
    for one in known:
        if one.part == FORMAT:
            _add(root, one)
    streams = xml.add(root, "Stream")
    for part in (AUDIO, SUBTITLE, VIDEO):
        for one in [stream for stream in known if stream.part == part] or [StreamFacts(part, ())]:
            _add(streams, one)
    return root


def _add(parent: xml.Element, facts: StreamFacts) -> None:
    node = xml.add(parent, facts.part)
    for name, value in sorted(facts.values):
        xml.add(node, name, "".join(letter for letter in value if xml.is_writable(letter)))
