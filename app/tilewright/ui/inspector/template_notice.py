"""The line below the title of a page whose fields a template overrules: which one, and the way out."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...model.template import TRANSCODE_TAG
from ..words import tr
from ..workbench import Workbench
from .message import Message
from .template_list import title_of
from .template_using import named, take_off


class TemplateNotice(Message):
    """Takes no room while no transcode template is in use."""

    def __init__(self, bench: Workbench, page: str, parent: QWidget) -> None:
        super().__init__(tr("page {page}").format(page=page), parent)
        self.setObjectName("templateNotice")
        self._bench = bench
        self.pressed.connect(lambda _: take_off(bench, TRANSCODE_TAG))
        bench.session.document.settled_now.connect(self._on_news)  # not while an id is typed: nothing moves under it
        bench.session.known_changed.connect(self._on_news)
        self._on_news()

    def _on_news(self, *_: object) -> None:
        templates = named(self._bench, TRANSCODE_TAG)
        if templates:
            title = title_of(templates[-1])
            self.say("off", tr("The template {name} decides here.").format(name=title), tr("Use no template"))
        else:
            self.say("hint", "")


def with_notice(header: QWidget, bench: Workbench, page: str) -> QWidget:
    """``header`` of the page of that title, with the line below its title."""
    column = header.layout()
    if isinstance(column, QVBoxLayout):
        column.addWidget(TemplateNotice(bench, page, header))
    return header
