"""Host names and addresses that the local cloud knows."""

from __future__ import annotations

import pytest

from tilewright.localcloud.exchange import Fault, decode_target
from tilewright.localcloud.hosts import read_host
from tilewright.localcloud.store import Place

DEFAULT = Place("studio-1250000000", "local")


@pytest.mark.parametrize(
    ("name", "kind", "place"),
    [
        ("films-1.cos.ap-beijing.myqcloud.com", "cos", Place("films-1", "ap-beijing")),
        ("Films-1.CI.ap-beijing.myqcloud.com:80", "ci", Place("films-1", "ap-beijing")),
        ("films-1.cos.ap-beijing.tencentcos.cn", "cos", Place("films-1", "ap-beijing")),
        ("films-1.ci.ap-beijing.tencentcos.cn", "ci", Place("films-1", "ap-beijing")),
        ("service.cos.myqcloud.com", "account", DEFAULT),
        ("service.cos.tencentcos.cn", "account", DEFAULT),
        ("cos.ap-beijing.tencentcos.cn", "account", DEFAULT),
        ("cos.ap-beijing.myqcloud.com", "account", DEFAULT),
        ("127.0.0.1:8000", "own", DEFAULT),
        ("localhost:8000", "own", DEFAULT),
    ],
)
def test_that_a_host_tells_bucket_and_kind(name: str, kind: str, place: Place) -> None:
    host = read_host(name, 8000, DEFAULT)
    assert host is not None
    assert (host.kind, host.place) == (kind, place)


def test_that_a_target_is_decoded_once_and_kept_exact() -> None:
    assert decode_target("//a/../b%2Fc%2520?x=1%2B2&y&z=a+b") == ("//a/../b/c%20", {"x": "1+2", "y": "", "z": "a b"})
    assert decode_target("http://films-1.cos.x.myqcloud.com/a?b=c") == ("/a", {"b": "c"})
    with pytest.raises(Fault):
        decode_target("/%ff")
