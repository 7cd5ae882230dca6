"""The accounts that submissions can go to: where they are set up, and what was set up meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from ..accounts.profile import LOCAL, Profile
from ..errors import AppError
from .windows.question import Choice
from .words import tr

if TYPE_CHECKING:
    from .workbench import Workbench

EXAMPLE = '"profiles": [{"name": "school", "bucket": "lessons-1250000000", "region": "ap-shanghai"}]'
"""What a profile looks like in the settings."""


class Accounts(QObject):
    """The profiles of the settings. Keys are none of its business: they stay in the keyring or the environment."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench

    def profiles(self) -> tuple[Profile, ...]:
        """The local cloud and the accounts, as they stand in the settings at this moment.

        Settings that cannot be read are told, and change nothing. Where the profile in use was edited, submissions go
        where it says now.
        """
        workplace, session = self._bench.workplace, self._bench.session
        before = workplace.settings.profiles
        try:
            workplace.read_settings()
        except AppError as error:
            self._bench.report.error_once(error)
        profiles = workplace.settings.profiles
        if profiles != before and session.target.profile in {profile.name for profile in profiles}:
            self._bench.choose_profile(session.target.profile)
        return (LOCAL, *profiles)

    def explain(self) -> None:
        """Say where accounts are set up, and lead there."""
        path = self._bench.workplace.settings_path
        sentences = (
            tr("Each has a name, a bucket and a region in its list “profiles”: {path}.").format(path=path),
            tr(
                "Keys never stand in a file. Store them in the keyring of the system, as secret_id and secret_key of "
                "the service tilewright:NAME with the account's name, or set TILEWRIGHT_SECRET_ID and "
                "TILEWRIGHT_SECRET_KEY before the start."
            ),
            tr("A saved account is in the list beside Submit at once."),
        )
        self._bench.files.dialogs.ask(
            tr("Accounts are set up in {file}").format(file=path.name),
            "\n\n".join(sentences),
            (
                Choice(tr("Copy an example"), self._copy_example),
                Choice(tr("Show the folder"), self._show_folder),
                Choice(tr("Close"), lambda: None, is_safe=True, is_way_out=True),
            ),
        )

    def _copy_example(self) -> None:
        QGuiApplication.clipboard().setText(EXAMPLE)
        path = self._bench.workplace.settings_path
        self._bench.report.say(tr("The example is copied."), tr("It belongs into {path}.").format(path=path))

    def _show_folder(self) -> None:
        path = self._bench.workplace.settings_path
        if not self._bench.jobs.actions.show_file(path.parent):
            self._bench.report.say(tr("There is no program here that shows folders."), str(path), kind="warning")
