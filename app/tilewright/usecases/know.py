"""Finding out the facts about a composition's sources, in the profile's own bucket; of those in other buckets of the
local cloud, whether they are there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..cloud.objects import require_content
from ..errors import Absent, AppError, CloudError, Damaged, Refused, Rejected
from ..files.facts import KeptFacts, name_of_facts
from ..model.composition import Composition
from ..model.source import Known, Source, Trouble
from ..model.target import Target
from ..text import say
from ..wire.address import read_address
from .names import can_be_looked_at, key_of

if TYPE_CHECKING:
    from ..cloud.client import Client

_CONFLICT = 409
"""What the local cloud answers for an object that refers to a file which is no longer as it was."""


def urls_of(composition: Composition) -> list[str]:
    """The addresses of the sources, each once, in order."""
    return list(dict.fromkeys(tile.url for tile in composition.tiles if tile.url))


def has_own_sources(composition: Composition, target: Target) -> bool:
    """Whether any source lies where the service of ``target`` can be asked about it: only then is it asked."""
    return any(can_be_looked_at(target, url) for url in urls_of(composition))


def know(urls: Iterable[str], client: Client, known: Known | None = None, kept: KeptFacts | None = None) -> Known:
    """Look at each source that lies in the client's own bucket; others are left alone (security rule 3), but that the
    local cloud is asked whether another bucket of its has them: a job would fail without. What is in ``kept`` is looked
    for, and not read again while it is the same version.

    What goes wrong with one source becomes its ``Trouble``; never raises for a source.
    """
    known = known or Known()
    for url in urls:
        key = key_of(client.target, url)
        if url in known.sources:
            continue
        if key is None:
            known = _look_elsewhere(url, client, known)
            continue
        try:
            known = known.with_source(url, _look(key, client, kept))
        except AppError as error:
            known = known.with_trouble(url, _trouble(error, key, client.target))
    return known


def _look_elsewhere(url: str, client: Client, known: Known) -> Known:
    """``known``, with what is wrong with a source in another bucket of the local cloud."""
    address = read_address(url)
    if address is None or not can_be_looked_at(client.target, url):
        return known
    bucket, region, key = address
    try:
        _, there = client.look_at(key, host=client.target.replace(bucket=bucket, region=region).cos_host)
        if there is not None:
            require_content(there, key, bucket)
    except AppError as error:
        return known.with_trouble(url, _trouble(error, key, client.target))
    if there is None:
        told = say("There is no {key} in the bucket {bucket} of the local cloud.", key=key, bucket=bucket)
        return known.with_trouble(url, Trouble("absent", told))
    return known


def _look(key: str, client: Client, kept: KeptFacts | None) -> Source:
    there = client.head(key)
    name = name_of_facts(client.reached, key, there.etag, there.size) if there and there.can_be_known_again else ""
    if kept and name and (found := kept.find(name)):
        return found
    from ..media.probe import probe  # late: PyAV takes long, and a window is there before it asks

    with client.open(key, there) as file:
        source = probe(file, key)
    if kept and name:
        kept.keep(name, source)
    return source


def keep_brought(key: str, stamp: str, source: Source, client: Client, kept: KeptFacts) -> None:
    """Keep the facts of a file that was brought: ``source`` was read from it when its ``file_stamp`` was ``stamp``, and
    the local cloud refers to it as it was then. It is only a help: what goes wrong is left aside.
    """
    if not client.target.local:
        return  # the ETag tells nothing of the file there
    try:
        there = client.head(key)
    except CloudError:
        return
    if there and there.can_be_known_again and there.etag == f"{stamp}-1":
        kept.keep(name_of_facts(client.reached, key, there.etag, there.size), source)


def _trouble(error: AppError, key: str, target: Target) -> Trouble:
    if target.local and isinstance(error, Rejected) and error.status == _CONFLICT:
        return Trouble("damaged", say("The file behind {key} changed or went away since it was brought.", key=key))
    sentence = str(error)
    if isinstance(error, Absent):
        return Trouble("absent", sentence)
    if isinstance(error, Refused):
        return Trouble("refused", sentence)
    if isinstance(error, Damaged):
        return Trouble("damaged", sentence)
    if isinstance(error, CloudError):
        return Trouble("unreachable", sentence)
    return Trouble("damaged", sentence)
