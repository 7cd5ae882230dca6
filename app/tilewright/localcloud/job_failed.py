"""How a job ends without a result."""

from __future__ import annotations


class JobFailed(Exception):
    """``code`` is one of ci-jobs §9.2, the message a sentence, ``log`` what FFmpeg said."""

    def __init__(self, code: str, message: str, log: str = "") -> None:
        super().__init__(message)
        self.code, self.log = code, log
