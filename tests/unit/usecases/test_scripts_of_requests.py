"""What the scripts for curl and Python tell those who run them: what is missing, what was said, what it costs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from support.builders import ACCOUNT, LOCAL, composition, tile
from support.local_cloud import Caller, local_cloud
from tilewright.model.composition import Composition
from tilewright.model.target import Target
from tilewright.usecases.request_forms import Form, as_curl, as_python

Write = Callable[[Composition, Target], Form]
KEYS = {"TILEWRIGHT_SECRET_ID": "AKIDEXAMPLE", "TILEWRIGHT_SECRET_KEY": "example"}

both = pytest.mark.parametrize(
    ("write", "command"),
    [
        pytest.param(as_curl, "sh", marks=pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl")),
        (as_python, sys.executable),
    ],
)


def started(text: str, command: str, folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    script = folder / "send"
    script.write_text(text, encoding="utf-8")
    whole = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run([command, script], env=whole, capture_output=True, text=True, timeout=60, check=False)


@both
def test_that_a_refusal_is_shown_told_and_no_success(write: Write, command: str, tmp_path: Path) -> None:
    with local_cloud(tmp_path / "cloud") as cloud:
        caller = Caller(cloud.endpoint)
        keys = {"TILEWRIGHT_SECRET_ID": caller.keys.secret_id, "TILEWRIGHT_SECRET_KEY": caller.keys.secret_key}
        there = {**keys, "TILEWRIGHT_ENDPOINT": cloud.endpoint.address}
        sent = started(write(composition(), LOCAL).text, command, tmp_path, there)
        refused = started(write(composition(tile("a", name="a:b" * 40)), LOCAL).text, command, tmp_path, there)
        stranger = started(write(composition(), LOCAL).text, command, tmp_path, {**there, **KEYS})
        assert len(caller.list_jobs().jobs) == 1
    assert (sent.returncode, sent.stderr) == (0, "")
    assert sent.stdout.endswith(">\n")
    for done, code in ((refused, "InvalidArgument"), (stranger, "SecretidNotExist")):
        assert done.returncode == 1
        assert f"<Code>{code}</Code>" in done.stdout
        assert done.stdout.endswith(">\n")
        (told,) = done.stderr.splitlines()
        message = done.stdout.partition("<Message>")[2].partition("</Message>")[0]
        assert told.startswith("The service refused it (HTTP 4")
        assert told.endswith(f"): {message}")


@both
def test_that_a_script_says_in_a_sentence_which_variables_it_needs(write: Write, command: str, tmp_path: Path) -> None:
    for target, given, missing in (
        (LOCAL, {}, "TILEWRIGHT_SECRET_ID, TILEWRIGHT_SECRET_KEY, TILEWRIGHT_ENDPOINT"),
        (LOCAL, KEYS, "TILEWRIGHT_ENDPOINT"),
        (ACCOUNT, {}, "TILEWRIGHT_SECRET_ID, TILEWRIGHT_SECRET_KEY"),
        (ACCOUNT, {**KEYS, "TILEWRIGHT_SECRET_ID": ""}, "TILEWRIGHT_SECRET_ID"),
    ):
        done = started(write(composition(), target).text, command, tmp_path, given)
        assert done.returncode == 1
        told, *more = done.stderr.splitlines()
        assert told == f"Nothing is sent. Set and export first: {missing}."
        assert bool(more) is ("ENDPOINT" in missing)
        assert all("tilewright serve --json" in line for line in more)


@both
def test_that_no_answer_is_told_with_what_to_do_before_it_is_sent_again(
    write: Write, command: str, tmp_path: Path
) -> None:
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        there = {**KEYS, "TILEWRIGHT_ENDPOINT": f"http://127.0.0.1:{taken.getsockname()[1]}"}
        done = started(write(composition(), LOCAL).text, command, tmp_path, there)
    assert done.returncode not in {0, 1}
    assert "Traceback" not in done.stderr
    assert "No answer came. There may be a job: look at the list of jobs before you send it again." in done.stderr


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl")
def test_that_keys_which_are_set_but_not_exported_do_for_a_script_pasted_into_a_shell(tmp_path: Path) -> None:
    with local_cloud(tmp_path / "cloud") as cloud:
        caller = Caller(cloud.endpoint)
        first = f"TILEWRIGHT_SECRET_ID={caller.keys.secret_id}\nTILEWRIGHT_SECRET_KEY={caller.keys.secret_key}\n"
        first += f"TILEWRIGHT_ENDPOINT={cloud.endpoint.address}\n"
        done = started(first + as_curl(composition(), LOCAL).text, "sh", tmp_path, {})
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("write", [as_curl, as_python])
def test_that_a_script_says_that_each_run_is_paid_and_what_it_may_replace(write: Write) -> None:
    text = write(composition(), ACCOUNT).text
    comments = " ".join(line.removeprefix("# ") for line in text.splitlines() if line.startswith("# "))
    assert "Each run of it is one more job, which the account pays for." in comments
    assert "The result is written to output/lesson.${ext}" in comments
    assert "what has that name is replaced" in comments
    numbered = composition()
    assert numbered.output is not None
    own = numbered.replace(output=numbered.output.replace(object="output/${jobid}.${ext}"))
    assert "is replaced" not in write(own, ACCOUNT).text


@pytest.mark.parametrize("write", [as_curl, as_python])
def test_that_a_name_of_more_than_one_line_stays_in_its_comment(write: Write) -> None:
    made = composition()
    assert made.output is not None
    text = write(made.replace(output=made.output.replace(object="output/a\nrm -rf x\u2028y.mp4")), ACCOUNT).text
    assert "# The result is written to output/a rm -rf x y.mp4 " in text


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl")
@pytest.mark.parametrize("missing", ["curl", "python3"])
def test_that_nothing_is_said_to_be_sent_where_a_program_is_missing(missing: str, tmp_path: Path) -> None:
    bare = tmp_path / "programs"
    bare.mkdir()
    for name in {"curl", "python3", "sh"} - {missing}:
        (bare / name).symlink_to(shutil.which(name) or sys.executable)
    there = {**KEYS, "TILEWRIGHT_ENDPOINT": "http://127.0.0.1:9", "PATH": str(bare)}
    done = started(as_curl(composition(), LOCAL).text, "/bin/sh", tmp_path, there)
    assert done.returncode == 1
    assert done.stderr == f"Nothing is sent. These programs are needed: {missing}.\n"
