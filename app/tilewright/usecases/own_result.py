"""Whether what has the name of a result is what its job made: another job, or whoever put a file, may have replaced
it, and what is fetched would be somebody else's video.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from ..cloud.outdated import outdated_of
from ..errors import Absent, BadInput, CloudError
from ..jobs.intent import Intent
from ..jobs.rows import Rows
from ..text import say
from ..wire.jobs import read_jobs

if TYPE_CHECKING:
    from ..cloud.client import Client
    from ..cloud.objects import ObjectFacts

log = logging.getLogger(__name__)

_MD5 = re.compile(r"[0-9a-f]{32}")


def require_own(intent: Intent, client: Client, kept: Rows, facts: ObjectFacts | None = None) -> None:
    """Raise ``Absent`` when something else has the name of the result of ``intent`` now, as far as that can be told.

    The local cloud tells it; of an account the sum that was kept of its last answer is compared with the ETag of the
    object, where that is an MD5 (A109). ``facts`` are those of the object, if they are known. Raises the errors of the
    cloud.
    """
    is_other = _is_replaced(intent, client) if client.target.local else _has_other_sum(intent, client, kept, facts)
    if is_other:
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


def _has_other_sum(intent: Intent, client: Client, kept: Rows, facts: ObjectFacts | None) -> bool:
    made = _sum_of(intent, kept)
    if not made:
        return False
    facts = facts or client.head(intent.result_key)
    return facts is not None and _MD5.fullmatch(facts.etag.lower()) is not None and facts.etag.lower() != made


def _sum_of(intent: Intent, kept: Rows) -> str:
    """The MD5 of the result, as the answers of the service that were kept tell it at last; empty when none does."""
    for answer in reversed(kept.answers(intent.id, 0)):
        try:
            jobs = read_jobs(answer.body).jobs if answer.body else ()
        except BadInput:
            continue
        for file in (file for job in jobs if job.job_id == intent.job_id for file in job.results):
            made = dict(file.md5).get(intent.result_key, "").lower()
            if _MD5.fullmatch(made):
                return made
    return ""
