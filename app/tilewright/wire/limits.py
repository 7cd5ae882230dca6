"""What the service accepts of names and notes: one definition for checks, transfers and the local cloud."""

from __future__ import annotations

import re

KEY_LIMIT = 850
"""Bytes of UTF-8 of an object's key (ci-jobs §1.6, §6 Limits)."""

NAME_LIMIT = 64
"""Characters of a tile's name (ci-jobs §1.3)."""

USER_DATA_LIMIT = 1024
"""Characters of `UserData`, the mark included (ci-jobs §1.2)."""

IDS_A_QUERY = 10
"""Ids of jobs in one query (A16)."""

LEVELS = range(3)

TEMPLATE_ID = re.compile(r"t[0-9A-Za-z]+")
"""``t`` and letters or digits (ci-jobs §1.2)."""

ANY_TEMPLATE_ID = re.compile(r"[A-Za-z0-9]{1,64}")
"""What can be an id at all: about anything else nobody is asked (ci-templates §10)."""

TEMPLATE_ID_IN_FULL = re.compile(r"t[0-9A-Za-z]{8,63}")
"""The same, long enough to be told from a word: files may be named by it."""

OFFICIAL_TEMPLATE_ID = re.compile(r"t0[0-9a-f]{32}")
"""Seen, not documented: the service's own start with t0, those of an account with t1 (ci-templates §10)."""

_CHINESE = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
NOT_IN_NAMES = re.compile(rf"[^{_CHINESE}A-Za-z0-9_*-]+")
"""What a tile's name may not have: all but Chinese, English letters, digits, ``_``, ``-``, ``*`` (ci-jobs §1.3)."""

NOT_IN_USER_DATA = re.compile(r"[^\x20-\x7e]+")
"""`UserData` is printable ASCII (ci-jobs §1.2)."""

NOT_IN_KEYS = re.compile(r"[\x00-\x1f\x7f]")
"""Control characters (ci-jobs §9.6)."""


def is_tile_name(text: str) -> bool:
    return len(text) <= NAME_LIMIT and not NOT_IN_NAMES.search(text)


def is_user_data(text: str, room: int = USER_DATA_LIMIT) -> bool:
    """Whether ``text`` can be sent as `UserData`; ``room`` are the characters that it may have."""
    return len(text) <= room and not NOT_IN_USER_DATA.search(text)


def is_key_short(key: str) -> bool:
    return len(key.encode("utf-8", "replace")) <= KEY_LIMIT


def is_key(key: str) -> bool:
    """Whether the service takes ``key``: 1 to 850 bytes, no control characters."""
    return bool(key) and is_key_short(key) and not NOT_IN_KEYS.search(key)
