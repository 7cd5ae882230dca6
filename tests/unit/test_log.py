"""The log: for its owner only, and able to hold any name."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tilewright import log


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    logger = logging.getLogger("tilewright")
    before, level, propagate = list(logger.handlers), logger.level, logger.propagate
    mask = os.umask(0o022)
    yield
    os.umask(mask)
    for handler in [handler for handler in logger.handlers if handler not in before]:
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(level)
    logger.propagate = propagate


def modes(folder: Path) -> set[int]:
    return {path.stat().st_mode & 0o777 for path in folder.iterdir()}


def test_that_the_log_is_for_its_owner_only_also_when_it_was_turned_over(tmp_path: Path) -> None:
    log.start(tmp_path)
    for _ in range(3):
        logging.getLogger("tilewright.test").info("x" * 600_000)
    assert len(list((tmp_path / "log").iterdir())) > 1
    assert modes(tmp_path / "log") == {0o600}


def test_that_a_log_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    old = tmp_path / "log" / "tilewright.log"
    old.write_text("before\n")
    old.chmod(0o644)
    log.start(tmp_path)
    logging.getLogger("tilewright.test").info("after")
    assert modes(tmp_path / "log") == {0o600}
    assert old.read_text().startswith("before\n")


def test_that_a_name_that_is_no_utf8_is_logged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log.start(tmp_path)
    logging.getLogger("tilewright.test").info("the file %s", os.fsdecode(b"/v/\xff.mp4"))
    assert r"\udcff" in (tmp_path / "log" / "tilewright.log").read_text()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "message",
    [
        "sent <HlsEncrypt><UriKey>0123-my-key</UriKey></HlsEncrypt>",
        'got {"UriKey": "0123-my-key", "a": 1}',
        "HlsEncrypt(uri_key=0123-my-key)",
    ],
)
def test_that_an_encryption_key_does_not_get_into_the_log(message: str, tmp_path: Path) -> None:
    log.start(tmp_path)
    logging.getLogger("tilewright.test").info("%s after", message)
    written = (tmp_path / "log" / "tilewright.log").read_text()
    assert "0123-my-key" not in written
    assert written.endswith(" after\n")
