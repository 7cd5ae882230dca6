"""The rule about templates that the account does not have."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.problem import Fix, Problem
from ..text import say
from .mending import set_field
from .registry import View, rule


@rule("template-absent")
def find_absent_templates(view: View) -> Iterator[Problem]:
    """A job that names one is refused (ci-jobs §9.3, code 1107); of the local cloud `local-cannot` says so."""
    composition, absent = view.composition, view.known.absent_templates
    if not absent or view.is_local:
        return
    template_id = composition.transcode_template_id
    if template_id in absent:
        yield Problem(
            "template-absent",
            "transcode_template_id",
            "error",
            say(
                "The account has no template {template}: it was deleted, or belongs to another bucket. Choose another "
                "one, or set the encoding here.",
                template=template_id,
            ),
            Fix("Use what is set here", set_field("transcode_template_id", None)) if composition.transcode else None,
        )
    ids = composition.watermark_template_ids
    for one in ids:
        if one in absent:
            yield Problem(
                "template-absent",
                "watermark_template_ids",
                "error",
                say(
                    "The account has no watermark template {template}: it was deleted, or belongs to another bucket.",
                    template=one,
                ),
                Fix("Remove it", set_field("watermark_template_ids", tuple(other for other in ids if other != one))),
            )
