"""What a module brings along when it is imported: the window is there before libraries that take long are."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("requests", "urllib3", "av", "PIL", "werkzeug", "keyring", "imageio_ffmpeg", "numpy")

LIGHT = (
    "accounts.profile",
    "checks",
    "files.compositions",
    "jobs.ledger",
    "jobs.events",
    "layout.adding",
    "layout.watermarks",
    "media.picture",
    "model.composition",
    "settings",
    "usecases.bring",
    "usecases.check",
    "usecases.deliver",
    "usecases.doctor",
    "usecases.fetch",
    "usecases.fresh",
    "usecases.jobs",
    "usecases.know",
    "usecases.make",
    "usecases.pictures",
    "usecases.sample",
    "usecases.storage",
    "usecases.submit",
    "usecases.watching",
    "usecases.workplace",
)


@pytest.mark.parametrize("module", [*LIGHT, ""], ids=lambda module: module or "all")
def test_that_no_heavy_library_comes_along(module: str) -> None:
    names = [f"tilewright.{name}" for name in ([module] if module else LIGHT)]
    code = f"import sys, {', '.join(names)}; print(*sorted(set({HEAVY}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, timeout=60, capture_output=True, text=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("verb", ["layouts", "jobs", "render"])
def test_that_a_verb_waits_for_no_library_of_another(verb: str) -> None:
    code = (
        f"import sys; from tilewright.cli.main import build_parser; build_parser(['{verb}']);"
        f"print(*sorted(set({HEAVY}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, timeout=60, capture_output=True, text=True)
    assert done.stdout.strip() == ""
