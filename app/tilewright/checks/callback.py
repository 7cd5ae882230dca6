"""Rules about who is told when the job has ended (ci-jobs §1.1, §1.7)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from ..model.names import shortened
from ..model.options import MqConfig
from ..model.problem import Fix, Problem, Severity
from ..text import say
from ..wire.hosts import why_unreachable
from .mending import set_field
from .registry import View, rule

NOBODY = "no"
"""The literal that means: tell nobody (ci-jobs §1.1)."""

FORMATS = ("XML", "JSON")
TYPES = ("Url", "TDMQ")
MQ_REGIONS = ("sh", "bj", "gz", "cd", "hk")
MQ_MODES = ("Queue", "Topic")

_SHORT = {
    "ap-shanghai": "sh",
    "ap-beijing": "bj",
    "ap-guangzhou": "gz",
    "ap-chengdu": "cd",
    "ap-hongkong": "hk",
}


def _split(address: str) -> SplitResult | None:
    """An http(s) address with a host; ``None`` for anything else."""
    try:
        parts = urlsplit(address.strip())
        is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return None
    return parts if is_whole and not any(letter.isspace() for letter in address.strip()) else None


def _tells_queue(view: View) -> bool:
    return (view.composition.callback_type or "").strip().lower() == "tdmq"


def _is_reachable(address: str) -> bool:
    parts = _split(address)
    return parts is not None and not why_unreachable(parts.hostname or "")


@rule("callback-address")
def find_bad_address(view: View) -> Iterator[Problem]:
    address = view.composition.callback
    if not address or address == NOBODY or _tells_queue(view) or _split(address) is not None:
        return
    if address.strip().lower() == NOBODY:
        fix = Fix("Tell nobody (no)", set_field("callback", NOBODY))
    elif "://" not in address and _is_reachable(good := f"https://{address.strip()}"):
        fix = Fix(say("Make it {good}", good=good), set_field("callback", good))
    else:
        fix = Fix("Remove the address", set_field("callback", None))
    yield Problem(
        "callback-address",
        "callback",
        "error",
        "Where the end of the job shall be told is not an address. It starts with http:// or https://; the word no "
        "means nobody.",
        fix,
    )


@rule("callback-unreachable")
def find_unreachable_address(view: View) -> Iterator[Problem]:
    """The service calls over the public network (ci-jobs §1.1); for the local cloud `local-no-callback` speaks."""
    address = view.composition.callback
    if not address or address == NOBODY or _tells_queue(view) or view.is_local:
        return
    parts = _split(address)
    reason = why_unreachable(parts.hostname or "") if parts else ""
    if parts is not None and reason:
        yield Problem(
            "callback-unreachable",
            "callback",
            "error",
            say(
                "The service cannot reach {host}: {reason}. Give an address that can be reached over the internet.",
                host=shortened(parts.hostname or ""),
                reason=reason,
            ),
            Fix("Remove the address", set_field("callback", None)),
        )


@rule("callback-format")
def find_bad_format(view: View) -> Iterator[Problem]:
    yield from _word(view, "callback_format", "callback-format", FORMATS)


@rule("callback-type")
def find_bad_type(view: View) -> Iterator[Problem]:
    """The reference spells the first one URL, too (ci-jobs §1.1)."""
    if view.composition.callback_type != "URL":
        yield from _word(view, "callback_type", "callback-type", TYPES)


def _word(view: View, field: str, code: str, words: tuple[str, ...]) -> Iterator[Problem]:
    value: str | None = getattr(view.composition, field)
    if not value or value in words:
        return
    good = next((word for word in words if word.lower() == value.strip().lower()), None)
    short = shortened(value)
    format_told = say("The form of the message is {value}; it must be XML or JSON.", value=short)
    type_told = say("The way of telling is {value}; it must be Url or TDMQ.", value=short)
    told = format_told if words is FORMATS else type_told
    severity: Severity = "error"
    assumption = ""
    if good:
        told, severity, assumption = (
            say(
                "{value} is written {good} by the service; whether it minds is not known.",
                value=short,
                good=good,
            ),
            "note",
            "A97",
        )
    elif words is TYPES and value.strip().lower() == "kafka":
        told, severity = (
            say("No page about this kind of job names Kafka as a way of telling; it may not be told."),
            "warning",
        )
    fix = Fix(say("Make it {good}", good=good) if good else "Leave it out", set_field(field, good))
    yield Problem(code, field, severity, told, fix, assumption)


@rule("callback-mq-missing")
def find_missing_queue(view: View) -> Iterator[Problem]:
    if _tells_queue(view) and view.composition.callback_mq is None:
        yield Problem(
            "callback-mq-missing",
            "callback_mq",
            "error",
            "A message queue (TDMQ) shall be told, but none is named. Give region, mode and name of the queue.",
            Fix("Tell an address instead", set_field("callback_type", None)),
        )


@rule("callback-mq-unused")
def find_unused_queue(view: View) -> Iterator[Problem]:
    queue = view.composition.callback_mq
    if queue is not None and not _tells_queue(view):
        tell = Fix("Tell the queue (TDMQ)", set_field("callback_type", "TDMQ"))
        is_meant = not view.composition.callback and _is_whole(queue)
        yield Problem(
            "callback-mq-unused",
            "callback_mq",
            "error",
            "A message queue is named, but the way of telling is not TDMQ: the queue is not told.",
            tell if is_meant else Fix("Remove the queue", set_field("callback_mq", None)),
        )


def _is_whole(queue: MqConfig) -> bool:
    return queue.mq_region in MQ_REGIONS and queue.mq_mode in MQ_MODES and bool((queue.mq_name or "").strip())


@rule("callback-mq-region", "callback-mq-mode", "callback-mq-name")
def find_bad_queues(view: View) -> Iterator[Problem]:
    """All three are required (ci-jobs §1.7)."""
    queue = view.composition.callback_mq
    if queue is None or not _tells_queue(view):
        return
    if queue.mq_region not in MQ_REGIONS:
        yield _bad_region(queue)
    if queue.mq_mode not in MQ_MODES:
        yield _bad_mode(queue)
    if not (queue.mq_name or "").strip():
        yield Problem(
            "callback-mq-name", "callback_mq.mq_name", "error", "The message queue has no name. Write the queue's name."
        )


def _bad_region(queue: MqConfig) -> Problem:
    given = (queue.mq_region or "").strip().lower()
    good = _SHORT.get(given, given if given in MQ_REGIONS else None)
    told = (
        say(
            "The message queue lies in {region}; it must be sh, bj, gz, cd or hk.",
            region=shortened(given),
        )
        if given
        else say("The message queue has no region; it must be sh, bj, gz, cd or hk.")
    )
    fix = Fix(say("Make it {good}", good=good), set_field("callback_mq.mq_region", good)) if good else None
    return Problem("callback-mq-region", "callback_mq.mq_region", "error", told, fix)


def _bad_mode(queue: MqConfig) -> Problem:
    given = (queue.mq_mode or "").strip().lower()
    good = next((mode for mode in MQ_MODES if mode.lower() == given), MQ_MODES[0])
    told = (
        say("The mode of the message queue is {mode}; it must be Queue or Topic.", mode=shortened(queue.mq_mode or ""))
        if given
        else say("The message queue has no mode; it must be Queue or Topic.")
    )
    fix = Fix(say("Make it {good}", good=good), set_field("callback_mq.mq_mode", good))
    return Problem("callback-mq-mode", "callback_mq.mq_mode", "error", told, fix)


@rule("callback-unused")
def find_unused_words(view: View) -> Iterator[Problem]:
    """Without anybody to tell the form of the message means nothing; a queue is told instead of an address."""
    composition = view.composition
    if _tells_queue(view) and composition.callback:
        is_nobody = composition.callback == NOBODY
        told = (
            say(
                "Nobody shall be told when the job has ended (no), but also a message queue (TDMQ); which holds is not "
                "known."
            )
            if is_nobody
            else say("A message queue (TDMQ) is told when the job has ended; the address is not used.")
        )
        fix = Fix("Tell the queue alone" if is_nobody else "Remove the address", set_field("callback", None))
        severity: Severity = "note" if is_nobody else "error"
        yield Problem("callback-unused", "callback", severity, told, fix, "A99" if is_nobody else "")
        return
    if composition.callback == NOBODY and (composition.callback_format or composition.callback_type == "Url"):
        field = "callback_format" if composition.callback_format else "callback_type"
        yield Problem(
            "callback-unused",
            field,
            "note",
            "Nobody shall be told when the job has ended; in which form is not used.",
            Fix("Remove it", lambda c: c.replace(callback_format=None, callback_type=None)),
        )
