"""What using a template, copying it and taking it off do to the composition: one step each."""

from __future__ import annotations

from ...model.source import Known
from ...model.template import TRANSCODE_TAG, Template, copy_inline
from ..words import tr
from ..workbench import Workbench


def use(bench: Workbench, template: Template) -> None:
    """Let the composition name ``template``: in the place of another one, or beside other watermarks."""
    _learn(bench, template)
    document = bench.session.document
    before = document.committed
    if template.transcode is not None:
        after = before.replace(transcode_template_id=template.id)
    elif template.id in before.watermark_template_ids:
        return
    else:
        after = before.replace(watermark_template_ids=(*before.watermark_template_ids, template.id))
    document.apply(after, tr("Use a template"))


def copy_values(bench: Workbench, template: Template) -> None:
    """Put the values of ``template`` into the composition. Raises ``WrongUse`` where that cannot be."""
    _learn(bench, template)
    document = bench.session.document
    after = copy_inline(document.committed, template, bench.session.known.watermark_templates)
    document.apply(after, tr("Copy a template's values"))


def take_off(bench: Workbench, tag: str) -> None:
    """Name no template of that kind any more."""
    document = bench.session.document
    before = document.committed
    if tag == TRANSCODE_TAG:
        after = before.replace(transcode_template_id=None)
    else:
        after = before.replace(watermark_template_ids=())
    document.apply(after, tr("Use no template"))


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
