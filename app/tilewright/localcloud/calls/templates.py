"""The list of templates (ci-jobs §4.1). They are made in the console, or as files: no call here changes any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from werkzeug.wrappers import Response

from ...model.template import CATEGORIES, CUSTOM, Template
from ...wire.templates import TemplatesReply, write_templates
from ..exchange import Call, Fault, xml_answer
from ..parts import CiCall, Parts

PATH = "/template"
_ASKS = {"tag", "category", "ids", "name", "pageNumber", "pageSize"}
MOST_IDS = 100
LARGEST_PAGE = 100
"""The largest page that anybody should ask for, as no document names one."""


def _has_shape(call: Call) -> bool:
    """On hosts of the storage only when it asks as this one does."""
    return call.method == "GET" and call.path == PATH and (call.kind == "ci" or bool(_ASKS & set(call.params)))


def _list(parts: Parts, call: Call, _still_valid: Callable[[], None]) -> Response:
    """Those of one category, the account's own ones unless it says another: whether that counts for ids as well, no
    page says; here it does.
    """
    category = call.params.get("category") or CUSTOM
    if category not in CATEGORIES:
        raise Fault(400, "InvalidArgument", "category must be Official or Custom.")
    tag = call.params.get("tag") or "All"
    fitting = [
        _of_bucket(template, call)
        for template in parts.templates.all()
        if template.category == category and tag in {"All", template.tag}
    ]
    ids = list(dict.fromkeys(filter(None, call.params.get("ids", "").split(","))))
    if len(ids) > MOST_IDS:
        raise Fault(400, "InvalidArgument", f"A call may name {MOST_IDS} templates at most.")
    if ids:
        by_id = {template.id: template for template in fitting}
        found = tuple(by_id[one] for one in ids if one in by_id)
        return _answer(TemplatesReply(found, tuple(one for one in ids if one not in by_id)), call)
    beginning = call.params.get("name", "")
    named = [template for template in fitting if template.name.startswith(beginning)]
    page, size = call.number("pageNumber", 1, 1, 999_999_999), call.number("pageSize", 10, 1, LARGEST_PAGE)
    shown = tuple(named[(page - 1) * size : page * size])
    return _answer(TemplatesReply(shown, total=len(named), page=page, size=size), call)


def _of_bucket(template: Template, call: Call) -> Template:
    """Own templates belong to the bucket that is asked."""
    return replace(template, bucket=call.place.bucket) if template.category == CUSTOM else template


def _answer(reply: TemplatesReply, call: Call) -> Response:
    return xml_answer(write_templates(reply, call.request_id))


CALL = CiCall("templates", _has_shape, _list)
