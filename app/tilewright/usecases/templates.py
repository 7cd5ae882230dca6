"""Templates and queues of the account behind a profile: listed, looked up, and what a composition names of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import Absent, BadReply, CloudError
from ..model.composition import Composition
from ..model.contents import contents, told_frame
from ..model.options import Transcode
from ..model.service_queue import ServiceQueue
from ..model.source import Known
from ..model.template import CATEGORIES, NO_WATERMARKS, TAGS, TRANSCODE_TAG, WATERMARK_TAG, Template, copy_inline
from ..text import Text, say
from ..wire.limits import ANY_TEMPLATE_ID

if TYPE_CHECKING:
    from ..cloud.client import Client
    from ..files.templates import KeptTemplates
    from ..model.target import Target

MOST_PAGES = 20
"""Of one kind and category; beyond 2,000 templates a search by name is the better way."""

MOST_NAMED = 20
"""Ids of one composition that are looked up: a job takes four (ci-jobs §1.2), a stranger's file may have any number."""

KINDS = {"transcode": TRANSCODE_TAG, "watermark": WATERMARK_TAG}
"""What people call the tags."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a listing came: these templates; ``is_cut`` when there are more than are listed."""

    templates: tuple[Template, ...]
    is_cut: bool = False

    def describe(self) -> str:
        return say("There are more templates than are listed; look for a part of the name.") if self.is_cut else ""

    def as_record(self) -> dict[str, Any]:
        return {"event": "listed", "templates": len(self.templates), "cut": self.is_cut}


def list_templates(client: Client, tag: str = "", find: str = "") -> Iterator[Listed]:
    """The templates that a composition can name, page by page: the account's own ones first, then the official ones.

    ``tag`` is one of ``TAGS``, empty for all of them. ``find`` is looked for in names and ids, without regard to case:
    the service itself compares beginnings only.
    """
    for category in CATEGORIES:
        for wanted in (tag,) if tag else TAGS:
            yield from _list_kind(client, wanted, category, find)


def _list_kind(client: Client, tag: str, category: str, find: str) -> Iterator[Listed]:
    seen: set[str] = set()
    for page in range(1, MOST_PAGES + 1):
        reply = client.list_templates(page, tag=tag, category=category)
        new = tuple(one for one in reply.templates if one.id not in seen and one.tag == tag)
        if reply.templates and not {one.id for one in reply.templates} - seen:
            raise BadReply("The service repeats the same page of the listing.", "Try again.")
        seen |= {one.id for one in reply.templates}
        is_last = not reply.templates or len(seen) >= (reply.total or 0)
        found = tuple(one for one in new if fits(one, find))
        is_cut = page == MOST_PAGES and not is_last
        if found or is_cut:
            yield Listed(found, is_cut)
        if is_last:
            return


def fits(template: Template, find: str) -> bool:
    """Whether ``find`` stands in its name or id."""
    wanted = find.casefold()
    return wanted in template.name.casefold() or wanted in template.id.casefold()


def find_template(client: Client, template_id: str) -> Template:
    """The template of that id, of whatever kind. Raises ``Absent`` when the account has none."""
    found, _ = look_up(client, (template_id,))
    if not found:
        raise Absent(
            say(
                "There is no template {template} for the bucket {bucket}.",
                template=template_id,
                bucket=client.target.bucket,
            ),
            say("`tilewright template ls` lists all of them; another profile may have it."),
        )
    return found[0]


@dataclass(frozen=True, slots=True)
class Copied:
    """A composition with the values of a template, and sentences about what of its own is not in it any more."""

    composition: Composition
    left: tuple[Text, ...] = ()


def left_behind(composition: Composition, template: Template) -> tuple[Text, ...]:
    """What ``copy_inline`` takes away without putting another one there: options that the template does not have, and
    own watermarks that ids of templates hid.
    """
    if template.transcode is not None:
        own, new = composition.transcode or Transcode(), template.transcode
        gone = [
            element
            for element, was, is_now in (
                ("TimeInterval", own.time_interval, new.time_interval),
                ("Audio", own.audio, new.audio),
                ("TransConfig", own.trans_config, new.trans_config),
                ("AudioMix", own.audio_mix, new.audio_mix),
                ("AudioMixArray", own.audio_mix_array, new.audio_mix_array),
            )
            if was and not is_now
        ]
        if not gone:
            return ()
        return (say("What was set here and the template has not is not in it: {elements}.", elements=", ".join(gone)),)
    count = len(composition.watermarks) if composition.watermark_template_ids else 0
    if count == 1:
        return (say("1 watermark of its own, which the ids of templates hid, is not in it."),)
    if count:
        return (say("{count} watermarks of its own, which the ids of templates hid, are not in it.", count=count),)
    return ()


def copy_template(composition: Composition, client: Client, template_id: str) -> Copied:
    """``composition`` with the values of that template in the place of its id, as ``copy_inline`` puts them there.

    Raises ``Absent`` when the account has none of that id, ``WrongUse`` where its values cannot be taken over, and
    ``CloudError``.
    """
    template = find_template(client, template_id)
    others = know_templates(composition, client, Known()).watermark_templates if template.watermark else NO_WATERMARKS
    return Copied(copy_inline(composition, template, others), left_behind(composition, template))


