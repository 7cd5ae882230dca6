"""The program's log: one file in the home, turned over at 1 MiB, without secrets."""

from __future__ import annotations

import logging
import logging.handlers
import os
import re
from io import TextIOWrapper
from pathlib import Path

from .durable import make_private
from .model.secrets import without_keys

_SECRET = re.compile(
    r"(?i)(q-ak|q-signature|x-c[oi]s?-security-token|secret_?key|authorization|token|uri_?key)(\"?\s*[=:]\s*)[^&\s\"',}]+"
)


class _WithoutSecrets(logging.Filter):
    """A second guard: nobody logs secrets, and if somebody did, this would take them out."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        cleaned = without_keys(_SECRET.sub(r"\1\2(hidden)", message))
        if cleaned != message:
            record.msg, record.args = cleaned, None
        return True


class _PrivateFile(logging.handlers.RotatingFileHandler):
    """A log that only its owner can read (0600), also one that an earlier Tilewright made otherwise.

    A file that was turned over keeps its permissions.
    """

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        Path(self.baseFilename).chmod(0o600)
        return os.fdopen(descriptor, "a", encoding=self.encoding, errors=self.errors)


def start(home: Path) -> None:
    """Write INFO and above of Tilewright's own loggers to `log/tilewright.log`."""
    folder = make_private(home / "log")
    handler = _PrivateFile(
        folder / "tilewright.log",
        maxBytes=1024 * 1024,
        backupCount=3,
        encoding="utf-8",
        delay=True,
        errors="backslashreplace",  # names of files need not be UTF-8
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(_WithoutSecrets())
    logger = logging.getLogger("tilewright")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    logger.propagate = False
