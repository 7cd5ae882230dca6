from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.builders import ACCOUNT, LOCAL
from tilewright.usecases.names import key_of, numbered, safe_name, url_of, with_job_id


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("lesson.mp4", "lesson.mp4"),
        ("../../etc/passwd", "passwd"),
        ("C:\\videos\\lesson.mp4", "lesson.mp4"),
        ("re\u0301sume\u0301.mp4", "r\u00e9sum\u00e9.mp4"),
        ("a\u202egpj.mp4", "agpj.mp4"),
        ("a\x00b\nc.mp4", "abc.mp4"),
        ("con.mp4", "_con.mp4"),
        ("NUL", "_NUL"),
        ("..", "video"),
        ("", "video"),
        ("what?.mp4", "what-.mp4"),
        ("课程 12.mp4", "课程 12.mp4"),
        ("l\udcffs\udce9\udce9.mp4", "l_s_.mp4"),
        ("\udcff.mp4", "_.mp4"),
    ],
)
def test_that_a_name_from_outside_becomes_a_plain_file_name(name: str, expected: str) -> None:
    assert safe_name(name) == expected


@given(st.text())
def test_that_no_name_is_a_path_or_too_long(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert safe not in {".", ".."}
    assert not set(safe) & set("/\\\x00\n")
    assert len(safe.encode()) <= 201  # a device name gets one character more
    assert safe_name(safe) == safe


def test_that_numbers_go_before_the_extension() -> None:
    assert [numbered("a.b.mp4", number) for number in (1, 2, 3)] == ["a.b.mp4", "a.b-2.mp4", "a.b-3.mp4"]


@given(
    st.text(min_size=1).filter(lambda key: not key.startswith("/") and key.encode("utf-8", "ignore").decode() == key)
)
def test_that_a_key_survives_its_address(key: str) -> None:
    assert key_of(LOCAL, url_of(LOCAL, key)) == key
    assert key_of(ACCOUNT, url_of(LOCAL, key)) is None


@pytest.mark.parametrize("url", ["", "input/a.mp4", "ftp://x/a", "https://[bad/a", "https://example.com/a.mp4"])
def test_that_other_addresses_lie_in_no_bucket_of_ours(url: str) -> None:
    assert key_of(LOCAL, url) is None


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("a/b.${ext}", "a/b-${jobid}.${ext}"),
        ("v1.2/lesson", "v1.2/lesson-${jobid}"),
        ("b.mp4", "b-${jobid}.mp4"),
        ("a/", "a/${jobid}"),
        ("", "${jobid}"),
    ],
)
def test_that_the_job_id_goes_before_the_ending(key: str, expected: str) -> None:
    assert with_job_id(key) == expected
