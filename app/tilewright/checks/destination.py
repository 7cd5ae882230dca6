"""Rules about the result's place: forms of region and bucket, endings, and what it would replace (ci-jobs §1.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.endings import ENDINGS, EVERY_ENDING
from ..model.names import shortened
from ..model.problem import Fix, Problem
from ..model.source import transcode_in_force
from ..model.target import LOCAL_REGION
from ..text import say
from ..wire.address import read_address
from .mending import set_output
from .registry import View, rule

_REGION = re.compile(r"[a-z]{2,4}-[a-z]+(?:-[a-z0-9]+)*")
_BUCKET = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?-[0-9]{5,20}")
"""`name-appid`: small letters, digits and hyphens (ci-jobs §1.6)."""

_PLACEHOLDER = re.compile(r"\$\{([^{}]*)\}")
PLACEHOLDERS = ("ext", "jobid")

_MORE_ENDINGS = frozenset({"wmv", "mpg", "mpeg", "3gp", "f4v", "asf", "vob", "ogv", "m2ts", "mts"})


def ending_of(name: str) -> str:
    """The ending of a file's name when it is one of videos or sounds, as it is written; else empty."""
    stem, dot, ending = name.rpartition(".")
    return ending if dot and stem and ending.lower() in EVERY_ENDING | _MORE_ENDINGS else ""


def wrong_ending(view: View) -> tuple[str, str] | None:
    """The ending of the result's name and the container that it does not fit; ``None`` when nothing is wrong."""
    name = (view.composition.output.object if view.composition.output else None) or ""
    transcode = transcode_in_force(view.composition, view.known)
    container = ((transcode.container.format if transcode and transcode.container else None) or "").strip().lower()
    stem, dot, ending = name.rpartition("/")[2].rpartition(".")
    if not dot or not stem or ending.lower() not in EVERY_ENDING or container not in ENDINGS:
        return None
    return None if ending.lower() in ENDINGS[container] else (ending, container)


@rule("output-ending", of=("output", "transcode", "transcode_template_id"))
def find_wrong_endings(view: View) -> Iterator[Problem]:
    wrong = wrong_ending(view)
    output = view.composition.output
    if wrong and output is not None and output.object:
        ending, container = wrong
        stem = output.object[: -len(ending) - 1]
        yield Problem(
            "output-ending",
            "output.object",
            "warning",
            say(
                "The name of the result ends in .{ending}, but the kind of file is {container}; many programs would "
                "not open it.",
                ending=ending,
                container=container,
            ),
            Fix("End it with ${ext}", set_output(object=f"{stem}.${{ext}}")),
        )


@rule("output-placeholder")
def find_unknown_placeholders(view: View) -> Iterator[Problem]:
    name = (view.composition.output.object if view.composition.output else None) or ""
    unknown = [word for word in _PLACEHOLDER.findall(name) if word not in PLACEHOLDERS]
    if unknown:
        fitting = {word: next((good for good in PLACEHOLDERS if good == word.strip().lower()), "") for word in unknown}
        good = _PLACEHOLDER.sub(lambda m: _known(m[1], fitting), name)
        fix = Fix(say("Call it {good}", good=good), set_output(object=good)) if good.strip("./") else None
        yield Problem(
            "output-placeholder",
            "output.object",
            "warning",
            say(
                "The service does not fill in ${{{word}}} in the name of the result; it knows ${{ext}} and ${{jobid}}.",
                word=unknown[0],
            ),
            fix,
        )


def _known(word: str, fitting: dict[str, str]) -> str:
    """The placeholder as the service knows it, or its bare word."""
    known = word if word in PLACEHOLDERS else fitting.get(word, "")
    return f"${{{known}}}" if known else word


@rule("output-region")
def find_bad_regions(view: View) -> Iterator[Problem]:
    output, target = view.composition.output, view.target
    region = output.region if output else None
    own = target.region if target else LOCAL_REGION
    if not region or _REGION.fullmatch(region) or region == own:
        return
    yield Problem(
        "output-region",
        "output.region",
        "error",
        say("{region} is not the name of a region; they look like ap-shanghai.", region=shortened(region)),
        Fix(say("Use {region}", region=target.region), set_output(region=target.region)) if target else None,
    )


@rule("output-bucket")
def find_bad_buckets(view: View) -> Iterator[Problem]:
    output, target = view.composition.output, view.target
    bucket = output.bucket if output else None
    if not bucket or _BUCKET.fullmatch(bucket):
        return
    yield Problem(
        "output-bucket",
        "output.bucket",
        "error",
        say(
            "{bucket} is not the name of a bucket: small letters, digits and hyphens, then a hyphen and the number of "
            "the account.",
            bucket=shortened(bucket),
        ),
        Fix(say("Use {bucket}", bucket=target.bucket), set_output(bucket=target.bucket)) if target else None,
    )


@rule("output-over-source", of=("output", "exact_name", "tiles.url", "transcode", "transcode_template_id"))
def find_replaced_sources(view: View) -> Iterator[Problem]:
    """An exact name replaces what is there (ci-jobs §1.6); any other gets a number."""
    output = view.composition.output
    if not view.composition.exact_name or output is None or not output.object:
        return
    transcode = transcode_in_force(view.composition, view.known)
    container = ((transcode.container.format if transcode and transcode.container else None) or "mp4").lower()
    endings = ENDINGS.get(container, (container,))
    keys = {output.object.replace("${ext}", ending) for ending in endings}
    for tile in view.shown:
        address = read_address(tile.url) if tile.url else None
        if address and address.bucket == output.bucket and address.key in keys:
            folder, slash, last = output.object.rpartition("/")
            good = f"{folder}{slash}composition-{last}"
            yield Problem(
                "output-over-source",
                "output.object",
                "error",
                say("The result would replace the video of {tile}. Give it another name.", tile=view.label(tile)),
                Fix(say("Call it {good}", good=good), set_output(object=good)),
            )
            return
