"""``packaging/run`` in a copy of the checkout, on a machine whose Python, apt and dpkg are small scripts."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
TOOLS = (
    "sh",
    "cat",
    "cksum",
    "dirname",
    "env",
    "flock",
    "id",
    "mkdir",
    "readlink",
    "rm",
    "sleep",
    "tail",
    "touch",
    "chmod",
    "ln",
)

# Enough of a Python for the script: it says what it is, makes a .venv with itself in it, and notes what pip is to do.
PYTHON = """#!/bin/sh
case "$*" in
  *ensurepip,*|*realpath*) echo "$MACHINE/bin/python3" ;;
  "-m venv "*) echo venv >>"$MACHINE/log"; mkdir -p "$3/bin"; ln -s "$MACHINE/bin/python3" "$3/bin/python" ;;
  "-m pip install"*) echo "pip $*" >>"$MACHINE/log"; sleep "${PIP_TAKES:-0}"; [ ! -e "$MACHINE/offline" ] || exit 1
    case "$*" in *" -e "*) for top; do :; done
      printf '#!/bin/sh\\nprintf "%%s|" "$@"\\npwd\\n' >"$top/.venv/bin/tilewright"
      chmod +x "$top/.venv/bin/tilewright" ;;
    esac ;;
esac
"""
APT = '#!/bin/sh\necho "apt-get $*" >>"$MACHINE/log"\n'
DPKG_QUERY = '#!/bin/sh\nfor name; do :; done\ngrep -qx "$name" "$MACHINE/installed" && printf "ii "\n'


class Machine:
    """A checkout in a folder with a space in its name, and the commands that a bare system has."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.top = folder / "my videos" / "tilewright"
        (self.top / "packaging").mkdir(parents=True)
        for name in ("pyproject.toml", "packaging/run", "packaging/environment.sh", "packaging/requirements.txt"):
            shutil.copy(TOP / name, self.top / name)
        (folder / "bin").mkdir()
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found, f"the tests need {tool}"
            (folder / "bin" / tool).symlink_to(found)

    def has(self, command: str, text: str) -> None:
        path = self.folder / "bin" / command
        path.unlink(missing_ok=True)
        path.write_text(text, "utf-8")
        path.chmod(0o755)

    def environment(self, **more: str) -> dict[str, str]:
        return {"PATH": str(self.folder / "bin"), "MACHINE": str(self.folder), "LC_ALL": "C.UTF-8", **more}

    def run(self, *words: str, command: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(command or self.top / "packaging" / "run"), *words],
            cwd=self.folder,
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def log(self) -> list[str]:
        path = self.folder / "log"
        return path.read_text("utf-8").splitlines() if path.exists() else []


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def machine(bare: Machine) -> Machine:
    """A machine with a Python that will do."""
    bare.has("python3", PYTHON)
    return bare


def test_that_the_words_reach_the_program_in_the_folder_of_the_user(machine: Machine) -> None:
    done = machine.run("new", "a b.mp4", "-o", "*.tilewright")
    assert (done.returncode, done.stdout) == (0, f"new|a b.mp4|-o|*.tilewright|{machine.folder}\n")


def test_that_the_locked_packages_come_first_and_then_the_program_from_the_checkout_alone(machine: Machine) -> None:
    machine.run()
    venv, packages, program = machine.log
    assert venv == "venv"
    assert "--require-hashes" in packages
    assert packages.endswith("packaging/requirements.txt")
    assert "--no-deps --no-build-isolation --no-index -e" in program


def test_that_a_second_start_prepares_nothing_and_adds_less_than_half_a_second(machine: Machine) -> None:
    machine.run()
    before = machine.log
    started = time.monotonic()
    done = machine.run("layouts")
    assert time.monotonic() - started < 0.5
    assert machine.log == before
    assert (done.stdout, done.stderr) == (f"layouts|{machine.folder}\n", "")


def test_that_a_link_to_the_script_starts_the_same_program(machine: Machine) -> None:
    machine.run()
    link = machine.folder / "tw"
    link.symlink_to(machine.top / "packaging" / "run")
    assert machine.run("doctor", command=link).stdout == f"doctor|{machine.folder}\n"


def test_that_a_changed_lock_file_is_installed_into_the_same_environment(machine: Machine) -> None:
    machine.run()
    with (machine.top / "packaging" / "requirements.txt").open("a") as lock:
        lock.write("# changed\n")
    machine.run()
    assert machine.log.count("venv") == 1
    assert len(machine.log) == 5


