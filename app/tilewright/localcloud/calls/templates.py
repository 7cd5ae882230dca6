"""Templates: list (ci-jobs §4.1), make, change and delete (ci-templates §10)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import replace

from werkzeug.wrappers import Response

from ...errors import BadInput
from ...model.template import CATEGORIES, CUSTOM, TAGS, Template
from ...wire import xml
from ...wire.limits import NAME_LIMIT, is_tile_name
from ...wire.own_names import TEMPLATE_HEADER, UNLESS_USED_HEADER
from ...wire.templates import TemplatesReply, read_template_file, write_deleted, write_template, write_templates
from ..exchange import Call, Fault, xml_answer
from ..made_templates import Gone, NameTaken
from ..parts import CiCall, Parts
from ..refusals import request_in

PATH = "/template"
_ASKS = {"tag", "category", "ids", "name", "pageNumber", "pageSize"}
MOST_IDS = 100
LARGEST_PAGE = 100
"""The largest page that anybody should ask for, as no document names one."""

_ONE = re.compile(rf"{PATH}/(?P<id>[A-Za-z0-9]{{1,64}})")
_ID = re.compile(r"t[A-Za-z0-9]{1,63}")


def _has_shape(call: Call) -> bool:
    """On hosts of the storage only the list, when it asks as this one does: there the others name objects."""
    if call.method == "GET":
        return call.path == PATH and (call.kind == "ci" or bool(_ASKS & set(call.params)))
    if call.kind != "ci":
        return False
    if call.method == "POST":
        return call.path == PATH
    return call.method in {"PUT", "DELETE"} and _ONE.fullmatch(call.path) is not None


def _serve(parts: Parts, call: Call, still_valid: Callable[[], None]) -> Response:
    if call.method == "GET":
        return _list(parts, call)
    if call.method == "POST":
        return _make(parts, call, still_valid)
    template_id = call.path.removeprefix(f"{PATH}/")
    if call.method == "DELETE":
        still_valid()
        if call.headers.get(UNLESS_USED_HEADER, "").lower() == "true":
            if not parts.made_templates.forget_brought(call.place, template_id):
                raise Fault(409, "ObjectInUse", "The template was brought by no rehearsal, or its bucket is not empty.")
        elif not parts.made_templates.delete(call.place, template_id):
            raise _not_made(parts, call, template_id)
        return xml_answer(write_deleted(template_id, call.request_id))
    before = _changeable(parts, call, template_id)
    template = _read(call, template_id)
    if template.tag != before.tag:
        raise Fault(400, "InvalidArgument", f"The template {template_id} is one for {before.tag}; that cannot change.")
    return _keep(parts, call, template, still_valid, is_change=True)


def _make(parts: Parts, call: Call, still_valid: Callable[[], None]) -> Response:
    named = call.headers.get(TEMPLATE_HEADER)
    if named is None:
        return _keep(parts, call, _read(call, "t1" + secrets.token_hex(16)), still_valid)
    if not _ID.fullmatch(named):
        raise Fault(400, "InvalidArgument", f"{TEMPLATE_HEADER} must be the id of a template.")
    return _keep(parts, call, _read(call, named, is_ours=False), still_valid, is_brought=True)


def _keep(
    parts: Parts,
    call: Call,
    template: Template,
    still_valid: Callable[[], None],
    *,
    is_brought: bool = False,
    is_change: bool = False,
) -> Response:
    still_valid()
    try:
        kept = parts.made_templates.put(call.place, template, is_brought=is_brought, is_change=is_change)
    except Gone as error:  # deleted since it was looked at
        raise _not_made(parts, call, template.id) from error
    except BadInput as error:
        raise Fault(400, "InvalidArgument", error.message) from error
    except NameTaken as error:
        raise Fault(400, "TemplateNameDuplicate", f"There is a template {template.name} already.") from error
    return xml_answer(write_template(kept, call.request_id))


def _read(call: Call, template_id: str, *, is_ours: bool = True) -> Template:
    """The template of a body. Values are not judged here: the job that names it is (A63). An account's own, brought
    for a rehearsal, has the name that it has.
    """
    body = call.document()
    root = request_in(body)
    if (tag := xml.text(root, "Tag")) not in TAGS:
        raise Fault(400, "InvalidArgument", f"Tag must be {' or '.join(TAGS)} here; it is {tag[:40] or 'missing'}.")
    try:
        template = replace(read_template_file(body, "The request", template_id), id=template_id)
    except BadInput as error:
        raise Fault(400, "InvalidArgument", error.message) from error
    if is_ours and not (template.name and is_tile_name(template.name)):
        raise Fault(
            400, "InvalidArgument",
            f"Name is required: {NAME_LIMIT} characters at most of Chinese, English letters, digits, _, - and *.",
        )  # fmt: skip
    return template


def _changeable(parts: Parts, call: Call, template_id: str) -> Template:
    """The template that was made by a call in this bucket; raises ``Fault`` for any other."""
    for template in parts.made_templates.all(call.place):
        if template.id == template_id:
            return template
    raise _not_made(parts, call, template_id)


def _not_made(parts: Parts, call: Call, template_id: str) -> Fault:
    """Why a template cannot be changed that no call made in this bucket."""
    if parts.templates.find([template_id]):
        return Fault(
            403, "AccessDenied", f"The template {template_id} was made by no call; it cannot be changed by one."
        )
    return Fault(400, "TemplateNotFound", f"There is no template {template_id} in the bucket {call.place.bucket}.")


def _list(parts: Parts, call: Call) -> Response:
    """Those of one category, the account's own ones unless it says another: whether that counts for ids as well, no
    page says; here it does.
    """
    category = call.params.get("category") or CUSTOM
    if category not in CATEGORIES:
        raise Fault(400, "InvalidArgument", "category must be Official or Custom.")
    tag = call.params.get("tag") or "All"
    fitting = [
        _of_bucket(template, call)
        for template in parts.templates.of(call.place).all()
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


CALL = CiCall("templates", _has_shape, _serve)
