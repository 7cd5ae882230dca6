"""From a request to its answer: host, path and shape choose the call, the signature lets it in, errors get a body."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from werkzeug.wrappers import Response

from ..wire.faults import write_fault
from ..wire.own_names import CODE_HEADER, QUEUES_PARAMETER, ROOM_PARAMETER
from .access import Access
from .calls import (
    buckets,
    copying,
    jobs,
    listing,
    mediabuckets,
    multipart,
    objects,
    processing,
    queues,
    room,
    templates,
)
from .exchange import MOST_AT_ONCE, Body, Call, Fault, decode_target, new_id, xml_answer
from .hosts import read_host
from .parts import CiCall, Parts
from .refusals import fault_of
from .store import Place

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TARGET = "tilewright.target"
"""Where the connection puts what the request line asked for, exactly as it came."""

CI_CALLS: tuple[CiCall, ...] = (jobs.CALL, templates.CALL, queues.CALL, processing.CALL, mediabuckets.CALL)
"""Every call about media processing, in the order in which they are asked whether a call is theirs."""

_NOT_HERE = {
    "acl", "cors", "inventory", "lifecycle", "location", "logging", "policy", "referer", "replication",
    "restore", "tagging", "versioning", "versions", "website",
}  # fmt: skip
_FORBIDDEN_HEADERS = ("origin", "sec-fetch-site", "sec-fetch-mode")
"""What only browsers send: no page may call this service (security 5)."""


class Service:
    """The WSGI application."""

    def __init__(self, parts: Parts, access: Access, default: Place, port: Callable[[], int]) -> None:
        self._parts = parts
        self._access = access
        self._default = default
        self._port = port

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request_id = new_id()
        is_ci, resource = False, ""
        try:
            call = self._read(environ, request_id)
            is_ci, resource = call.is_ci, call.path
            response = self._dispatch(call)
        except Exception as error:  # noqa: BLE001 (the edge: one call that fails ends no connection)
            response = _refused(fault_of(error, request_id, resource), request_id, is_ci, resource)
        response.headers["Server"] = "tencent-ci" if is_ci else "tencent-cos"
        response.headers["x-ci-request-id" if is_ci else "x-cos-request-id"] = request_id
        response.headers["X-Content-Type-Options"] = "nosniff"
        if environ["REQUEST_METHOD"] == "HEAD" and response.status_code >= 400:
            response.set_data(b"")
            response.headers["Content-Length"] = "0"
        return response(environ, start_response)

    def _read(self, environ: WSGIEnvironment, request_id: str) -> Call:
        headers = {
            name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")
        }
        for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            if environ.get(name):
                headers[name.replace("_", "-").lower()] = environ[name]
        host = read_host(headers.get("host", ""), self._port(), self._default)
        if host is None:
            raise Fault(400, "InvalidHost", "The host is none that this service answers to.")
        if any(name in headers for name in _FORBIDDEN_HEADERS):
            raise Fault(403, "AccessDenied", "Web pages may not call this service.")
        path, params = decode_target(environ[TARGET])
        body: Body = environ["wsgi.input"]
        method = str(environ["REQUEST_METHOD"])
        call = Call(
            method=method, kind=host.kind, place=host.place, path=path, params=params, headers=headers, body=body,
            length=environ["tilewright.length"], request_id=request_id, region=host.region,
        )  # fmt: skip
        return replace(call, is_ci=self._is_about_ci(call))

    def _is_about_ci(self, call: Call) -> bool:
        """Calls about media processing, on any host that takes them; but what is an object of the bucket is read as
        one, except on the CI host. What changes a job or a queue is never taken for a change of an object (A100).
        """
        if call.kind == "ci":
            return True
        if not any(known.takes(call) for known in CI_CALLS):
            return False
        names_object = call.method == "GET" and call.kind != "account"
        return not names_object or self._parts.store.find(call.place, call.path[1:]) is None

    def _dispatch(self, call: Call) -> Response:
        still_valid = self._access.check(call)
        if call.is_ci:
            return self._serve_ci(call, still_valid)
        if ROOM_PARAMETER in call.params and call.method == "GET" and call.path == "/":
            return room.tell(self._parts, call)
        if QUEUES_PARAMETER in call.params and call.method == "PUT" and call.path == "/":
            return queues.change_all(self._parts, call, still_valid)
        if call.kind == "account" or _asks_for_account(call):
            if call.method == "GET" and call.path == "/":
                return buckets.list_buckets(self._parts.store, call)
            raise Fault(405, "MethodNotAllowed", "The account's host knows only the list of buckets.")
        if unknown := sorted(_NOT_HERE & set(call.params)):
            raise Fault(501, "NotImplemented", f"The local cloud has no call ?{unknown[0]}.")
        return self._serve_bucket(call) if call.path in {"", "/"} else self._serve_object(call)

    def _serve_ci(self, call: Call, still_valid: Callable[[], None]) -> Response:
        for known in CI_CALLS:
            if known.takes(call):
                return known.serve(self._parts, call, still_valid)
        *names, last = (known.name for known in CI_CALLS)
        raise Fault(
            404, "InvalidUrl", f"The local cloud has no such call; of CI it knows {', '.join(names)} and {last} only."
        )

    def _serve_bucket(self, call: Call) -> Response:
        if call.method == "GET":
            if "uploads" in call.params:
                return multipart.list_uploads(self._parts.uploads, call)
            return listing.list_objects(self._parts.store, call)
        if call.method == "HEAD":
            return buckets.head(self._parts.store, call)
        if call.method == "PUT":
            return buckets.create(self._parts.store, call)
        if call.method == "DELETE":
            return buckets.delete(self._parts.store, call)
        if call.method == "POST" and "delete" in call.params:
            return objects.delete_many(self._parts.store, call)
        raise _not_allowed(call)

    def _serve_object(self, call: Call) -> Response:
        if call.method == "PUT" and copying.SOURCE_HEADER in call.headers:
            return (copying.copy_part if "uploadId" in call.params else copying.copy)(self._parts, call)
        if call.method == "PUT" and call.length not in {0, -1}:
            if (call.length or 0) > MOST_AT_ONCE:
                raise Fault(400, "EntityTooLarge", "An object or part that is sent at once has 5 GiB at most.")
            self._parts.room.check(call.length or 0)
        if "uploadId" in call.params:
            serve_upload = {
                "PUT": multipart.put_part,
                "GET": multipart.list_parts,
                "POST": multipart.complete,
                "DELETE": multipart.abort,
            }.get(call.method)
            if serve_upload is None:
                raise _not_allowed(call)
            return serve_upload(self._parts.uploads, call)
        if call.method == "POST" and "uploads" in call.params:
            return multipart.begin(self._parts.uploads, call)
        if call.method == "DELETE":
            return room.delete(self._parts, call)
        serve_object = {
            "PUT": objects.put,
            "GET": objects.get,
            "HEAD": objects.head,
        }.get(call.method)
        if serve_object is None:
            raise _not_allowed(call)
        return serve_object(self._parts.store, call)


def _asks_for_account(call: Call) -> bool:
    """On the service's own address the account and the default bucket share a host: a listing names a prefix
    or an encoding (the official SDK always does), the list of buckets does not.
    """
    asks_for_objects = {"prefix", "delimiter", "encoding-type", "uploads"} & set(call.params)
    return call.kind == "own" and call.method == "GET" and call.path == "/" and not asks_for_objects


def _not_allowed(call: Call) -> Fault:
    return Fault(405, "MethodNotAllowed", f"{call.method[:20]} is not possible here.")


def _refused(fault: Fault, request_id: str, is_ci: bool, resource: str) -> Response:
    trace_id = new_id()
    body = write_fault(fault.code, fault.message, request_id, resource=None if is_ci else resource, trace_id=trace_id)
    response = xml_answer(body, fault.status)
    response.headers["x-ci-trace-id" if is_ci else "x-cos-trace-id"] = trace_id
    response.headers.update(fault.headers)
    response.headers[CODE_HEADER] = fault.code
    return response
