"""`tilewright check` of sixty compositions, each with something wrong: exactly the expected codes, and exit code 1.

The files and the table `expected.txt` lie in `tests/golden/bad_compositions`. A line of the table is the name of a
file, the profile, `strict` where no error is among the problems, and the codes in the order in which they are told.
`local` is the local cloud, `school` an account of which there are no keys, `hall` one that answers. In `templates` lie
those that the local cloud has.
"""

from __future__ import annotations

import json
import logging
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from support import forker
from support.builders import ACCOUNT
from support.clips import clip
from support.home import temporary_home
from support.local_cloud import local_cloud
from tilewright.__main__ import main
from tilewright.checks.registry import PAGE_ORDER, all_rules
from tilewright.localcloud.templates import FOLDER as TEMPLATES

FOLDER = Path(__file__).parents[1] / "golden" / "bad_compositions"
HALL = {"name": "hall", "bucket": "concerts-1250000002", "region": "ap-seoul"}


@dataclass(frozen=True)
class Bad:
    name: str
    profile: str
    strict: bool
    codes: list[str]

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.name}.tilewright"

    @property
    def arguments(self) -> list[str]:
        return ["check", str(self.path), "--profile", self.profile, *(["--strict"] if self.strict else [])]


def read_table() -> list[Bad]:
    lines = (FOLDER / "expected.txt").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return [Bad(name, profile, how == "strict", codes) for name, profile, how, *codes in rows]


OF_THE_COMPUTER = "at_hand"
"""The page that judges none of itself: what FFmpeg lacks. ``contract/test_told_of_ffmpeg.py`` runs `check` for it."""

TABLE = read_table()
BY_PROCESS = TABLE[::10]
"""Those that are checked as users do it; the others in this process, by the same entry of the command."""


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A home with two accounts, and a local cloud that has three videos, something that is none, and templates."""
    with temporary_home() as home:
        home.mkdir()
        account = {"name": ACCOUNT.profile, "bucket": ACCOUNT.bucket, "region": ACCOUNT.region}
        (home / "settings.json").write_text(json.dumps({"profiles": [account, HALL]}))
        shutil.copytree(FOLDER / "templates", home / "local-cloud" / TEMPLATES)
        for name, made in {"lesson": "hd", "short": "short", "silent": "silent", "broken": ""}.items():
            path = home.parent / f"{name}.mp4"
            path.write_bytes(clip(made).read_bytes() if made else b"no video at all" * 99)
            forker.run("bucket", "put", path, env={"TILEWRIGHT_HOME": str(home)}).expect()
        yield home


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment in which that account answers: another local cloud plays it."""
    with local_cloud(tmp_path) as cloud:
        yield {
            "TILEWRIGHT_ENDPOINT": cloud.endpoint.address,
            "TILEWRIGHT_SECRET_ID": cloud.endpoint.secret_id,
            "TILEWRIGHT_SECRET_KEY": cloud.endpoint.secret_key,
        }


@pytest.fixture
def environment(place: Path, request: pytest.FixtureRequest) -> dict[str, str]:
    """That in which the composition of the test is checked."""
    bad = request.node.callspec.params["bad"] if hasattr(request.node, "callspec") else None
    answers = request.getfixturevalue("hall") if bad and bad.profile == HALL["name"] else {}
    return {"TILEWRIGHT_HOME": str(place), **answers}


@pytest.fixture
def here(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Commands of this process have that environment; what they change of the process is put back."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    ends = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    handlers = [*logging.getLogger().handlers]
    ours = [*logging.getLogger("tilewright").handlers]
    says_more = logging.raiseExceptions
    yield
    for number, handler in ends.items():
        signal.signal(number, handler)
    logging.raiseExceptions = says_more
    for logger, before in ((logging.getLogger(), handlers), (logging.getLogger("tilewright"), ours)):
        for added in [each for each in logger.handlers if each not in before]:
            logger.removeHandler(added)
            added.close()


def codes_of_lines(out: str) -> list[str]:
    return [line.split()[1] for line in out.splitlines()]


def codes_of_records(out: str) -> list[str]:
    records = [json.loads(line) for line in out.splitlines()]
    assert all(record.keys() >= {"severity", "path", "sentence", "fix"} for record in records if "code" in record)
    return [record["code"] for record in records if "code" in record]


def test_that_the_table_names_every_file_once() -> None:
    assert sorted(bad.name for bad in TABLE) == sorted(path.stem for path in FOLDER.glob("*.tilewright"))
    assert len(TABLE) == 60


def test_that_every_page_of_rules_has_something_to_say_of_them() -> None:
    told = {code for bad in TABLE for code in bad.codes}
    silent = [
        page for page in PAGE_ORDER if not any(rule.page == page and told & {*rule.codes} for rule in all_rules())
    ]
    assert silent == [OF_THE_COMPUTER]


@pytest.mark.parametrize("bad", TABLE, ids=lambda bad: bad.name)
@pytest.mark.usefixtures("here")
def test_that_check_tells_exactly_what_is_wrong(bad: Bad, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(bad.arguments) == 1
    assert codes_of_lines(capsys.readouterr().out) == bad.codes
    assert main([*bad.arguments, "--json"]) == 1
    assert codes_of_records(capsys.readouterr().out) == bad.codes


@pytest.mark.parametrize("bad", BY_PROCESS, ids=lambda bad: bad.name)
def test_that_the_command_tells_the_same(bad: Bad, environment: dict[str, str]) -> None:
    assert codes_of_lines(forker.run(*bad.arguments, env=environment).expect(1).out) == bad.codes
    assert codes_of_records(forker.run(*bad.arguments, "--json", env=environment).expect(1).out) == bad.codes


@pytest.mark.usefixtures("here")
def test_that_what_is_suppressed_is_counted_and_listed_apart_with_its_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bad = next(each for each in TABLE if each.name == "suppressed-all-the-same")
    assert main(bad.arguments) == 1
    said = capsys.readouterr()
    assert "(1 suppressed)" in said.err.splitlines()
    assert "tile-overhangs" not in said.out
    assert main([*bad.arguments, "--json"]) == 1
    *_, last = capsys.readouterr().out.splitlines()
    (quiet,) = json.loads(last)["suppressed"]
    assert (quiet["code"], quiet["path"]) == ("tile-overhangs", "tiles.a.x")
    assert quiet["reason"] == "The edge is black anyway"
