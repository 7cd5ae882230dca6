from __future__ import annotations

import hashlib
import hmac
import json
import random
import string
from pathlib import Path
from typing import Any

import pytest

from tilewright.wire.signature import Keys, claim_of_query, is_valid, parse_authorization, presign, sign

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "reference" / "jobs" / "signature-vectors.json"
VECTORS = json.loads(GOLDEN.read_text(encoding="utf-8"))["vectors"]
# The pages print SignKey and Signature; the placeholder key they were made with is that of the vendor's samples.
SAMPLE_KEY = "BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz"


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_that_every_public_vector_is_signed_as_published(vector: dict[str, Any]) -> None:
    secret_key = vector.get("secret_key", SAMPLE_KEY)
    start, end = map(int, vector["key_time"].split(";"))
    assert hmac.new(secret_key.encode(), vector["key_time"].encode(), hashlib.sha1).hexdigest() == vector["sign_key"]

    value = sign(
        Keys("AKID", secret_key), vector["method"], vector["path"], vector["params"], vector["headers"], start, end
    )

    claim = parse_authorization(value)
    assert claim is not None
    assert claim.signature == vector["signature"]
    assert ";".join(claim.header_list) == vector["header_list"]
    assert ";".join(claim.param_list) == vector["url_param_list"]


def _random_text(rng: random.Random, letters: str, most: int) -> str:
    return "".join(rng.choice(letters) for _ in range(rng.randint(1, most)))


def _random_call(rng: random.Random) -> tuple[str, str, dict[str, str], dict[str, str]]:
    letters = string.ascii_letters + string.digits + "-_.~!*'() /%+&=;,?:@$腾讯é"
    method = rng.choice(["GET", "PUT", "POST", "DELETE", "HEAD"])
    path = "/" + _random_text(rng, letters, 24)
    names = string.ascii_letters + string.digits + "-_"
    params = {_random_text(rng, names, 12): _random_text(rng, letters, 20) for _ in range(rng.randint(0, 5))}
    headers = {"Host": "a-1250000000.cos.ap-beijing.myqcloud.com"}
    headers.update(
        {
            f"x-cos-{_random_text(rng, string.ascii_lowercase, 8)}": "v" + _random_text(rng, letters, 20)
            for _ in range(rng.randint(0, 4))
        }
    )
    return method, path, params, headers


@pytest.mark.oracle
def test_that_2000_random_calls_are_signed_as_by_the_official_sdk() -> None:
    from qcloud_cos import CosConfig
    from qcloud_cos.cos_auth import CosS3Auth
    from requests import Request

    rng = random.Random(20261123)
    for _ in range(2_000):
        method, path, params, headers = _random_call(rng)
        config = CosConfig(Region="ap-beijing", SecretId="AKIDx", SecretKey="secret", Scheme="https")
        signer = CosS3Auth(config, key=path, params=params, expire=600)
        prepared = Request(method, "https://a-1250000000.cos.ap-beijing.myqcloud.com/x", headers=headers).prepare()
        theirs = parse_authorization(signer(prepared).headers["Authorization"])
        assert theirs is not None
        start, end = theirs.key_time
        headers = {name: value for name, value in prepared.headers.items() if name != "Authorization"}

        ours = parse_authorization(sign(Keys("AKIDx", "secret"), method, path, params, headers, start, end))

        assert ours is not None
        assert (ours.signature, ours.header_list, ours.param_list) == (
            theirs.signature,
            theirs.header_list,
            theirs.param_list,
        )


def test_that_a_signed_call_is_valid_and_each_change_to_it_is_not() -> None:
    keys = Keys("AKID", "secret")
    params, headers = {"prefix": "a b", "max-keys": "5"}, {"Host": "h:80"}
    claim = parse_authorization(sign(keys, "GET", "/k ä", params, headers, 10, 20))
    assert claim is not None
    assert is_valid(claim, "secret", "GET", "/k ä", params, headers)
    assert not is_valid(claim, "other", "GET", "/k ä", params, headers)
    assert not is_valid(claim, "secret", "PUT", "/k ä", params, headers)
    assert not is_valid(claim, "secret", "GET", "/k", params, headers)
    assert not is_valid(claim, "secret", "GET", "/k ä", {**params, "prefix": "b"}, headers)
    assert not is_valid(claim, "secret", "GET", "/k ä", params, {"Host": "h"})
    assert not is_valid(claim, "secret", "GET", "/k ä", {"prefix": "a b"}, headers)


def test_that_what_the_claim_does_not_list_may_travel_unsigned() -> None:
    claim = parse_authorization(sign(Keys("AKID", "secret"), "PUT", "/jobs/j1", {}, {"Host": "h"}, 10, 20))
    assert claim is not None
    assert is_valid(claim, "secret", "PUT", "/jobs/j1", {"cancel": ""}, {"Host": "h", "User-Agent": "x"})


def test_that_a_presigned_address_carries_a_valid_claim_and_the_token() -> None:
    keys = Keys("AKID", "secret", token="temporary")
    items = presign(keys, "GET", "/k", {}, {"Host": "h"}, 10, 20)
    claim = claim_of_query(items)
    assert items["x-cos-security-token"] == "temporary"
    assert claim is not None
    assert is_valid(claim, "secret", "GET", "/k", {}, {"Host": "h"})


@pytest.mark.parametrize("value", ["", "Bearer abc", "q-sign-algorithm=md5", "q-ak=a&q-sign-time=x;y", "q-ak"])
def test_that_a_foreign_authorization_is_no_claim(value: str) -> None:
    assert parse_authorization(value) is None


def test_that_keys_never_show_themselves() -> None:
    assert "sesame" not in repr(Keys("sesame-id", "sesame-key", "sesame-token"))
