"""Rules about the result's place and the job's own fields (ci-jobs §1.2 and §1.6)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.composition import Composition
from ..model.names import shortened
from ..model.problem import Fix, Problem
from ..model.ranges import WATERMARKS_LIMIT
from ..text import say
from ..wire.limits import (
    KEY_LIMIT,
    LEVELS,
    NOT_IN_KEYS,
    NOT_IN_USER_DATA,
    USER_DATA_LIMIT,
    is_user_data,
)
from ..wire.mark import MARK_LENGTH
from .destination import ending_of, wrong_ending
from .mending import Mend, set_field, set_output
from .registry import View, rule

MARK_ROOM = MARK_LENGTH + 1
"""Characters of the user data that are ours: a space and the mark (sending-once, rule 2)."""

OWN_USER_DATA_LIMIT = USER_DATA_LIMIT - MARK_ROOM
"""Characters for the user's own text, which comes first."""

OBJECT_LIMIT = KEY_LIMIT
"""Bytes of the result's name, with what submitting adds to it."""

USUAL_NAME = "output/composition.${ext}"

GROWTH = 9 + 25
"""What submitting may add to a key: ``-`` and the short id, and a job id of 33 for the 8 of ``${jobid}``."""


def _room(composition: Composition) -> int:
    """Bytes that the name may have; to an exact one nothing is added but what fills ``${jobid}`` in."""
    name = (composition.output.object if composition.output else None) or ""
    return KEY_LIMIT - (25 * ("${jobid}" in name) if composition.exact_name else GROWTH)


_MISSING = {
    ("region",): say("Where the result goes is not said: the region is missing."),
    ("bucket",): say("Where the result goes is not said: the bucket is missing."),
    ("object",): say("Where the result goes is not said: the name is missing."),
    ("region", "bucket"): say("Where the result goes is not said: the region and the bucket are missing."),
    ("region", "object"): say("Where the result goes is not said: the region and the name are missing."),
    ("bucket", "object"): say("Where the result goes is not said: the bucket and the name are missing."),
    ("region", "bucket", "object"): say(
        "Where the result goes is not said: the region and the bucket and the name are missing."
    ),
}


@rule("output-missing")
def find_missing_output(view: View) -> Iterator[Problem]:
    """Region, Bucket and Object are all required (ci-jobs §1.6)."""
    output, target = view.composition.output, view.target
    own = {name: getattr(output, name, None) for name in ("region", "bucket", "object")}
    missing = [name for name, value in own.items() if not value]
    if not missing:
        return
    usual = {"object": USUAL_NAME}
    if target:
        usual |= {"region": target.region, "bucket": target.bucket}
    can_fill = all(name in usual for name in missing)
    yield Problem(
        "output-missing",
        "output" if len(missing) > 1 else f"output.{missing[0]}",
        "error",
        _MISSING[tuple(missing)],
        Fix("Fill it in", set_output(**{name: usual[name] for name in missing})) if can_fill else None,
    )


@rule("output-elsewhere")
def find_foreign_output(view: View) -> Iterator[Problem]:
    output, target = view.composition.output, view.target
    if not output or not output.bucket or not output.region or target is None:
        return
    if (output.bucket, output.region) != (target.bucket, target.region):
        yield Problem(
            "output-elsewhere",
            "output.bucket",
            "warning",
            say(
                "The result goes to the bucket {bucket} in {region}, but the job runs for "
                "{target_bucket} in {target_region}; this may not be possible.",
                bucket=shortened(output.bucket),
                region=shortened(output.region),
                target_bucket=target.bucket,
                target_region=target.region,
            ),
            Fix(
                say("Put it into {bucket}", bucket=target.bucket),
                set_output(bucket=target.bucket, region=target.region),
            ),
            "A15",
        )


@rule("output-ext")
def find_fixed_ending(view: View) -> Iterator[Problem]:
    name = view.composition.output.object if view.composition.output else None
    last = (name or "").rpartition("/")[2]
    if not name or "${ext}" in last.lower() or wrong_ending(view):
        return  # of ${EXT} `output-placeholder` speaks
    yield Problem(
        "output-ext",
        "output.object",
        "warning",
        "The name of the result has a fixed ending. With ${ext} the ending always fits the kind of file."
        if ending_of(last)
        else "The name of the result has no ending of a video. With ${ext} the ending always fits the kind of file.",
        Fix("End it with ${ext}", set_output(object=with_ext(name))),
    )


