"""Presets by the palette: what the menu at the preset offers, without going there."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from ..inspector.preset_actions import PresetActions
from ..words import tr
from ..workbench import Workbench
from .command import Command


def commands(bench: Workbench) -> tuple[Command, ...]:
    presets, session = bench.presets, bench.session

    def why_not_save() -> str:
        return tr("Off because the template decides.") if session.composition.transcode_template_id else ""

    def save_as() -> None:
        window = QApplication.activeWindow()
        if window is not None:
            PresetActions(bench, window).save_as()

    def why_not_back() -> str:
        if presets.followed is None:
            return tr("The composition follows no preset")
        return "" if presets.differences else tr("Nothing differs from the preset")

    def back() -> None:
        preset = presets.followed
        if preset is not None:
            presets.choose(preset, scales_tiles=presets.scales_tiles)

    return (
        Command(
            "preset.save-as",
            tr("Save as preset…"),
            save_as,
            icon="save",
            off=why_not_save,
            names=tr("keep encoding settings"),
        ),
        Command(
            "preset.back",
            tr("Back to the preset"),
            back,
            icon="undo-2",
            off=why_not_back,
            names=tr("reset modified restore values"),
        ),
        Command(
            "preset.import",
            tr("Import preset…"),
            bench.files.importing.ask_preset,
            icon="download",
            names=tr("open file tilewright-preset"),
        ),
    )
