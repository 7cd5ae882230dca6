"""Whether what has the name of a result is what its job made: another job, or whoever put a file, may have replaced
it, and what is fetched would be somebody else's video.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ..cloud.outdated import outdated_of
from ..errors import Absent, CloudError
from ..jobs.intent import Intent
from ..text import say

if TYPE_CHECKING:
    from ..cloud.client import Client

log = logging.getLogger(__name__)


def require_own(intent: Intent, client: Client) -> None:
    """Raise ``Absent`` when something else is certain to have the name of the result of ``intent`` now: the local cloud
    itself says so, and no other job of the same intent is known, which would have made it as well.

    What an account has is never withheld: it was paid for, and nothing there is certain to tell whose it is.
    """
    if client.target.local and not intent.twins and _is_replaced(intent, client):
        raise Absent(
            say(
                "The result {name} of this job is no longer in the bucket: something else has its name now.",
                name=intent.result_key,
            ),
            "Submit the composition again.",
        )


def _is_replaced(intent: Intent, client: Client) -> bool:
    try:
        return outdated_of(client, intent.job_id).is_replaced
    except CloudError as error:
        log.info("%s: whose result it is cannot be told now: %s", intent.id, error)
        return False
