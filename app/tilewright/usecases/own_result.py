"""Whether what has the name of a result is what its job made: another job, or whoever put a file, may have replaced
it, and what is fetched would be somebody else's video.
"""

from __future__ import annotations

import logging
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ..cloud.objects import changed
from ..cloud.outdated import outdated_of
from ..cloud.retry import is_passing
from ..errors import Absent, CloudError, Damaged
from ..jobs.intent import Intent
from ..text import say
from .events import Fetched, Fetching
from .fetch_files import fetch_result

if TYPE_CHECKING:
    from ..cloud.client import Client

log = logging.getLogger(__name__)


def fetch_own(
    intent: Intent, client: Client, path: Path, *, replace: bool
) -> Generator[Fetching | Fetched, None, None]:
    """Write the result of ``intent`` to ``path``, and nothing that takes its name meanwhile. Raises as ``require_own``
    and ``fetch_result``.
    """
    etag = require_own(intent, client)
    try:
        yield from fetch_result(client, intent.result_key, path, replace=replace, job_id=intent.job_id, etag=etag)
    except Damaged:
        require_own(intent, client)  # which says so if another job wrote it since
        raise


def open_own(intent: Intent, client: Client) -> BinaryIO:
    """The result of ``intent`` as ``Client.open`` gives it, and nothing that takes its name meanwhile. Raises as
    ``require_own`` and ``Client.open``.
    """
    etag = require_own(intent, client)
    facts = client.head(intent.result_key)
    if etag and facts is not None and facts.etag != etag:
        require_own(intent, client)
        raise changed(intent.result_key)
    return client.open(intent.result_key, facts)


def require_own(intent: Intent, client: Client) -> str:
    """The ETag of the result of ``intent``, by which it is to be fetched; empty where it is not told. Raise ``Absent``
    when something else is certain to have the name of the result of ``intent`` now: the local cloud
    itself says so, and no other job of the same intent is known, which would have made it as well.

    What an account has is never withheld: it was paid for, and nothing there is certain to tell whose it is. While the
    local cloud does not answer nothing is fetched either: raises the passing errors of the cloud. Of a job that it does
    not know, one version is fetched: what has the name now.
    """
    if not client.target.local or intent.twins:
        return ""
    try:
        found = outdated_of(client, intent.job_id)
    except CloudError as error:
        if is_passing(error):
            raise
        log.info("%s: whose result it is cannot be told: %s", intent.id, error)
        facts = client.head(intent.result_key)
        return facts.etag if facts is not None else ""
    if found.is_replaced:
        raise Absent(
            say(
                "The result {name} of this job is no longer in the bucket: something else has its name now.",
                name=intent.result_key,
            ),
            "Submit the composition again.",
        )
    return found.etag
