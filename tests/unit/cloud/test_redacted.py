"""What somebody on the way sends back of our own call is kept without what signs."""

from __future__ import annotations

import html
from urllib.parse import quote

import pytest

from support.builders import ACCOUNT
from tilewright.cloud.client import Client
from tilewright.wire.signature import Keys

KEYS = Keys("AKIDexample", "secret/key+", "token+of/today=")
SIGNATURE = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize("spell", [str, lambda text: quote(text, safe=""), html.escape], ids=["plain", "url", "page"])
def test_that_a_page_that_repeats_our_headers_keeps_no_key_and_no_signature(spell: type[str]) -> None:
    header = f"q-sign-algorithm=sha1&q-ak={KEYS.secret_id}&q-signature={SIGNATURE}"
    page = f"<pre>{spell(header)}\n{spell(KEYS.secret_key)}\n{spell(KEYS.token)}</pre>".encode()
    with Client(ACCOUNT, KEYS, "http://127.0.0.1:9") as client:
        kept = client.redact(page).decode()
    for secret in (KEYS.secret_id, KEYS.secret_key, KEYS.token, SIGNATURE):
        assert secret not in kept
        assert spell(secret) not in kept
    assert kept.startswith("<pre>q-sign-algorithm")
