from __future__ import annotations

import pytest

from tilewright.wire.address import read_address, write_address


def test_that_the_address_of_an_object_tells_bucket_and_key() -> None:
    assert read_address("https://films-1.cos.ap-beijing.myqcloud.com/in/%E4%B8%80%20a.mp4") == (
        "films-1",
        "ap-beijing",
        "in/一 a.mp4",
    )


@pytest.mark.parametrize(
    "url",
    ["", "a.mp4", "file:///etc/passwd", "https://example.com/a.mp4", "https://films-1.ci.x.myqcloud.com/a",
     "https://films-1.cos.x.myqcloud.com/", "https://films-1.cos.x.myqcloud.com/%ff", "ftp://films-1.cos.x.myqcloud.com/a",
     "https://films-1.cos.x.myqcloud.com.evil/a", "https://u@films-1.cos.x.myqcloud.com/a", "https://[::1/a",
     "https://films-1.cos.x.myqcloud.com/a?b=c"],
)  # fmt: skip
def test_that_any_other_address_is_none(url: str) -> None:
    assert read_address(url) is None


def test_that_an_address_is_percent_encoded_once() -> None:
    assert write_address("a-1", "r", "in/一 100%~.mp4") == "https://a-1.cos.r.myqcloud.com/in/%E4%B8%80%20100%25~.mp4"


def test_that_both_domains_name_the_same_object_and_the_usual_one_is_written() -> None:
    found = read_address("https://films-1.cos.ap-beijing.tencentcos.cn/in/a.mp4")
    assert found is not None
    assert write_address(*found) == "https://films-1.cos.ap-beijing.myqcloud.com/in/a.mp4"
    assert read_address("https://films-1.cos.ap-beijing.tencentcos.cn.evil.example/in/a.mp4") is None
