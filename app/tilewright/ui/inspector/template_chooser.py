"""Choosing a template of the account by its name, seeing what it contains, and using or copying it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from ...errors import AppError
from ...model.ranges import WATERMARKS_LIMIT
from ...model.template import TRANSCODE_TAG, Template
from ..background import Task, Wait
from ..report import without_commands
from ..widgets.buttons import PlainButton
from ..widgets.field import Field
from ..widgets.focus import restyle
from ..widgets.labels import Label, divider
from ..widgets.tips import set_tip
from ..words import tell, tr
from ..workbench import Workbench
from .template_contents import TemplateContents
from .template_list import TemplateDelegate, TemplateModel
from .template_using import copy_values, use

SIZE = (760, 520)


class TemplateChooser(QDialog):
    """Lists the templates of the profile with the tag ``tag``. What is chosen changes the composition in one step."""

    def __init__(self, bench: Workbench, tag: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench, self._tag = bench, tag
        self._task: Task | None = None
        self._is_cut = False
        is_transcode = tag == TRANSCODE_TAG
        title = tr("Choose a transcode template") if is_transcode else tr("Choose a watermark template")
        self.setObjectName("templateChooser")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self.search = Field(tr("Find a template by name or id"), icon_name="search")
        self.search.setPlaceholderText(tr("Name or id"))
        self.model = TemplateModel(self)
        self.list = QListView()
        self.contents = TemplateContents()
        self.said = Label("", "label", "2", wraps=True)
        self.again = PlainButton(tr("Try again"))
        self.use_button = PlainButton(tr("Use this template"), "primary")
        self.copy_button = PlainButton(tr("Copy its values"))
        self.cancel_button = PlainButton(tr("Cancel"))
        self._wanted = self.use_button
        self._dress()
        self._lay_out(title)
        self.search.textEdited.connect(self._find)
        self.search.entered.connect(self.list.setFocus)
        self.search.cancelled.connect(self.reject)
        self.again.clicked.connect(self.ask)
        self.use_button.clicked.connect(self._use)
        self.copy_button.clicked.connect(self._copy)
        self.cancel_button.clicked.connect(self.reject)
        self.list.selectionModel().currentChanged.connect(self._on_chosen)
        self.list.activated.connect(lambda _: self._wanted.setFocus(Qt.FocusReason.TabFocusReason))
        self._on_chosen()

    def _dress(self) -> None:
        self.list.setObjectName("templateList")
        self.list.setAccessibleName(tr("Templates"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(TemplateDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.again.hide()

    def _lay_out(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(Label(title, "dialog_title"))
        column.addWidget(self.search)
        told = QHBoxLayout()
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(8)
        told.addWidget(self.said, 1)
        told.addWidget(self.again)
        column.addLayout(told)
        column.addWidget(divider())
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.list, 11)
        middle.addWidget(divider(vertical=True))
        middle.addWidget(self.contents, 9)
        column.addLayout(middle, 1)
        column.addWidget(divider())
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        for button in (self.cancel_button, self.copy_button, self.use_button):
            row.addWidget(button)
        column.addLayout(row)

    # Listing --------------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """List the templates of the profile anew."""
        self._forget_task()
        self.model.clear()
        self._on_chosen()
        self._is_cut = False
        self.again.hide()
        self.said.setText(tr("Asking {profile}…").format(profile=self._profile))
        workplace, profile, tag = self._bench.workplace, self._bench.session.target.profile, self._tag

        def work(wait: Wait) -> Iterator[object]:
            from ...usecases.templates import list_templates

            with workplace.service(profile) as service:
                for page in list_templates(service.client, tag):
                    yield page
                    if wait(0):
                        return

        self._task = self._bench.background.run(
            work, on_event=self._on_listed, on_done=self._on_done, on_failed=self._on_failed
        )

    @property
    def _profile(self) -> str:
        target = self._bench.session.target
        return tr("Local cloud") if target.local else target.profile

    def _on_listed(self, page: object) -> None:
        from ...usecases.templates import Listed

        assert isinstance(page, Listed)  # noqa: S101 - what `work` yields
        self._is_cut = self._is_cut or page.is_cut
        self.model.add(page.templates)
        if not self.list.currentIndex().isValid():
            self._choose_first()

    def _on_done(self) -> None:
        self._task = None
        self._tell_count()
        self._bench.templates.look_again()

    def _on_failed(self, error: AppError) -> None:
        self._task = None
        self.said.setText(f"{tell(error.message)} {without_commands(tell(error.hint))}".strip())
        self.again.show()

    def _tell_count(self) -> None:
        if not self.model.all:
            self.said.setText(tr("{profile} has no templates of this kind.").format(profile=self._profile))
        elif not self.model.shown:
            self.said.setText(tr("None has that in its name or id."))
        elif self._is_cut:
            told = tr("{count} templates of {profile}; it has more, which are not listed.")
            self.said.setText(told.format(count=len(self.model.shown), profile=self._profile))
        elif len(self.model.shown) == 1:
            self.said.setText(tr("One template of {profile}.").format(profile=self._profile))
        else:
            told = tr("{count} templates of {profile}.")
            self.said.setText(told.format(count=len(self.model.shown), profile=self._profile))

    def _find(self, text: str) -> None:
        chosen = self.chosen
        self.model.find(text)
        self._choose(self.model.row_of(chosen.id) if chosen else -1)
        if self._task is None and not self.again.isVisibleTo(self):
            self._tell_count()

    # Choosing -------------------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Template | None:
        row = self.list.currentIndex().row()
        return self.model.shown[row] if 0 <= row < len(self.model.shown) else None

    def _choose_first(self) -> None:
        """The one that the composition names, where it is there, else the first."""
        composition = self._bench.session.composition
        named = (composition.transcode_template_id or "", *composition.watermark_template_ids)
        self._choose(max((self.model.row_of(one) for one in named), default=-1))

    def _choose(self, row: int) -> None:
        row = row if row >= 0 else 0
        index = self.model.index(row, 0) if self.model.shown else self.model.index(-1, 0)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._on_chosen()

    def _on_chosen(self, *_: object) -> None:
        template, composition = self.chosen, self._bench.session.composition
        self.contents.show_template(template, composition)
        ids = composition.watermark_template_ids
        is_room = self._tag == TRANSCODE_TAG or len(ids) < WATERMARKS_LIMIT or (template and template.id in ids)
        self.use_button.setEnabled(template is not None and template.is_usable and bool(is_room))
        set_tip(self.use_button, "" if is_room else tr("There are three watermark templates already."))
        self.copy_button.setEnabled(template is not None and template.is_usable)
        copies = template is not None and template.transcode is not None and template.frame.size is None
        self._wanted = self.copy_button if copies else self.use_button  # without a frame the service refuses it
        for button in (self.use_button, self.copy_button):
            restyle(button, "kind", "primary" if button is self._wanted else "")

    def _use(self) -> None:
        template = self.chosen
        if template is not None:
            use(self._bench, template)
            self.accept()

    def _copy(self) -> None:
        """One that cannot be copied is told here, where another one can be chosen."""
        template = self.chosen
        if template is None:
            return
        try:
            copy_values(self._bench, template)
        except AppError as error:
            self.said.setText(f"{tell(error.message)} {without_commands(tell(error.hint))}".strip())
            return
        self.accept()

    def _forget_task(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def done(self, result: int) -> None:
        self._forget_task()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._forget_task()
        super().closeEvent(event)


def open_chooser(bench: Workbench, tag: str, parent: QWidget) -> TemplateChooser:
    """Open it over the window and begin to list. What is being typed is settled by then."""
    chooser = TemplateChooser(bench, tag, parent)
    chooser.show()
    chooser.search.setFocus(Qt.FocusReason.OtherFocusReason)
    chooser.ask()
    return chooser
