"""The lock files name no server; the package holds what the program needs; the scripts are plain sh."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-oracle.txt")
SCRIPTS = ("run", "test", "lock", "environment.sh")


def locked(name: str) -> dict[str, str]:
    """Requirement by project: everything of it, hashes too, on one line."""
    text = (TOP / "packaging" / name).read_text("utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {re.split(r"[=<>\s;\[]", line)[0]: line for line in lines}


def version(line: str) -> str:
    return line.split("==")[1].split()[0]


@pytest.mark.parametrize("name", LOCKS)
def test_that_a_lock_file_names_no_server(name: str) -> None:
    text = (TOP / "packaging" / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-[^-]|^\s*--(?!hash=)", text, re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_that_every_requirement_is_one_version_with_its_hashes(name: str) -> None:
    for line in locked(name).values():
        assert re.match(r"[a-z0-9.-]+==[^\s*]+ .*--hash=sha256:[0-9a-f]{64}", line), line[:80]


def test_that_everything_the_program_asks_for_is_locked() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))
    wanted = project["project"]["dependencies"] + project["build-system"]["requires"]
    names = {re.split(r"[<>=!~\s;\[]", requirement)[0].lower() for requirement in wanted}
    assert names <= locked("requirements.txt").keys()


def test_that_the_lock_files_agree() -> None:
    runtime = locked("requirements.txt")
    for other in LOCKS[1:]:
        for name, line in locked(other).items():
            assert version(runtime.get(name, line)) == version(line)


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize("shell", ["sh", "dash", "bash"])
def test_that_the_scripts_are_plain_sh(name: str, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"this system has no {shell}")
    subprocess.run([shell, "-n", str(TOP / "packaging" / name)], check=True)


@pytest.mark.parametrize("name", [".ci/run", "packaging/run", "packaging/test", "packaging/lock"])
def test_that_what_is_to_be_run_can_be_run(name: str) -> None:
    assert (TOP / name).stat().st_mode & 0o111 == 0o111


def bring_node_sdk(top: Path, npm: str) -> Path:
    """Where `packaging/test` brings it to, by an npm that does that, on a system without `timeout`."""
    tools = top / "tools"
    tools.mkdir()
    for name in ("cat", "cksum", "cp", "find", "mkdir", "rm"):
        (tools / name).symlink_to(str(shutil.which(name)))
    for name, does in (("node", ":"), ("npm", f"mkdir -p node_modules/cos-nodejs-sdk-v5\n{npm}")):
        (tools / name).write_text(f"#!/bin/sh\n{does}\n")
        (tools / name).chmod(0o755)
    shutil.copytree(TOP / "tests" / "node", top / "tests" / "node", ignore=shutil.ignore_patterns("node_modules"))
    found = re.search(r"^bring_node_sdk\(\) \{$.*?^\}$", (TOP / "packaging" / "test").read_text("utf-8"), re.M | re.S)
    assert found is not None
    script = f"set -eu\nsay() {{ :; }}\ntop=$1\n{found[0]}\nbring_node_sdk"
    subprocess.run(
        ["/bin/sh", "-c", script, "sh", str(top)], env={"PATH": str(tools)}, check=False, start_new_session=True
    )
    return top / ".venv" / "node"


def test_that_the_node_sdk_is_brought_where_nothing_can_limit_its_time(tmp_path: Path) -> None:
    assert (bring_node_sdk(tmp_path, ":") / "stamp").is_file()


def test_that_half_a_node_sdk_does_not_look_whole(tmp_path: Path) -> None:
    (tmp_path / ".venv" / "node").mkdir(parents=True)
    (tmp_path / ".venv" / "node" / "stamp").write_text("of an earlier one")
    there = bring_node_sdk(tmp_path, "kill -KILL 0")
    assert (there / "node_modules" / "cos-nodejs-sdk-v5").is_dir()
    assert not (there / "stamp").exists()


def test_that_the_wheel_holds_the_program_and_all_its_resources(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=TOP,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("tilewright-*-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "installed")
    resources = [path.relative_to(TOP) for path in (TOP / "resources").rglob("*") if path.is_file()]
    assert {f"tilewright/{path.as_posix()}" for path in resources} <= names
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from tilewright.assets import resource; print(resource('samples'))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "installed")], check=True, capture_output=True, text=True
    )
    assert found.stdout.strip() == str(tmp_path / "installed" / "tilewright" / "resources" / "samples")
