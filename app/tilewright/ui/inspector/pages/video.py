"""The page of the picture's encoding (ci-templates §2, §3, §6)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ...words import tr
from .. import video_fields as fields
from ..entry import Pair, Section
from ..page import Page, register
from ..preset_card import PresetCard
from ..template_line import TRANSCODE_TAG, TemplateLine
from ..template_notice import with_notice


@register
class VideoPage(Page):
    id = "video"
    icon = "clapperboard"
    order = 30
    prefixes = (
        "transcode.video",
        "transcode.container",
        "transcode.time_interval",
        "transcode_template_id",
        "transcode",
    )

    @classmethod
    def title(cls) -> str:
        return tr("Video")

    def subtitle(self) -> str:
        return tr("How the picture is encoded")

    def make_header(self) -> QWidget:
        return with_notice(super().make_header(), self.bench, self.title())

    def sections(self) -> Sequence[Section]:
        file_format, pieces = fields.container()
        profile, preset, gop, pixels = fields.encoder()
        return (
            Section("", (lambda: PresetCard(self.bench, self.habits),)),
            Section(tr("File"), (file_format, pieces, fields.codec())),
            Section(tr("Quality"), (Pair(*fields.quality()), fields.rate())),
            Section(tr("Transcoding duration"), (Pair(*fields.span()),)),
            Section(tr("Encoder"), (Pair(profile, preset), gop, pixels, Pair(*fields.peaks())), is_advanced=True),
            Section(tr("Picture"), fields.picture(), is_advanced=True),
            Section(tr("Template"), (fields.template(), lambda: TemplateLine(self.bench, TRANSCODE_TAG))),
        )