def with_ext(name: str) -> str:
    """``name`` with ``${ext}`` for its ending."""
    folder, slash, last = name.rpartition("/")
    ending = ending_of(last)
    stem = last[: -len(ending) - 1] if ending else last.rstrip(".")
    return f"{folder}{slash}{stem or 'composition'}.${{ext}}"


@rule("output-key")
def find_bad_key(view: View) -> Iterator[Problem]:
    name = view.composition.output.object if view.composition.output else None
    if not name:
        return
    room = _room(view.composition)
    good = _clean_key(name, room)
    if good == name:
        return
    yield Problem(
        "output-key",
        "output.object",
        "error",
        say(
            "The name of the result cannot be used: at most {most} bytes, no / at its start or "
            "end, no empty, . or .. folder, and no control characters.",
            most=room,
        ),
        Fix(
            say("Call it {good}", good=good if len(good) <= 60 else good[:28] + "…" + good[-28:]),
            set_output(object=good),
        ),
    )


def _clean_key(name: str, limit: int) -> str:
    parts = [part for part in NOT_IN_KEYS.sub("", name).lstrip("\\").split("/") if part not in {"", ".", ".."}]
    clean = "/".join(parts).lstrip("\\") or USUAL_NAME
    if len(clean.encode()) <= limit:
        return clean
    stem, dot, ending = clean.rpartition(".")
    tail = f".{ending}" if dot and stem and len(ending) <= 16 and "/" not in ending else ""
    head = clean[: len(clean) - len(tail)].encode()[: limit - len(tail.encode())].decode(errors="ignore")
    return _clean_key(head.rstrip("/") + tail, limit)


@rule("user-data")
def find_bad_user_data(view: View) -> Iterator[Problem]:
    """Printable ASCII; 1024 characters together with the mark (ci-jobs §1.2, A27)."""
    text = view.composition.user_data
    if text is None or is_user_data(text, OWN_USER_DATA_LIMIT):
        return
    good = NOT_IN_USER_DATA.sub(" ", text)[:OWN_USER_DATA_LIMIT].strip() or None
    yield Problem(
        "user-data",
        "user_data",
        "error",
        say(
            "The note sent with the job (UserData) may have at most {most} "
            "characters: English letters, digits and signs.",
            most=OWN_USER_DATA_LIMIT,
        ),
        Fix("Leave out what cannot be sent", set_field("user_data", good)),
        "A27",
    )


@rule("job-level")
def find_bad_level(view: View) -> Iterator[Problem]:
    level = view.composition.job_level
    if level is None or level in LEVELS:
        return
    good = max(LEVELS[0], min(LEVELS[-1], level))
    yield Problem(
        "job-level",
        "job_level",
        "error",
        say("The priority is {level}; it must be 0, 1 or 2.", level=level),
        Fix(say("Make it {good}", good=good), set_field("job_level", good)),
    )


@rule("watermarks-too-many")
def find_too_many_watermarks(view: View) -> Iterator[Problem]:
    """At most three of either kind; template ids win over inline ones (ci-jobs §1.2, A27)."""
    ids = view.composition.watermark_template_ids
    field = "watermark_template_ids" if ids else "watermarks"
    count = len(ids) or len(view.composition.watermarks)
    if count > WATERMARKS_LIMIT:
        yield Problem(
            "watermarks-too-many",
            field,
            "error",
            say(
                "There are {count} watermarks; at most {most} are possible.",
                count=count,
                most=WATERMARKS_LIMIT,
            ),
            Fix(say("Keep the first {most}", most=WATERMARKS_LIMIT), _keep_first(field)),
            "A27",
        )


def _keep_first(field: str) -> Mend:
    def apply(composition: Composition) -> Composition:
        return composition.replace(**{field: getattr(composition, field)[:WATERMARKS_LIMIT]})

    return apply