def test_that_an_environment_that_was_not_finished_is_made_anew(machine: Machine) -> None:
    (machine.folder / "offline").touch()
    failed = machine.run()
    assert failed.returncode == 6
    assert "network" in failed.stderr
    (machine.folder / "offline").unlink()
    done = machine.run("layouts")
    assert done.stdout == f"layouts|{machine.folder}\n"
    assert "making it anew" in done.stderr
    assert machine.log.count("venv") == 2


def test_that_an_environment_whose_python_has_gone_is_made_anew(machine: Machine) -> None:
    machine.run()
    (machine.top / ".venv" / "bin" / "python").unlink()
    (machine.top / ".venv" / "bin" / "python").symlink_to(machine.folder / "no-such-python")
    assert machine.run("layouts").stdout == f"layouts|{machine.folder}\n"
    assert machine.log.count("venv") == 2


def test_that_an_environment_that_came_with_a_moved_checkout_is_made_anew(machine: Machine) -> None:
    machine.run()
    moved = machine.top.parent / "moved"
    machine.top.rename(moved)
    done = machine.run("layouts", command=moved / "packaging" / "run")
    assert done.stdout == f"layouts|{machine.folder}\n"
    assert machine.log.count("venv") == 2


def test_that_two_starts_at_once_make_one_environment(machine: Machine) -> None:
    command = [str(machine.top / "packaging" / "run"), "layouts"]
    both = [
        subprocess.Popen(
            command,
            cwd=machine.folder,
            env=machine.environment(PIP_TAKES="0.3"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for _ in range(2)
    ]
    assert [start.communicate()[0] for start in both] == [f"layouts|{machine.folder}\n"] * 2
    assert machine.log.count("venv") == 1
    assert len(machine.log) == 3


def test_that_without_python_the_exact_line_is_printed_and_the_end_is_a_sentence(bare: Machine) -> None:
    bare.has("id", "#!/bin/sh\necho 1000\n")
    bare.has("apt-get", APT)
    bare.has("grep", '#!/bin/sh\nexec /bin/grep "$@"\n')
    bare.has("dpkg-query", DPKG_QUERY)
    (bare.folder / "installed").write_text("libgl1\nlibglib2.0-0t64\nlibdbus-1-3\n", "utf-8")
    done = bare.run()
    (line,) = [text for text in done.stderr.splitlines() if "apt-get update" in text]
    assert line.startswith(
        "  apt-get update && apt-get install -y --no-install-recommends python3 python3-venv libegl1 libfontconfig1"
    )
    assert "libglib2.0-0" not in line
    assert "libdbus" not in line
    assert done.returncode == 6
    assert "no Python 3.11 to 3.14" in done.stderr
    assert bare.log == []


def test_that_missing_libraries_do_not_stop_a_machine_that_has_python(machine: Machine) -> None:
    machine.has("id", "#!/bin/sh\necho 1000\n")
    machine.has("apt-get", APT)
    machine.has("dpkg-query", "#!/bin/sh\nexit 1\n")
    done = machine.run("layouts")
    assert done.stdout == f"layouts|{machine.folder}\n"
    assert "--no-install-recommends libgl1 libegl1" in done.stderr


def test_that_root_gets_the_packages_installed(machine: Machine) -> None:
    machine.has("id", "#!/bin/sh\necho 0\n")
    machine.has("apt-get", APT)
    machine.has("dpkg-query", "#!/bin/sh\nexit 1\n")
    machine.run()
    update, install = machine.log[:2]
    assert update.endswith("update")
    assert "install --no-install-recommends libgl1 libegl1" in install


def test_that_a_checkout_that_cannot_be_written_gives_a_sentence(machine: Machine) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write to every folder")
    machine.top.chmod(0o555)
    done = machine.run()
    machine.top.chmod(0o755)
    assert done.returncode == 6
    assert f"cannot write to {machine.top}" in done.stderr


def test_that_a_colon_in_the_path_gives_a_sentence(machine: Machine) -> None:
    odd = machine.top.parent / "a:b"
    machine.top.rename(odd)
    done = machine.run(command=odd / "packaging" / "run")
    assert done.returncode == 6
    assert "colon" in done.stderr
