"""The program's log: one file in the home, turned over at 1 MiB, without secrets."""

from __future__ import annotations

import logging
import logging.handlers
import re
from pathlib import Path

from .durable import make_private

_SECRET = re.compile(
    r"(?i)(q-ak|q-signature|x-c[oi]s?-security-token|secret_?key|authorization|token)(\"?\s*[=:]\s*)[^&\s\"',}]+"
)


class _WithoutSecrets(logging.Filter):
    """A second guard: nobody logs secrets, and if somebody did, this would take them out."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        cleaned = _SECRET.sub(r"\1\2(hidden)", message)
        if cleaned != message:
            record.msg, record.args = cleaned, None
        return True


def start(home: Path) -> None:
    """Write INFO and above of Tilewright's own loggers to `log/tilewright.log`."""
    folder = make_private(home / "log")
    handler = logging.handlers.RotatingFileHandler(
        folder / "tilewright.log", maxBytes=1024 * 1024, backupCount=3, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(_WithoutSecrets())
    logger = logging.getLogger("tilewright")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    logger.propagate = False
