"""What is told to whoever mistypes a command: the usage of that verb, and the word that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import cli
from support.forker import run

NO_SCREEN = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}


@pytest.mark.parametrize(
    ("command", "verb", "told"),
    [
        (("new", "a.mp4", "--sise", "2x2"), "new", "--sise is not known here; did you mean --size?"),
        (("check", "a.xml", "b.xml"), "check", "b.xml is one argument too many"),
        (("xml",), "xml", "FILE"),
        (("template", "show", "t1", "--jsn"), "template show", "did you mean --json?"),
        (("bucket", "lst"), "bucket", "lst"),
    ],
)
def test_that_wrong_use_of_a_verb_shows_its_own_usage(command: tuple[str, ...], verb: str, told: str) -> None:
    done = run(*command).expect(2)
    assert done.out == ""
    assert done.err.startswith(f"usage: tilewright {verb} ")
    assert told in done.err
    assert f"`tilewright {verb} --help`" in done.err


@pytest.mark.parametrize("more", [(), ("lesson.tilewright",), ("lesson.tilewright", "--strict")])
def test_that_a_mistyped_verb_is_told_with_the_nearest_one(more: tuple[str, ...]) -> None:
    done = run("chekc", *more, env=NO_SCREEN).expect(2)
    assert "There is no verb “chekc”, and no file of that name." in done.err
    assert "Did you mean `tilewright check`?" in done.err
    assert "`tilewright --help`" in done.err


def test_that_what_resembles_no_verb_gets_no_suggestion_in_a_process_of_its_own() -> None:
    done = cli.run("frobnicate", env=NO_SCREEN).expect(2)
    assert done.err == (
        "tilewright: There is no verb “frobnicate”, and no file of that name.\n  `tilewright --help` shows the verbs.\n"
    )


def test_that_a_file_in_the_place_of_a_verb_is_told_to_stand_alone(tmp_path: Path) -> None:
    path = tmp_path / "lesson.tilewright"
    path.touch()
    done = run(path, "--strict").expect(2)
    assert "There is no verb" not in done.err
    assert "The window takes a file and nothing else." in done.err


def test_that_a_distance_below_nothing_is_told_as_such() -> None:
    for option in ("--gap", "--margin"):
        done = run("new", "a.mp4", option, "-5").expect(2)
        assert done.err.startswith("usage: tilewright new ")
        assert f"argument {option}: -5 is less than 0; it takes a whole number of pixels from 0 to 999999" in done.err
    assert "'5.5' is no whole number of pixels" in run("new", "a.mp4", "--gap", "5.5").expect(2).err
