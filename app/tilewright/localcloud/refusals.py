"""What an exception in a call is to the caller: status, code and sentence (ci-jobs §9)."""

from __future__ import annotations

import logging

from ..errors import AppError, DiskFull
from .exchange import Fault
from .store import WrongPlace
from .uploads import UploadFault

log = logging.getLogger(__name__)


def fault_of(error: Exception, request_id: str, resource: str) -> Fault:
    """Call it where ``error`` is handled: what nobody foresaw is logged with its traceback."""
    if isinstance(error, Fault):
        return error
    if isinstance(error, UploadFault):
        return Fault(404 if error.code == "NoSuchUpload" else 400, error.code, str(error))
    if isinstance(error, WrongPlace):
        if error.only.etag is None:
            return Fault(409, "FileAlreadyExists", f"There is an object {resource[1:]} already.")
        return Fault(412, "PreconditionFailed", "The object has another ETag.")
    if isinstance(error, AppError):
        if not isinstance(error, DiskFull):
            log.error("%s: %s", request_id, error)
        return Fault(500, "InternalError", str(error))
    log.exception("%s: a call failed.", request_id)
    return Fault(500, "InternalError", "The local cloud has an error of its own; its log tells more.")
