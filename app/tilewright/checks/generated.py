"""Rules about the marks of generated content, `AIGCMetadata` (ci-templates §5)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from ..model.options import AigcMetadata
from ..model.problem import Fix, Problem
from ..text import say
from .mending import leave_out, set_field
from .registry import View, rule

_PATH = "transcode.trans_config.aigc_metadata"
MARKS = {
    "label": "Label",
    "content_producer": "ContentProducer",
    "produce_id": "ProduceID",
    "reserved_code1": "ReservedCode1",
    "content_propagator": "ContentPropagator",
    "propagate_id": "PropagateID",
    "reserved_code2": "ReservedCode2",
}
"""The service's names of them, in their order."""

_CODED = ("reserved_code1", "reserved_code2")
LIMIT = 2048
"""Characters of each."""

_NOT_PRINTABLE = re.compile(r"[^\x20-\x7e]")


def _metadata(view: View) -> AigcMetadata | None:
    config = view.inline.trans_config if view.inline else None
    return config.aigc_metadata if config else None


@rule("aigc-label-missing")
def find_missing_label(view: View) -> Iterator[Problem]:
    metadata = _metadata(view)
    if metadata is not None and not metadata.label:
        yield Problem(
            "aigc-label-missing",
            f"{_PATH}.label",
            "error",
            "The marks of generated content (AIGCMetadata) need a Label.",
            Fix("Remove the marks", set_field(_PATH, None)),
        )


@rule("aigc-incomplete")
def find_missing_origin(view: View) -> Iterator[Problem]:
    """One page wants three of them, another the label alone (ci-templates §15, no. 20)."""
    metadata = _metadata(view)
    for field in ("content_producer", "produce_id"):
        if metadata is not None and metadata.label and not getattr(metadata, field):
            yield Problem(
                "aigc-incomplete",
                f"{_PATH}.{field}",
                "warning",
                say(
                    "Pages of the service differ on whether {name} may be missing; better say it.",
                    name=MARKS[field],
                ),
            )


@rule("aigc-text")
def find_unsendable_marks(view: View) -> Iterator[Problem]:
    metadata = _metadata(view)
    for field, name in MARKS.items():
        value = getattr(metadata, field) if metadata else None
        if not value or (len(value) <= LIMIT and not _NOT_PRINTABLE.search(value)):
            continue
        good = _NOT_PRINTABLE.sub("", value)[:LIMIT].strip() or None
        path = f"{_PATH}.{field}"
        mend = Fix("Leave out what cannot be sent", set_field(path, good))
        if good is None or field in _CODED:
            mend = leave_out(path)
        if good is None and field == "label":
            mend = Fix("Remove the marks", set_field(_PATH, None))
        yield Problem(
            "aigc-text",
            path,
            "error",
            say("{name} may have at most {most} characters: English letters, digits and signs.", name=name, most=LIMIT),
            mend,
        )


@rule("aigc-base64")
def find_uncoded_marks(view: View) -> Iterator[Problem]:
    metadata = _metadata(view)
    for field in _CODED:
        value = getattr(metadata, field) if metadata else None
        if not value or _NOT_PRINTABLE.search(value) or len(value) > LIMIT or _is_base64(value):
            continue
        coded = base64.b64encode(value.encode()).decode()
        path = f"{_PATH}.{field}"
        yield Problem(
            "aigc-base64",
            path,
            "error",
            say("{name} must be written in Base64.", name=MARKS[field]),
            Fix("Write it in Base64", set_field(path, coded)) if len(coded) <= LIMIT else leave_out(path),
        )


def _is_base64(value: str) -> bool:
    try:
        base64.b64decode(value, validate=True)
    except ValueError:
        return False
    return True
