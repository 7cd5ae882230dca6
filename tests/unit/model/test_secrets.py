"""What is secret in an address goes; all else stays as it is."""

from __future__ import annotations

import pytest

from tilewright.model.secrets import clean_address

HERE = "https://a-1.cos.r.myqcloud.com/1.mp4"


@pytest.mark.parametrize(
    "secret",
    [
        "q-sign-algorithm=sha1&q-ak=AKID&q-sign-time=1;2&q-key-time=1;2&q-header-list=&q-url-param-list=&q-signature=a",
        "x-cos-security-token=t",
        "sign=abc",
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A%2F2&X-Amz-Signature=f",
        "OSSAccessKeyId=a&Signature=b%3D",
        "token=t&access_token=u",
    ],
)
def test_that_what_signs_an_address_goes(secret: str) -> None:
    assert clean_address(f"{HERE}?{secret}") == HERE
    assert clean_address(f"{HERE}?v=2&{secret}&w=3") == f"{HERE}?v=2&w=3"


@pytest.mark.parametrize(
    "address", [HERE, f"{HERE}?v=2&w=", f"{HERE}?design=4", "https://a.b/token=3/x.mp4", "https://a.b/me@home.mp4", ""]
)
def test_that_other_addresses_stay(address: str) -> None:
    assert clean_address(address) == address
