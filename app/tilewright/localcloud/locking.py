"""Encrypted pieces (`HlsEncrypt`, ci-templates §5): AES-128 as hls has it, by the key of the request itself."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from secrets import token_hex

from ..durable import storage_error
from ..errors import BadInput
from ..model.options import Transcode
from ..model.secrets import aes_key
from ..text import say
from .store import Store


def is_locked(transcode: Transcode | None) -> bool:
    """Whether the pieces shall be encrypted."""
    config = transcode.trans_config if transcode else None
    return bool(config and config.hls_encrypt and config.hls_encrypt.is_hls_encrypt)


def write_lock(transcode: Transcode | None, name: str, store: Store, held: ExitStack) -> Path | None:
    """The file that tells FFmpeg by which key; it and the key go when ``held`` is closed. ``None`` where nothing is to
    be encrypted.

    The key is in no command line, log or result. The playlist calls it ``name``, beside itself; who plays the video has
    to put it there, 16 bytes (A35).
    """
    config = transcode.trans_config if transcode else None
    if not is_locked(transcode) or config is None or config.hls_encrypt is None:
        return None
    key = aes_key(config.hls_encrypt.uri_key)
    if key is None:
        raise BadInput(say("The key of the encryption is not one of 16 bytes."), "Set another one.")
    key_file, lock = (store.blobs.temporary(ending) for ending in (".key", ".lock"))
    for path in (key_file, lock):
        held.callback(path.unlink, missing_ok=True)
    _write(key_file, key)
    _write(lock, f"{name}\n{key_file}\n{token_hex(16)}\n".encode())
    return lock


def _write(path: Path, data: bytes) -> None:
    """A new file that its owner alone may read."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
    except OSError as error:
        raise storage_error(error, say("write"), path.parent) from error
