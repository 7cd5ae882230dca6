"""Replies about templates (ci-jobs §4.1, ci-templates §10): read for the client, written for the local cloud."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import cast

from ..errors import Damaged
from ..model.options import Transcode, Watermark
from ..model.template import TRANSCODE_TAG, WATERMARK_TAG, Template
from ..text import say
from . import xml
from .jobs import format_time, parse_time
from .nodes import names_of, read_value, write_value
from .request import TRANSCODE, WATERMARK
from .secrets import clean_tree

_ITEM = "TemplateList"
_BODY = "TransTpl"
_ALONE = "Template"
_TRANSCODE_NODES = names_of(TRANSCODE.parts)
_FILES = {_ITEM, _ALONE, "Request"}
"""What a file with one template may begin with: a part of a listing, or the body of the call that made it."""


@dataclass(frozen=True, slots=True)
class TemplatesReply:
    """Templates in the order of the answer, ids that do not exist, and how many there are in all: ``None`` in an answer
    to a question by ids, which has no pages.
    """

    templates: tuple[Template, ...]
    missing: tuple[str, ...] = ()
    total: int | None = None
    page: int = 1
    size: int = 0


def read_templates(data: bytes) -> TemplatesReply:
    """Read a reply to `GET /template`. Raises ``Damaged`` when it is none, or when a template has no id."""
    root = xml.parse(data, say("The answer"))
    if xml.local_name(root) != "Response":
        raise Damaged(say("The answer starts with <{name}>, not with <Response>.", name=xml.local_name(root)))
    xml.drop_namespace(root)
    clean_tree(root)
    templates = tuple(read_template(node) for node in xml.children(root, _ITEM))
    if any(not template.id for template in templates):
        raise Damaged("The answer has a template without an id.")
    missing = tuple(
        xml.text(node)
        for holder in xml.children(root, "NonExistTIDs")
        for node in (*xml.children(holder, "TemplateId"), holder)
        if xml.text(node)
    )
    return TemplatesReply(
        templates,
        missing,
        total=xml.number(root, "TotalCount"),
        page=xml.number(root, "PageNumber") or 1,
        size=xml.number(root, "PageSize") or 0,
    )


def read_template_file(data: bytes, what: str, default_id: str) -> Template:
    """The one template in a file: a `TemplateList` or `Template` element, alone or in a `Response`, or the body of the
    call that makes one. ``what`` names the file in errors; ``default_id`` is its id where the file names none.

    Raises ``Damaged`` for anything else, ``Refused`` beyond the limits of ``xml.parse``.
    """
    root = xml.parse(data, what)
    xml.drop_namespace(root)
    clean_tree(root)
    found = [root] if xml.local_name(root) in _FILES else []
    if xml.local_name(root) == "Response":
        found = [node for name in (_ITEM, _ALONE) for node in xml.children(root, name)]
    if len(found) != 1:
        raise Damaged(
            say("{what} does not hold one template.", what=what),
            "Put the TemplateList element of one template, as the service lists it, into the file.",
        )
    template = read_template(found[0], default_id)
    if not template.is_usable:
        raise Damaged(
            say("{what} holds a template that sets neither an encoding nor a watermark.", what=what),
            "Only templates with the tag Transcode or Watermark can be used here.",
        )
    return template


def read_template(node: xml.Element, default_id: str = "") -> Template:
    """One template. What it sets lies under `TransTpl`, or beside its name (ci-templates §10), or under `Watermark`."""
    tag = xml.text(node, "Tag")
    transcode = watermark = None
    if tag == TRANSCODE_TAG:
        transcode = _read_transcode(node)
    elif tag == WATERMARK_TAG and (body := xml.child(node, "Watermark")) is not None:
        watermark = cast("Watermark", read_value(body, WATERMARK))
    return Template(
        id=xml.text(node, "TemplateId") or default_id,
        name=xml.text(node, "Name"),
        tag=tag,
        category=xml.text(node, "Category"),
        bucket=xml.text(node, "BucketId"),
        created=parse_time(xml.text(node, "CreateTime")),
        updated=parse_time(xml.text(node, "UpdateTime")),
        transcode=transcode,
        watermark=watermark,
    )


def _read_transcode(node: xml.Element) -> Transcode | None:
    body = xml.child(node, _BODY)
    if body is None:
        body = xml.new(_BODY)
        for child in node:
            if xml.local_name(child) in _TRANSCODE_NODES:
                body.append(deepcopy(child))
    return cast("Transcode", read_value(body, TRANSCODE)) if len(body) else None


def write_templates(reply: TemplatesReply, request_id: str) -> bytes:
    """The reply to `GET /template`; without the nodes of paging where ``reply.total`` is ``None``."""
    root = xml.new("Response")
    xml.add(root, "RequestId", request_id)
    if reply.total is not None:
        for name, value in (("TotalCount", reply.total), ("PageNumber", reply.page), ("PageSize", reply.size)):
            xml.add(root, name, value)
    for template in reply.templates:
        _write_template(xml.add(root, _ITEM), template)
    _write_missing(root, reply.missing)
    return xml.to_bytes(root, declared=True)


def write_template(template: Template, request_id: str) -> bytes:
    """The reply to the calls that make and change one, in the form of the listing: of the two that the documents show
    (ci-templates §10) the one that has no name twice.
    """
    root = xml.new("Response")
    xml.add(root, "RequestId", request_id)
    _write_template(xml.add(root, _ALONE), template)
    return xml.to_bytes(root, declared=True)


def write_deleted(template_id: str, request_id: str) -> bytes:
    """The reply to the call that deletes one; no document of the service shows it (A63)."""
    root = xml.new("Response")
    xml.add(root, "RequestId", request_id)
    xml.add(root, "TemplateId", template_id)
    return xml.to_bytes(root, declared=True)


def spell_template(template: Template) -> bytes:
    """One template as a file that ``read_template_file`` reads."""
    root = xml.new(_ITEM)
    _write_template(root, template)
    return xml.to_bytes(root, declared=True)


def write_template_body(template: Template) -> bytes:
    """The body of the call that makes one (ci-templates §10), as ``read_template_file`` reads it."""
    root = xml.new("Request")
    _write_template(root, template)
    return xml.to_bytes(root, declared=True)


def _write_missing(root: xml.Element, missing: Iterable[str]) -> None:
    ids = [one for one in missing if xml.is_writable(one)]
    if ids:
        holder = xml.add(root, "NonExistTIDs")
        for template_id in ids:
            xml.add(holder, "TemplateId", template_id)


def _write_template(node: xml.Element, template: Template) -> None:
    told = (
        ("TemplateId", template.id),
        ("Name", template.name),
        ("Tag", template.tag),
        ("BucketId", template.bucket),
        ("Category", template.category),
    )
    for name, value in told:
        if value:
            xml.add(node, name, value)
    if template.transcode is not None:
        node.append(write_value(template.transcode, TRANSCODE, _BODY))
    if template.watermark is not None:
        node.append(write_value(template.watermark, WATERMARK, "Watermark"))
    for name, moment in (("CreateTime", template.created), ("UpdateTime", template.updated)):
        if moment is not None:
            xml.add(node, name, format_time(moment))
