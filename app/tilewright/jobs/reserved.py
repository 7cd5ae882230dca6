"""Names of results: no two have the same, and nothing that is in the bucket is replaced unless that was wished."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..cloud.retry import is_passing
from ..errors import CloudError, NameTaken, NameUnsure, Rejected
from ..model.codecs import CONTAINERS
from ..model.endings import ENDINGS
from ..model.states import State
from ..model.target import Target
from ..text import Text, say
from ..wire.address import HOST_OF_BUCKET
from .intent import Answer, Intent
from .keeping import keep_each, keep_heard
from .naming import Naming
from .wish import EXT, Wish

if TYPE_CHECKING:
    from ..cloud.client import Client
    from .ledger import Ledger


_MAY_BE = tuple(
    dict.fromkeys((*(names[0] for names in ENDINGS.values()), *(one.lower() for one in CONTAINERS), "WebM"))
)
"""What ``${ext}`` may turn out to be: an ending, or the word for the kind of file itself (ci-templates §2.1)."""


@dataclass(frozen=True)
class Look:
    """Whether the bucket had something of a name at ``at`` (Unix seconds of our clock); ``None``: nobody can tell, as
    ``why`` says. ``heard`` is what to keep of its answers, if it was asked, and ``name`` the key,
    bucket and region that it was asked for.
    """

    at: float = 0.0
    is_there: bool | None = None
    why: str = say("The bucket was not asked.")
    heard: tuple[Answer, ...] = ()
    name: tuple[str, str, str] = ("", "", "")


NOT_LOOKED = Look()


def look_before(wish: Wish, client: Client) -> Look:
    """Ask the bucket for the name that ``wish`` wants. Only where the name has to be free are other buckets asked, and
    errors of the cloud raised: a number is nobody else's anyway. The keys may be good for the job's bucket only: that
    another one does not let them look is no error, but nobody can tell then.
    """
    target = client.target
    bucket, region = wish.output.bucket or target.bucket, wish.output.region or target.region
    tries = 1 if wish.naming == "numbered" else 0
    look, failure = look_for(wish.reserved, bucket, region, wish.naming, client, tries)
    if failure is None or wish.naming != "exact":
        return look
    is_own = (bucket, region) == (target.bucket, target.region)
    if is_own or is_passing(failure) or not isinstance(failure, Rejected):
        raise failure
    return replace(look, why=failure.message)


def is_replacing_unasked(intent: Intent, ledger: Ledger, client: Client, tries: int = 0) -> bool:
    """Whether sending ``intent`` only now might replace something that was not there when it was noted. What the bucket
    says is kept; errors of the cloud are raised. It is asked at most ``tries`` times (0: as often as the client does).
    """
    if intent.naming != "exact" or not intent.reserved:
        return False
    bucket, region = intent.output_bucket, intent.output_region
    look, failure = look_for(intent.reserved, bucket, region, "exact", client, tries)
    keep_heard(ledger, [intent.id], *look.heard)
    if failure is not None:
        raise failure
    return look.is_there is not False


def look_for(
    key: str, bucket: str, region: str, naming: Naming, client: Client, tries: int
) -> tuple[Look, CloudError | None]:
    """What the bucket says of the name of a result, and why it said nothing of it."""
    place = client.target.replace(bucket=bucket, region=region)
    if not key or naming == "replace" or (naming == "numbered" and place != client.target):
        return NOT_LOOKED, None
    if "${" in key:
        unknown = "${" + key.partition("${")[2].partition("}")[0] + "}"
        return Look(why=say("Only the service knows what {unknown} becomes.", unknown=unknown)), None
    if place != client.target and not HOST_OF_BUCKET.fullmatch(place.cos_host):
        return Look(why=say("The bucket {bucket} in {region} cannot be asked.", bucket=bucket, region=region)), None
    asked, name = time.time(), (key, bucket, region)
    try:
        reply, facts = client.look_at(key, tries=tries, host=place.cos_host)
    except CloudError as error:
        return Look(heard=keep_each(client, error, asked, "head"), name=name), error
    told = "absent" if facts is None else "there"
    return Look(asked, facts is not None, heard=keep_each(client, reply, asked, "head", told), name=name), None


def heard_of_name(intent: Intent, looks: Iterable[Look]) -> Iterator[Answer]:
    """What to keep with ``intent`` of what the bucket said of names: of its own, or of another one."""
    own = (intent.reserved, intent.output_bucket, intent.output_region)
    for look in looks:
        for answer in look.heard:
            yield answer if look.name == own else replace(answer, call="name")


def of_same_name(wish: Wish, target: Target) -> tuple[str, tuple[object, ...]]:
    """The condition and its values for rows of the ledger that have, or will have, a result of the wish's name: whoever
    sends the job, the bucket that it is written to counts. Each local cloud has its own buckets.
    """
    names = _names(wish.reserved)
    where = f"reserved IN ({', '.join('?' * len(names))}) AND reserved != ''"
    where += " AND output_bucket = ? AND output_region = ? AND place LIKE ? AND (ended IS NULL OR state = ?)"
    kind = target.place if target.local else "cloud %"
    place = wish.output.bucket or target.bucket, wish.output.region or target.region, kind
    return f"{where} ORDER BY created", (*names, *place, State.SUCCESS)


def _names(reserved: str) -> tuple[str, ...]:
    """What ``reserved`` may turn out to be, and what may turn out to be ``reserved``."""
    if EXT in reserved:
        return (reserved, *(reserved.replace(EXT, ending) for ending in _MAY_BE))
    stem, dot, _ = reserved.rpartition(".")
    return (reserved, f"{stem}.{EXT}") if dot else (reserved,)


def require_free(wish: Wish, others: Iterable[Intent], look: Look) -> None:
    """Raise ``NameTaken`` unless ``wish`` may write its name, ``NameUnsure`` where it has to be free and nobody can
    tell; ``others`` are what ``of_same_name`` found.

    A result that was made before the bucket said that it has none was deleted since.
    """
    made = []
    for other in others:
        if not other.is_resolved:
            raise taken(wish.reserved, other.id)
        made.append(other)
    if wish.naming == "replace" or not wish.reserved:
        return
    if look.is_there:
        raise taken(wish.reserved)
    if wish.naming == "exact" and look.is_there is None:
        raise unsure(wish.reserved, look.why)
    if any(look.is_there is None or (other.ended or 0.0) > look.at for other in made):
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


def unsure(key: str, why: str) -> NameUnsure:
    """What to say of an exact name of which nobody can tell whether it is another's."""
    return NameUnsure(
        say("Nobody can tell whether there is {key} already; nothing was sent. {why}", key=key, why=why),
        say("Use another name, or a number. `submit --replace` writes it, whatever is there."),
        key=key,
    )


def not_looked_again(key: str, why: str) -> Text:
    """What to note of a name that was free, when the bucket did not tell whether it still is."""
    return say("Nobody can tell whether there is {key} by now. {why}", key=key, why=why)


def is_not_looked_again(message: str) -> bool:
    """Whether the ledger's ``message`` is that: then it was the look at the bucket that failed."""
    return isinstance(message, Text) and message.template == not_looked_again("", "").template
