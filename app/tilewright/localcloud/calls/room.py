"""The local cloud's own calls about room on the disk; the service has none like them (wire/own_names)."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.wrappers import Response

from ...wire.own_names import ROOM_PARAMETER, UNLESS_USED_HEADER, VERSION_HEADER
from ..exchange import Call, Fault, answer
from ..parts import Parts
from ..store import Place
from . import objects
from .conditions import names

MOST = 1000


def tell(parts: Parts, call: Call) -> Response:
    """What all buckets take, in bytes; or, asked for ``objects``, a page of those of the bucket and when each was used.

    ``own`` are contents in the folder, ``referred`` those in files of the user, ``parts`` those of begun uploads, and
    ``templates`` the ids of those that rehearsals brought a day ago or longer.
    """
    wanted = call.params[ROOM_PARAMETER]
    if wanted == "objects":
        told = _objects(parts, call)
    elif not wanted:
        free, floor = parts.room.state()
        told = {"free": free, "floor": floor, "work": parts.room.work(), "buckets": _buckets(parts)}
    else:
        raise Fault(400, "InvalidArgument", f"{ROOM_PARAMETER} may be objects, or empty.")
    return answer(200, json.dumps(told).encode(), {"Content-Type": "application/json"})


def _buckets(parts: Parts) -> list[dict[str, Any]]:
    with parts.store.database.read() as rows:
        found = rows.execute(
            "SELECT k.name AS bucket, k.region,"
            " (SELECT COUNT(*) FROM object o WHERE o.bucket = k.id) AS objects,"
            " (SELECT COALESCE(SUM(b.size), 0) FROM object o JOIN blob b ON b.id = o.blob"
            "  WHERE o.bucket = k.id AND b.file IS NULL) AS own,"
            " (SELECT COALESCE(SUM(b.size), 0) FROM object o JOIN blob b ON b.id = o.blob"
            "  WHERE o.bucket = k.id AND b.file IS NOT NULL) AS referred,"
            " (SELECT COALESCE(SUM(p.size), 0) FROM upload u JOIN part p ON p.upload = u.id"
            "  WHERE u.bucket = k.id) AS parts"
            " FROM bucket k ORDER BY k.name, k.region"
        ).fetchall()
    brought = parts.made_templates.brought()
    told = [{**dict(row), "templates": brought.pop(Place(row["bucket"], row["region"]), [])} for row in found]
    nothing = {"objects": 0, "own": 0, "referred": 0, "parts": 0}
    return [
        *told,
        *({"bucket": at.bucket, "region": at.region, **nothing, "templates": ids} for at, ids in brought.items()),
    ]


def _objects(parts: Parts, call: Call) -> dict[str, Any]:
    parts.store.keep_used()
    with parts.store.database.read() as rows:
        found = rows.execute(
            "SELECT o.key, o.size, b.file IS NULL AS own, o.etag, o.blob AS version, o.modified,"
            " MAX(o.modified, COALESCE(o.used, 0)) AS used"
            " FROM object o JOIN blob b ON b.id = o.blob JOIN bucket k ON k.id = o.bucket"
            " WHERE k.name = ? AND k.region = ? AND o.key > ? ORDER BY o.key LIMIT ?",
            (*call.place, call.params.get("marker", ""), MOST + 1),
        ).fetchall()
    shown = [{**dict(row), "own": bool(row["own"])} for row in found[:MOST]]
    return {"objects": shown, "next": shown[-1]["key"] if len(found) > MOST else ""}


def delete(parts: Parts, call: Call) -> Response:
    """Delete an object, with ``UNLESS_USED_HEADER`` only if no job that waits or runs names it: else 409. Asked so, it
    is 404 where there is none, and 412 where that is not the one of `If-Match`, or not that of ``VERSION_HEADER``.
    """
    if call.headers.get(UNLESS_USED_HEADER, "").lower() != "true":
        return objects.delete(parts.store, call)
    with parts.store.database.read():  # nobody submits a job in between
        entry = parts.store.find(call.place, call.key)
        if entry is None:
            raise objects.no_such_key(call.place, call.key)
        if (wanted := call.headers.get("if-match")) and not names(wanted, entry):
            raise Fault(412, "PreconditionFailed", "The object has another ETag.")
        if (version := call.headers.get(VERSION_HEADER)) and version != entry.blob.id:
            raise Fault(412, "PreconditionFailed", "The object was put again.")
        if parts.room.is_named(call.place, call.key):
            raise Fault(409, "ObjectInUse", f"A job that waits or runs names {call.key}.")
        return objects.delete(parts.store, call)
