"""Bringing a template into the local cloud under the id that it has in an account (ADR 0005)."""

from __future__ import annotations

import io

from ..errors import BadInput
from ..model.template import Template
from ..text import say
from ..wire.own_names import TEMPLATE_HEADER
from ..wire.templates import read_template_file, write_template_body
from .client import Client
from .connection import Call
from .refusals import bad_reply


def bring_template(client: Client, template: Template) -> None:
    """Make ``template`` one of the bucket, also in the place of the one that was brought under its id before."""
    body, what = write_template_body(template), say("bring the template {template}", template=template.id)
    headers = {"content-type": "application/xml", TEMPLATE_HEADER: template.id}
    reply = client.read(
        Call(what, "POST", client.target.ci_host, "/template", {}, headers, lambda: io.BytesIO(body), alone=True)
    )
    try:
        read_template_file(reply.body, say("The answer"), "")
    except BadInput as error:
        raise bad_reply(what, reply, say("tells no template")) from error
