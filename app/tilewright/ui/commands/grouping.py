"""Groups: tiles that a click chooses together."""

from __future__ import annotations

from functools import partial

from ...layout.groups import group, members, ungroup
from ..words import tr
from ..workbench import Workbench
from .command import Command
from .tiles import needs, step


def commands(bench: Workbench) -> tuple[Command, ...]:
    return (
        Command(
            "edit.group",
            tr("Group"),
            partial(_group, bench),
            ("Ctrl+G",),
            "Arrange",
            "groups",
            "group",
            off=partial(_why_no_group, bench),
            names=tr("together"),
        ),
        Command(
            "edit.ungroup",
            tr("Ungroup"),
            partial(_ungroup, bench),
            ("Ctrl+Shift+G",),
            "Arrange",
            "groups",
            "ungroup",
            off=partial(_why_no_ungrouping, bench),
            names=tr("take apart"),
        ),
    )


def _group(bench: Workbench) -> None:
    ids = bench.session.selection
    bench.edit(lambda now: group(now, ids), step(bench, "", tr("Group {count} tiles")))


def _ungroup(bench: Workbench) -> None:
    ids = bench.session.selection
    bench.edit(lambda now: ungroup(now, ids), tr("Ungroup tiles"))


def _why_no_group(bench: Workbench) -> str:
    session = bench.session
    is_one = session.selection in members(session.composition.tiles).values()
    return tr("They are a group already") if is_one else needs(bench, 2)()


def _why_no_ungrouping(bench: Workbench) -> str:
    names = {tile.group for tile in bench.session.selected()}
    is_any = bool(names - {None}) and not names.isdisjoint(members(bench.session.composition.tiles))
    return "" if is_any else needs(bench, 1)() or tr("They are in no group")
