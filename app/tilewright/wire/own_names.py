"""What the local cloud says and hears beyond the service's interface (ADR 0005).

Every header of its own begins with ``x-tilewright-``, every parameter with ``tilewright-``, so that none can be
taken for one of the service; what is kept with an object begins as the service wants it (``x-cos-meta-``).
"""

from __future__ import annotations

from typing import Final

FILE_HEADER: Final = "x-tilewright-file"
"""The percent-encoded path (its bytes on the disk) of a local file that becomes the object without being sent.

HEAD of an object whose file is no longer as it was tells the path in the same way."""

CODE_HEADER: Final = "x-tilewright-code"
"""The code of a refusal again: an answer to HEAD has no body to tell it."""

CLOUD_HEADER: Final = "x-tilewright-cloud"
"""Names the local cloud in every answer: a caller notices when another one answers at the same address."""

ROOM_PARAMETER: Final = "tilewright-room"
"""The parameter of a GET of ``/`` that asks, as JSON, what takes how much room; with the value ``objects`` for those of
the bucket."""

QUEUES_PARAMETER: Final = "tilewright-queues"
"""The parameter of a PUT of ``/`` that makes all queues `Active` or `Paused`, those of later buckets, too."""

UNLESS_USED_HEADER: Final = "x-tilewright-unless-used"
"""``true`` at a DELETE: not while a job that waits or runs names the object (409 ObjectInUse), nor where there is none
(404) or not that of `If-Match` (412); a template only if a rehearsal brought it and its bucket is empty."""

VERSION_HEADER: Final = "x-tilewright-version"
"""With the former: 412 also where the object is not of that version, as the listing of ``objects`` tells it. The same
content put again is another."""

WAITS_HEADER: Final = "x-tilewright-waits"
"""Tells in an answer about jobs that wait why none is started."""

CALLBACK_PARAMETER: Final = "tilewright-callback"
"""The parameter of a query that asks, as JSON, what was told of a job's end, to whom, and what came of it."""

LOG_PARAMETER: Final = "tilewright-log"
"""The parameter of a query that asks for FFmpeg's messages in place of the job."""

OUTDATED_PARAMETER: Final = "tilewright-outdated"
"""The parameter of a query that asks, as JSON, whether the job's result is still its own, with its ETag, and what it
read as it was."""

ORIGIN_HEADER: Final = "x-cos-meta-tilewright-etag"
"""Kept with an object that was brought for a rehearsal: the ETag that it has in the account. One that was joined of
parts has another one here."""

TEMPLATE_HEADER: Final = "x-tilewright-template-id"
"""With `POST /template`: the id that the template shall have, also in the place of the one that has it. A rehearsal
brings the templates of an account by it, as compositions name them by their ids."""
