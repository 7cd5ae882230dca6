"""The signature of a call to COS and CI (ci-jobs §7; HMAC-SHA1, valid between two moments)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

_ALGORITHM = "sha1"
_ITEMS = (
    "q-sign-algorithm",
    "q-ak",
    "q-sign-time",
    "q-key-time",
    "q-header-list",
    "q-url-param-list",
    "q-signature",
)
TOKEN_PARAMETER = "x-cos-security-token"  # noqa: S105 - the name of a parameter


@dataclass(frozen=True, slots=True)
class Keys:
    """An account's keys; ``token`` only with temporary keys. The secrets never show in ``repr``."""

    secret_id: str = field(repr=False)
    secret_key: str = field(repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a call says of its own signature. Times are Unix seconds, first and last."""

    key_id: str
    sign_time: tuple[int, int]
    key_time: tuple[int, int]
    header_list: tuple[str, ...]
    param_list: tuple[str, ...]
    signature: str = field(repr=False)


def sign(
    keys: Keys,
    method: str,
    path: str,
    params: Mapping[str, str],
    headers: Mapping[str, str],
    start: int,
    end: int,
) -> str:
    """The value of the `Authorization` header.

    ``path`` starts with ``/`` and is decoded; ``params`` and ``headers`` are all that is to be signed, values decoded,
    a parameter without a value with an empty one; ``start`` and ``end`` are Unix seconds of the service's clock.
    """
    return "&".join(f"{name}={value}" for name, value in _items(keys, method, path, params, headers, start, end))


def presign(
    keys: Keys,
    method: str,
    path: str,
    params: Mapping[str, str],
    headers: Mapping[str, str],
    start: int,
    end: int,
) -> dict[str, str]:
    """The query parameters, decoded, that make a URL carry its own signature (ci-jobs §6 "Presigned URL")."""
    signed = dict(_items(keys, method, path, params, headers, start, end))
    if keys.token:
        signed[TOKEN_PARAMETER] = keys.token
    return signed


def _items(
    keys: Keys,
    method: str,
    path: str,
    params: Mapping[str, str],
    headers: Mapping[str, str],
    start: int,
    end: int,
) -> list[tuple[str, str]]:
    key_time = f"{start};{end}"
    params_text, param_list = _canonical(params)
    headers_text, header_list = _canonical(headers)
    signature = _signature(keys.secret_key, key_time, method, path, params_text, headers_text)
    values = (_ALGORITHM, keys.secret_id, key_time, key_time, header_list, param_list, signature)
    return list(zip(_ITEMS, values, strict=True))


def _canonical(values: Mapping[str, str]) -> tuple[str, str]:
    """``k=v&k=v`` and ``k;k``, sorted by the encoded, then lower-cased name."""
    pairs = sorted((quote(name, safe="~").lower(), quote(value, safe="~")) for name, value in values.items())
    return "&".join(f"{name}={value}" for name, value in pairs), ";".join(name for name, _ in pairs)


def _signature(secret_key: str, key_time: str, method: str, path: str, params: str, headers: str) -> str:
    sign_key = _hmac(secret_key, key_time)
    http_string = f"{method.lower()}\n{path}\n{params}\n{headers}\n"
    digest = hashlib.sha1(http_string.encode(), usedforsecurity=False).hexdigest()
    return _hmac(sign_key, f"{_ALGORITHM}\n{key_time}\n{digest}\n")


def _hmac(key: str, message: str) -> str:
    return hmac.new(key.encode(), message.encode(), hashlib.sha1).hexdigest()


def parse_authorization(value: str) -> Claim | None:
    """The claim of an `Authorization` header; ``None`` when it is not one of ours.

    Values may be percent-encoded or not; both travel (ci-jobs §7).
    """
    pairs = (item.partition("=") for item in value.strip().split("&"))
    return _claim({name: unquote(text) for name, _, text in pairs})


def claim_of_query(params: Mapping[str, str]) -> Claim | None:
    """The claim of a presigned URL's decoded parameters; ``None`` when there is none."""
    return _claim(params)


def is_signature_item(name: str) -> bool:
    """Whether a query parameter belongs to the signature and is therefore never signed itself."""
    return name in _ITEMS


def _claim(items: Mapping[str, str]) -> Claim | None:
    if any(name not in items for name in _ITEMS) or items["q-sign-algorithm"] != _ALGORITHM:
        return None
    sign_time, key_time = _span(items["q-sign-time"]), _span(items["q-key-time"])
    if sign_time is None or key_time is None:
        return None
    return Claim(
        key_id=items["q-ak"],
        sign_time=sign_time,
        key_time=key_time,
        header_list=_names(items["q-header-list"]),
        param_list=_names(items["q-url-param-list"]),
        signature=items["q-signature"],
    )


def _span(value: str) -> tuple[int, int] | None:
    start, _, end = value.partition(";")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()) or len(value) > 40:
        return None
    return int(start), int(end)


def _names(value: str) -> tuple[str, ...]:
    return tuple(name for name in value.lower().split(";") if name)


def is_valid(
    claim: Claim,
    secret_key: str,
    method: str,
    path: str,
    params: Mapping[str, str],
    headers: Mapping[str, str],
) -> bool:
    """Whether ``claim`` was made with ``secret_key`` for this call.

    Only the headers and parameters that the claim lists are looked at; a listed one that did not arrive makes it
    invalid. Whether the moment lies in the claim's time is the caller's question.
    """
    signed_params = _pick(claim.param_list, params)
    signed_headers = _pick(claim.header_list, headers)
    if signed_params is None or signed_headers is None:
        return False
    start, end = claim.key_time
    expected = _signature(
        secret_key,
        f"{start};{end}",
        method,
        path,
        _canonical(signed_params)[0],
        _canonical(signed_headers)[0],
    )
    return hmac.compare_digest(expected.encode(), claim.signature.encode())


def _pick(names: tuple[str, ...], values: Mapping[str, str]) -> dict[str, str] | None:
    by_name = {quote(name, safe="~").lower(): (name, value) for name, value in values.items()}
    if any(name not in by_name for name in names):
        return None
    return dict(by_name[name] for name in names)
