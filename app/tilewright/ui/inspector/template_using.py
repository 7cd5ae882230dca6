"""What using a template, copying it and taking it off do to the composition: one step each."""

from __future__ import annotations

from ...model.composition import Composition
from ...model.source import Known
from ...model.template import TRANSCODE_TAG, Template, copy_inline
from ..words import tr
from ..workbench import Workbench


def use(bench: Workbench, template: Template) -> None:
    """Let the composition name ``template``: in the place of another one, or beside other watermarks."""
    _learn(bench, template)

    def used(now: Composition) -> Composition:
        if template.transcode is not None:
            return now.replace(transcode_template_id=template.id)
        if template.id in now.watermark_template_ids:
            return now
        return now.replace(watermark_template_ids=(*now.watermark_template_ids, template.id))

    bench.edit(used, tr("Use a template"))


def copy_values(bench: Workbench, template: Template) -> None:
    """Put the values of ``template`` into the composition. Raises ``WrongUse`` where that cannot be."""
    _learn(bench, template)
    known = bench.session.known.watermark_templates
    bench.session.document.edit(lambda now: copy_inline(now, template, known), tr("Copy a template's values"))


def take_off(bench: Workbench, tag: str) -> None:
    """Name no template of that kind any more."""
    gone = {"transcode_template_id": None} if tag == TRANSCODE_TAG else {"watermark_template_ids": ()}
    bench.edit(lambda now: now.replace(**gone), tr("Use no template"))


def named(bench: Workbench, tag: str) -> tuple[Template, ...]:
    """The templates of that kind that the composition names, with what is known of them."""
    composition, known = bench.session.composition, bench.session.known
    if tag == TRANSCODE_TAG:
        ids = tuple(filter(None, (composition.transcode_template_id,)))
    else:
        ids = composition.watermark_template_ids
    return tuple(
        Template(
            one,
            known.template_names.get(one, ""),
            tag,
            transcode=known.templates.get(one) if tag == TRANSCODE_TAG else None,
            watermark=known.watermark_templates.get(one) if tag != TRANSCODE_TAG else None,
        )
        for one in ids
    )


def _learn(bench: Workbench, template: Template) -> None:
    bench.session.learn(bench.session.known.joined(Known().with_templates((template,))))
