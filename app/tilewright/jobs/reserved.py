"""Names of results: no two have the same, and nothing that is in the bucket is replaced unless that was wished."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import CloudError, NameTaken
from ..model.states import State
from ..model.target import Target
from ..text import say
from .intent import Intent
from .naming import Naming
from .wish import Wish

if TYPE_CHECKING:
    from ..cloud.client import Client


@dataclass(frozen=True)
class Look:
    """Whether the bucket had something of a name at ``at`` (Unix seconds of our clock); ``None``: nobody could ask."""

    at: float = 0.0
    is_there: bool | None = None


NOT_LOOKED = Look()


def look_for(key: str, bucket: str, region: str, naming: Naming, client: Client, tries: int = 0) -> Look:
    """Ask the bucket for the name of a result, at most ``tries`` times (0: as often as the client does). Only where the
    name has to be free are errors of the cloud raised: a number is nobody else's anyway.
    """
    target = client.target
    if not key or naming == "replace" or (bucket, region) != (target.bucket, target.region):
        return NOT_LOOKED
    asked = time.time()
    try:
        return Look(asked, client.head(key, tries=1 if naming == "numbered" else tries) is not None)
    except CloudError:
        if naming == "exact":
            raise
        return NOT_LOOKED


def look_before(wish: Wish, client: Client) -> Look:
    """``look_for`` the name that ``wish`` wants."""
    bucket, region = wish.output.bucket or client.target.bucket, wish.output.region or client.target.region
    return look_for(wish.reserved, bucket, region, wish.naming, client)


def is_replacing_unasked(intent: Intent, client: Client, tries: int = 0) -> bool:
    """Whether sending ``intent`` only now would replace something that was not there when it was noted."""
    if intent.naming != "exact":
        return False
    bucket, region = intent.output_bucket, intent.output_region
    return bool(look_for(intent.reserved, bucket, region, "exact", client, tries).is_there)


def of_same_name(wish: Wish, target: Target) -> tuple[str, tuple[object, ...]]:
    """The condition and its values for rows of the ledger that have, or will have, a result of the wish's name."""
    where = "reserved = ? AND reserved != '' AND output_bucket = ? AND output_region = ? AND place = ?"
    where += " AND (ended IS NULL OR state = ?) ORDER BY created"
    place = wish.output.bucket or target.bucket, wish.output.region or target.region, target.place
    return where, (wish.reserved, *place, State.SUCCESS)


def require_free(wish: Wish, others: Iterable[Intent], look: Look) -> None:
    """Raise ``NameTaken`` unless ``wish`` may write its name; ``others`` are what ``of_same_name`` found.

    A result that was made before the bucket said that it has none was deleted since.
    """
    for other in others:
        if not other.is_resolved:
            raise taken(wish.reserved, other.id)
        is_known_gone = look.is_there is False and (other.ended or 0.0) <= look.at
        if wish.naming != "replace" and not is_known_gone:
            raise taken(wish.reserved)
    if wish.naming != "replace" and look.is_there:
        raise taken(wish.reserved)


def taken(key: str, writer: str = "") -> NameTaken:
    """What to say of a name that is another's; ``writer`` is the open intent whose it is, if there is one."""
    if writer:
        sentence = say("Another job writes {key} now.", key=key)
        return NameTaken(sentence, "Wait until it has ended, or use another name.", key=key, writer=writer)
    return NameTaken(
        say("There is {key} in the bucket already; it was not replaced.", key=key),
        say("Use another name. `submit --replace` replaces it."),
        key=key,
    )
