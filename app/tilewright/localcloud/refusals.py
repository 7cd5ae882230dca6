"""What an exception in a call is to the caller: status, code and sentence (ci-jobs §9)."""

from __future__ import annotations

import logging

from ..errors import AppError, BadInput, DiskFull
from ..wire import xml
from .exchange import Fault
from .store import WrongPlace
from .uploads import UploadFault

log = logging.getLogger(__name__)


def request_in(body: bytes) -> xml.Element:
    """The `Request` that the body of a call of CI is; raises ``Fault`` with the codes that CI has for it (ci-jobs
    §9.2): `MalformedXML` is one of the storage.
    """
    if not body.strip():
        raise Fault(400, "MissingContent", "The call has no body.")
    try:
        request = xml.parse(body, "The request")
    except BadInput as error:
        raise Fault(400, "InvalidContent", error.message) from error
    if xml.local_name(request) != "Request":
        raise Fault(400, "InvalidContent", f"The body begins with <{xml.local_name(request)}>, not with <Request>.")
    return request


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
