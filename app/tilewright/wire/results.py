"""What the service adds to the Operation of a job that has ended: `MediaInfo`, `MediaResult`, `DigitalWatermark`
(ci-templates §9). All of it is read and shown; none of it is ever part of a request.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import xml

NAMES = frozenset({"MediaInfo", "MediaResult", "DigitalWatermark"})


@dataclass(frozen=True, slots=True)
class OutputFile:
    """`MediaResult.OutputFile`: ``keys`` are whole keys, also where the service names a prefix and the rest
    (ci-templates §9.5); ``md5`` has pairs of key and sum.
    """

    bucket: str = ""
    region: str = ""
    keys: tuple[str, ...] = ()
    md5: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DigitalWatermark:
    """An invisible watermark that the service says was asked for. ``state`` is its own, not that of the job: a job may
    be `Success` while it is `Running` or `Failed` (ci-templates §9.6).
    """

    state: str = ""
    message: str = ""
    type: str = ""
    version: str = ""
    ignore_error: str = ""


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """``part`` is `Format`, `Video`, `Audio` or `Subtitle`; ``values`` its names and values, as they came."""

    part: str
    values: tuple[tuple[str, str], ...]


def read_outputs(operation: xml.Element | None) -> tuple[OutputFile, ...]:
    result = xml.child(operation, "MediaResult")
    return () if result is None else tuple(map(_read_output, xml.children(result, "OutputFile")))


def _read_output(file: xml.Element) -> OutputFile:
    prefix = xml.text(file, "ObjectPrefix")
    sums = [(xml.text(node, "ObjectName"), xml.text(node, "Md5")) for node in xml.children(file, "Md5Info")]
    return OutputFile(
        xml.text(file, "Bucket"),
        xml.text(file, "Region"),
        tuple(prefix + xml.text(node) for node in xml.children(file, "ObjectName") if xml.text(node)),
        tuple(pair for pair in sums if any(pair)),
    )


def read_digital_watermark(operation: xml.Element | None) -> DigitalWatermark | None:
    node = xml.child(operation, "DigitalWatermark")
    if node is None:
        return None
    return DigitalWatermark(
        xml.text(node, "State"),
        xml.text(node, "Message"),
        xml.text(node, "Type"),
        xml.text(node, "Version"),
        xml.text(node, "IgnoreError"),
    )


def read_media(info: xml.Element | None) -> tuple[StreamFacts, ...]:
    """The file and its streams, in the order of the answer, each also where it came several times; empty ones, and
    empty values, are left out.
    """
    if info is None:
        return ()
    streams = [node for stream in xml.children(info, "Stream") for node in stream]
    found = [_read_facts(node) for node in (*xml.children(info, "Format"), *streams) if xml.local_name(node)]
    return tuple(facts for facts in found if facts.values)


def _read_facts(node: xml.Element) -> StreamFacts:
    pairs = [(xml.local_name(leaf), xml.text(leaf)) for leaf in node]
    return StreamFacts(xml.local_name(node), tuple(pair for pair in pairs if all(pair)))
