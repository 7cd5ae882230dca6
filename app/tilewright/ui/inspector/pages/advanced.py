"""The page of what few people need: rules, protection, marks, and what is not known (ci-templates §5)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ....checks.registry import View
from ....model.kept import UnknownPart, unknown, without_unknown
from ...words import tr
from .. import config_fields as fields
from ..entry import Section
from ..kept_list import KeptList
from ..page import Page, register
from ..template_notice import with_notice


@register
class AdvancedPage(Page):
    id = "advanced"
    icon = "sliders-horizontal"
    order = 80
    prefixes = ("transcode.trans_config", "kept")

    @classmethod
    def title(cls) -> str:
        return tr("Advanced")

    def subtitle(self) -> str:
        return tr("What few people need")

    def make_header(self) -> QWidget:
        return with_notice(super().make_header(), self.bench, self.title())

    def sections(self) -> Sequence[Section]:
        return (
            Section(tr("Encoding"), (fields.shape(), *fields.kept())),
            Section(tr("Compared with the source"), (*fields.comparisons(), fields.stream()), is_advanced=True),
            Section(tr("Encryption"), fields.protection(), is_advanced=True),
            Section(tr("AI-generated content"), fields.generated(), is_advanced=True),
            Section(tr("Not known to Tilewright"), (self._make_kept,), is_advanced=True, is_used=_has_unknown),
        )

    def _make_kept(self) -> QWidget:
        self._kept = KeptList()
        self._kept.removed.connect(self._on_removed)
        return self._kept

    def refresh(self) -> None:
        self._kept.show_parts(self.bench.session.composition)
        super().refresh()

    def _on_removed(self, part: UnknownPart) -> None:
        self.bench.edit(lambda now: without_unknown(now, part), tr("Remove what is not known"))


def _has_unknown(view: View) -> bool:
    return bool(unknown(view.composition))
