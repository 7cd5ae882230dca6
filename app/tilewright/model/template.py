"""Templates of an account, as the service lists them (ci-jobs §4.1), and what becomes of one that is copied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeVar

from ..errors import WrongUse
from ..text import say
from .composition import Composition, Frame
from .options import Transcode, Video, Watermark
from .ranges import WATERMARKS_LIMIT
from .value import Element

Kind = TypeVar("Kind", bound=Element)

TRANSCODE_TAG = "Transcode"
WATERMARK_TAG = "Watermark"
TAGS = (TRANSCODE_TAG, WATERMARK_TAG)
"""The kinds that a composition can name: of others nobody says that the job takes them (ci-templates §1, rule 5)."""

OFFICIAL = "Official"
CUSTOM = "Custom"
CATEGORIES = (CUSTOM, OFFICIAL)
"""Whose a template is: the account's own ones are what the service lists unasked."""


@dataclass(frozen=True, slots=True)
class Template:
    """One template. ``transcode`` is there for the tag `Transcode`, ``watermark`` for `Watermark`; of others neither is
    read. What the service left out is empty or ``None``; ``created`` and ``updated`` are moments of its clock.
    """

    id: str
    name: str = ""
    tag: str = ""
    category: str = ""
    bucket: str = ""
    created: datetime | None = None
    updated: datetime | None = None
    transcode: Transcode | None = None
    watermark: Watermark | None = None

    @property
    def frame(self) -> Frame:
        """The frame that a transcode template sets; a side that it does not state is ``None``."""
        video = self.transcode.video if self.transcode else None
        return Frame(width=video.width, height=video.height) if video else Frame()

    @property
    def is_usable(self) -> bool:
        """Whether a composition can name it: it is of a kind that a job takes, and what it contains is known."""
        return bool(self.id) and (self.transcode is not None or self.watermark is not None)


NO_WATERMARKS: Mapping[str, Watermark] = MappingProxyType({})


def copy_inline(
    composition: Composition, template: Template, others: Mapping[str, Watermark] = NO_WATERMARKS
) -> Composition:
    """``composition`` with the values of ``template`` in the place of its id.

    A transcode template overrules what was set here, so that goes; but where it states no width or height of the frame,
    these stay. A watermark template joins the composition's own watermarks; where ids of templates hid those, they go,
    and each other id is copied as well: ``others`` has what they stand for. Raises ``WrongUse`` when one of these is
    not known, when there would be more than three, and for a template that contains neither.
    """
    if template.transcode is not None:
        return _with_transcode(composition, template.transcode)
    if template.watermark is not None:
        return _with_watermark(composition, template.id, template.watermark, others)
    raise WrongUse(
        say("What the template {template} contains is not known, so it cannot be copied.", template=template.id)
    )


def _with_transcode(composition: Composition, transcode: Transcode) -> Composition:
    copied = settled(transcode)
    video, own = copied.video, composition.inline_frame
    frame = Frame(
        width=own.width if video is None or video.width is None else video.width,
        height=own.height if video is None or video.height is None else video.height,
    )
    if frame != Frame():
        copied = copied.replace(video=(video or Video()).replace(width=frame.width, height=frame.height))
    return composition.replace(transcode=copied, transcode_template_id=None)


def _with_watermark(
    composition: Composition, template_id: str, watermark: Watermark, others: Mapping[str, Watermark]
) -> Composition:
    ids = composition.watermark_template_ids
    known = {**others, template_id: watermark}
    wanted = ids if template_id in ids else (*ids, template_id)
    if unknown := [one for one in wanted if one not in known]:
        raise WrongUse(
            say("What the watermark template {template} contains is not known yet.", template=unknown[0]),
            say("Remove its id, or choose it here first: it would hide a watermark of your own."),
        )
    own = () if ids else composition.watermarks
    copied = (*own, *(settled(known[one]) for one in wanted))
    if len(copied) > WATERMARKS_LIMIT:
        raise WrongUse(
            say("There are {most} watermarks already; a video takes no more.", most=WATERMARKS_LIMIT),
            say("Remove one first."),
        )
    return composition.replace(watermarks=copied, watermark_template_ids=())


def resolved(
    composition: Composition, transcodes: Mapping[str, Transcode], watermarks: Mapping[str, Watermark]
) -> Composition:
    """``composition`` with what its templates contain in the place of their ids, nothing added: as the service sees it
    (ci-jobs §1.2: a template wins over what is set beside it). An id of nothing known stays.
    """
    transcode = transcodes.get(composition.transcode_template_id or "")
    if transcode is not None:
        composition = composition.replace(transcode=transcode, transcode_template_id=None)
    ids = composition.watermark_template_ids
    if ids and all(one in watermarks for one in ids):
        composition = composition.replace(watermarks=tuple(watermarks[one] for one in ids), watermark_template_ids=())
    return composition


def watermarks_in_force(composition: Composition, templates: Mapping[str, Watermark]) -> tuple[Watermark | None, ...]:
    """The watermarks of the result, in their order: those of ``templates`` win (ci-jobs §1.2). ``None`` stands for a
    template of which it is not known what it contains.
    """
    ids = composition.watermark_template_ids
    return tuple(map(templates.get, ids)) if ids else composition.watermarks


def settled(value: Kind) -> Kind:
    """``value`` without the traces of the document it was read from: a request of ours leaves out what is not set
    (ci-templates §14), while a listing of templates has empty elements. Elements that we do not know stay.
    """
    changes: dict[str, Any] = {"kept": tuple(entry for entry in value.kept if entry.startswith("<"))}
    for name in value.__struct_fields__:
        found = getattr(value, name)
        if isinstance(found, Element):
            changes[name] = settled(found)
        elif isinstance(found, tuple) and name != "kept":
            changes[name] = tuple(settled(one) if isinstance(one, Element) else one for one in found)
    return value.replace(**changes)
