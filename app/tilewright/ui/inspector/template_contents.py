"""What the chosen template contains, line by line, with what is to be said of its frame."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ...model.composition import Composition
from ...model.contents import contents
from ...model.template import Template
from ..widgets.labels import Label, Sentences
from ..words import tell, tr
from .template_list import title_of, whose

_GAP = 6
_NAMES = 108
"""Pixels for the names of what is set; longer ones wrap."""


class TemplateContents(QScrollArea):
    """Takes the focus by Tab and is scrolled by the arrow keys."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("templateContents")
        self.setAccessibleName(tr("What the template contains"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.warning = ""
        self.lines: tuple[str, ...] = ()
        self._shown: tuple[Template | None, Composition] | None = None
        self.show_template(None, Composition())

    def show_template(self, template: Template | None, composition: Composition) -> None:
        """Tell of ``template``, as it would be used for ``composition``; ``None``: none is chosen."""
        if self._shown == (template, composition):
            return
        self._shown = template, composition
        sheet = QWidget()
        sheet.setProperty("panel", "true")
        sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(_GAP)
        self.warning, self.lines = "", ()
        if template is None:
            column.addWidget(Label(tr("Choose a template to see what it contains."), "label", "2", wraps=True))
        else:
            self._fill(column, template, composition)
        column.addStretch(1)
        self.setWidget(sheet)  # the one before goes with it
        self.setAccessibleDescription("\n".join(filter(None, (self.warning, *self.lines))))

    def _fill(self, column: QVBoxLayout, template: Template, composition: Composition) -> None:
        from ...usecases.templates import frame_warning  # late: a window opens without it

        column.addWidget(Label(title_of(template), "body_strong", wraps=True))
        warning = frame_warning(template, composition)
        if warning is not None:
            self.warning = tell(warning)
            column.addWidget(Label(self.warning, "label", "warning", wraps=True))
        grid = QGridLayout()
        grid.setContentsMargins(0, 2, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(_GAP)
        grid.setColumnMinimumWidth(0, _NAMES)
        grid.setColumnStretch(1, 1)
        told = [(tr("Id"), template.id), (tr("Whose"), whose(template))]
        told += [(tell(content.label), tell(content.value)) for content in contents(template)]
        self.lines = tuple(f"{label}: {value}" for label, value in told)
        for row, (label, value) in enumerate(told):
            name = Label(label, "label", "2", wraps=True)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Sentences(value), row, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(grid)