def look_up(client: Client, ids: tuple[str, ...]) -> tuple[tuple[Template, ...], tuple[str, ...]]:
    """The templates of these ids, and the ids that no template has.

    Whether a question by ids regards the category, no page says; so it is asked for official ones, too, where it does.
    """
    found: dict[str, Template] = {}
    asked = [one for one in ids if ANY_TEMPLATE_ID.fullmatch(one)]
    for category in CATEGORIES:
        left = [one for one in asked if one not in found]
        if left:
            reply = client.list_templates(ids=",".join(left), category=category)
            found.update((one.id, one) for one in reply.templates if one.id in left)
    return tuple(found.values()), tuple(one for one in ids if one not in found)


def ids_of(composition: Composition) -> tuple[str, ...]:
    """The ids of the templates that a composition names, each once, that of the encoding first."""
    named = (composition.transcode_template_id or "", *composition.watermark_template_ids)
    return tuple(dict.fromkeys(filter(None, named)))


def unknown_ids(composition: Composition, known: Known) -> tuple[str, ...]:
    """Those of ``ids_of`` of which nothing is known."""
    seen = known.templates.keys() | known.watermark_templates.keys() | known.absent_templates
    return tuple(one for one in ids_of(composition)[:MOST_NAMED] if one not in seen)


def know_templates(composition: Composition, client: Client, known: Known) -> Known:
    """``known``, with what the templates of ``composition`` contain. Raises ``CloudError`` when nobody tells."""
    ids = unknown_ids(composition, known)
    return known.with_templates(*look_up(client, ids)) if ids else known


def know_templates_if_told(
    composition: Composition, client: Client, known: Known, kept: KeptTemplates | None = None
) -> Known:
    """As ``know_templates``. Of what nobody tells only that is known which is ``kept``, if that counts: the checks say
    so, and the job may be fine.
    """
    ids = unknown_ids(composition, known)
    if not ids:
        return known
    try:
        found, absent = look_up(client, ids)
    except CloudError:
        return remembered(composition, client.target, known, kept) if kept else known
    if kept:
        kept.keep(client.target, found, absent)
    return known.with_templates(found, absent)


def remembered(composition: Composition, target: Target, known: Known, kept: KeptTemplates) -> Known:
    """``known``, with what ``target`` told some other time of the templates of ``composition``."""
    found = kept.find(target, unknown_ids(composition, known))
    return known.with_templates(found) if found else known


def frame_warning(template: Template, composition: Composition) -> Text | None:
    """What is to be said of the frame of a transcode template before it is used for ``composition``; ``None`` for one
    that states both sides as they are here, and for watermarks.
    """
    if template.transcode is None:
        return None
    frame, own = template.frame, composition.inline_frame
    if frame.size is None:
        return say(
            "It does not state the whole frame ({frame}), which the service wants for a composed video. Copy its "
            "values: the frame set here stays.",
            frame=told_frame(frame.width, frame.height),
        )
    if own.size is not None and own.size != frame.size:
        return say(
            "Its frame is {frame}, that of the composition {own}: tiles stay where they are, and may lie outside.",
            frame=told_frame(*frame.size),
            own=told_frame(*own.size),
        )
    return None


def template_record(template: Template) -> dict[str, Any]:
    """A template for programs: values as the request has them. Keys of an encryption are left out."""
    contains = {content.path: content.raw for content in contents(template)}
    if template.frame.height is not None:
        contains["video.height"] = template.frame.height
    return {
        "id": template.id,
        "name": template.name,
        "tag": template.tag,
        "category": template.category,
        "created": template.created.isoformat() if template.created else None,
        "updated": template.updated.isoformat() if template.updated else None,
        "width": template.frame.width,
        "height": template.frame.height,
        "contains": {path: value for path, value in contains.items() if value is not None},
    }


def list_queues(client: Client, category: str = "CateAll") -> Iterator[ServiceQueue]:
    """All queues of the bucket."""
    seen: set[str] = set()
    for page in range(1, MOST_PAGES + 1):
        reply = client.list_queues(page, category=category)
        new = [queue for queue in reply.queues if queue.id not in seen]
        yield from new
        seen |= {queue.id for queue in new}
        if not new or len(seen) >= (reply.total or 0):
            return


def queue_record(queue: ServiceQueue) -> dict[str, Any]:
    """A queue for programs."""
    notify = queue.notify
    return {
        "id": queue.id,
        "name": queue.name,
        "state": queue.state,
        "category": queue.category,
        "max_size": queue.max_size,
        "max_concurrent": queue.max_concurrent,
        "created": queue.created.isoformat() if queue.created else None,
        "updated": queue.updated.isoformat() if queue.updated else None,
        "tells": notify.url or notify.mq_name if notify is not None and notify.is_on else None,
    }
