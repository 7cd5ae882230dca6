"""Templates that an account told of, kept for another time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.builders import ACCOUNT, LOCAL, transcode
from support.watermarks import text_mark
from tilewright.files.templates import MOST, KeptTemplates
from tilewright.model.options import DashEncrypt, HlsEncrypt, Transcode, TransConfig
from tilewright.model.template import Template

NOON = datetime(2026, 11, 23, 12, 0, 1, tzinfo=UTC)
LESSON = Template("t1", "课", "Transcode", "Custom", "b", NOON, NOON, transcode=transcode((640, 360)))
MARK = Template("w1", "Name", "Watermark", "Custom", watermark=text_mark())


def test_that_templates_are_found_again_for_their_account_alone(tmp_path: Path) -> None:
    kept = KeptTemplates(tmp_path / "cache" / "templates")
    assert kept.find(ACCOUNT, ["t1"]) == ()
    kept.keep(ACCOUNT, (LESSON, MARK))
    assert KeptTemplates(tmp_path / "cache" / "templates").find(ACCOUNT, ["w1", "t1"]) == (LESSON, MARK)
    assert kept.find(LOCAL, ["t1"]) == ()
    kept.keep(ACCOUNT, (), ("t1",))
    assert kept.find(ACCOUNT, ["w1", "t1"]) == (MARK,)


def test_that_the_oldest_go_and_a_damaged_file_is_as_none(tmp_path: Path) -> None:
    kept = KeptTemplates(tmp_path)
    kept.keep(ACCOUNT, (LESSON,))
    kept.keep(ACCOUNT, (Template(f"t{number}x", transcode=transcode()) for number in range(MOST)))
    assert kept.find(ACCOUNT, ["t1"]) == ()
    assert len(kept.find(ACCOUNT, (f"t{number}x" for number in range(MOST)))) == MOST
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    assert kept.find(ACCOUNT, ["t1x"]) == ()


@pytest.mark.parametrize(
    "encoding",
    [
        transcode().replace(trans_config=TransConfig(hls_encrypt=HlsEncrypt(is_hls_encrypt=True, uri_key="secret"))),
        transcode().replace(trans_config=TransConfig(dash_encrypt=DashEncrypt(uri_key="secret"))),
        transcode().replace(kept=("<TransConfig><HlsEncrypt><UriKey>secret</UriKey></HlsEncrypt></TransConfig>",)),
    ],
)
def test_that_a_template_with_a_key_of_an_encryption_is_not_written(encoding: Transcode, tmp_path: Path) -> None:
    kept = KeptTemplates(tmp_path)
    kept.keep(ACCOUNT, (Template("t2", transcode=encoding), LESSON))
    (path,) = tmp_path.iterdir()
    assert b"secret" not in path.read_bytes()
    assert kept.find(ACCOUNT, ["t1", "t2"]) == (LESSON,)
