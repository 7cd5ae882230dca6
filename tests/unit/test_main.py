"""The entry, before a verb is there to speak for itself."""

from __future__ import annotations

import sys

import pytest

from tilewright.__main__ import main


class Interrupted:
    """Ctrl+C while the command line is being imported."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "tilewright.cli.main":
            raise KeyboardInterrupt


def test_that_ctrl_c_while_starting_is_said_in_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "tilewright.cli.main", raising=False)
    monkeypatch.setattr("sys.meta_path", [Interrupted(), *sys.meta_path])
    assert main(["jobs"]) == 130
    assert capsys.readouterr().err == "Interrupted.\n"
