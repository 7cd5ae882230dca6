from __future__ import annotations

import io
import json

import pytest

from tilewright import errors
from tilewright.cli.exit_codes import code_of
from tilewright.cli.output import Output
from tilewright.cli.progress import follow
from tilewright.text import say
from tilewright.usecases.events import Bringing, Brought, NotAdded


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


EVENTS = [Bringing("a.mp4", 5, 10), Bringing("a.mp4", 10, 10), Brought("a.mp4", "input/a.mp4", "https://h/a", True)]


def shown(
    *, as_json: bool = False, quiet: bool = False, terminal: bool = False, streams: bool = False
) -> tuple[str, str]:
    out, err = io.StringIO(), Terminal() if terminal else io.StringIO()
    output = Output(as_json=as_json, quiet=quiet, out=out, err=err)
    output.streams = streams
    follow(EVENTS, output)
    return out.getvalue(), err.getvalue()


def test_that_progress_is_a_bar_on_a_terminal_that_goes_away() -> None:
    out, err = shown(terminal=True)
    assert out == ""
    assert "Bringing a.mp4 [" in err
    assert "100%" in err
    assert err.endswith("a.mp4 is in the bucket as input/a.mp4.\n")


def test_that_progress_is_json_lines_beside_the_result_or_before_it_where_a_verb_waits() -> None:
    beside, before = shown(as_json=True, terminal=True), shown(as_json=True, terminal=True, streams=True)
    assert [json.loads(line)["event"] for line in beside[1].splitlines()] == ["bringing", "bringing", "brought"]
    assert beside[0] == ""
    assert before == (beside[1], "")
    assert shown(as_json=True, quiet=True) == ("", "")


def test_that_a_sentence_is_plain_words_in_a_line_of_json() -> None:
    out = io.StringIO()
    output = Output(as_json=True, quiet=False, out=out, err=io.StringIO())
    output.streams = True
    follow([NotAdded("a.mp4", say("{name} is empty.", name="a.mp4"), say("Choose a video file."))], output)
    record = {"event": "not-added", "name": "a.mp4", "sentence": "a.mp4 is empty.", "hint": "Choose a video file."}
    assert json.loads(out.getvalue()) == record


def test_that_a_pipe_gets_no_bar_and_quiet_gets_nothing() -> None:
    assert shown() == ("", "a.mp4 is in the bucket as input/a.mp4.\n")
    assert shown(quiet=True, terminal=True) == ("", "")


def test_that_errors_are_said_even_when_quiet() -> None:
    err = io.StringIO()
    Output(as_json=True, quiet=True, out=io.StringIO(), err=err).error(errors.Absent("No file x.", "Look again."))
    assert err.getvalue() == "tilewright: No file x.\n  Look again.\n"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.WrongUse("x"), 2),
        (errors.Absent("x"), 2),
        (errors.NewerFormat("x"), 2),
        (errors.OutputExists("x"), 2),
        (errors.UnknownJob("x"), 2),
        (errors.ProblemsFound("x"), 1),
        (errors.JobEnded("x"), 3),
        (errors.Unreachable("x"), 4),
        (errors.NoAnswer("x"), 4),
        (errors.BadReply("x"), 4),
        (errors.Rejected("x", code="SignatureDoesNotMatch", status=403), 5),
        (errors.Rejected("x", code="QueueSaturated", status=403), 5),
        (errors.Rejected("x", code="NoSuchKey", status=404), 2),
        (errors.Rejected("x", code="InternalError", status=500), 4),
        (errors.FfmpegMissing("x"), 6),
        (errors.DiskFull("x"), 6),
        (errors.Rejected("x", code="DiskFull", status=403, where="submit"), 6),
        (
            errors.Rejected(
                "x", code="InternalError", status=500, where="write", service_message="No room left on the disk for x."
            ),
            6,
        ),
        (
            errors.Rejected(
                "x", code="InternalError", status=500, service_message="No room left on the disk: 9 MiB are free, of"
            ),
            6,
        ),
        (errors.Rejected("x", code="InternalError", status=500, service_message="a.tmp: No space left on device"), 4),
        (errors.Rejected("x", code="AccessDenied", status=403, service_message="Disk quota exceeded"), 5),
    ],
)
def test_that_each_failure_has_the_exit_code_of_the_contract(error: errors.AppError, code: int) -> None:
    assert code_of(error) == code


def test_that_nothing_from_outside_talks_to_the_terminal() -> None:
    out = io.StringIO()
    output = Output(as_json=False, quiet=False, out=out, err=io.StringIO())
    output.result("a\x1b]0;evil\x07b\u202ec\x9bd 课程\u3000é\nnext")
    assert out.getvalue() == "a\\u001b]0;evil\\u0007b\\u202ec\\u009bd 课程\u3000é\nnext\n"
    out.truncate(0)
    out.seek(0)
    output.record({"name": "a\x7f\u202e\x9b"})
    assert json.loads(out.getvalue()) == {"name": "a\x7f\u202e\x9b"}
    assert out.getvalue().rstrip("\n").isprintable()
