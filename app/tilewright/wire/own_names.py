"""What the local cloud says and hears beyond the service's interface (ADR 0005).

Every header of its own begins with ``x-tilewright-``, every parameter with ``tilewright-``, so that none can be
taken for one of the service.
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

CALLBACK_PARAMETER: Final = "tilewright-callback"
"""The parameter of a query that asks, as JSON, what was told of a job's end, to whom, and what came of it."""

LOG_PARAMETER: Final = "tilewright-log"
"""The parameter of a query that asks for FFmpeg's messages in place of the job."""
