"""A named target with keys and habits."""

from __future__ import annotations

import re
from typing import Self

from ..errors import WrongUse
from ..model.target import LOCAL_BUCKET, LOCAL_REGION, Target, hash_key_id
from ..model.value import Value
from ..text import say

_BUCKET = re.compile(r"[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?-\d{5,20}")
_REGION = re.compile(r"[a-z0-9][a-z0-9-]{1,30}")


class Profile(Value, frozen=True):
    """A place to submit to. ``bucket`` with its APPID, as in ``lessons-1250000000``; ``local``: the local cloud."""

    name: str
    bucket: str
    region: str
    scheme: str = "https"
    local: bool = False

    @classmethod
    def of(cls, target: Target) -> Self:
        """The profile as it was when ``target`` was frozen."""
        return cls(
            name=target.profile,
            bucket=target.bucket,
            region=target.region,
            scheme=target.scheme,
            local=target.local,
        )

    def target(self, secret_id: str, endpoint: str = "") -> Target:
        """The frozen target of this profile with the account of ``secret_id``.

        The local cloud has other keys at each start: whose they are says nothing there.
        """
        return Target(
            profile=self.name,
            bucket=self.bucket,
            region=self.region,
            local=self.local,
            scheme=self.scheme,
            endpoint=endpoint,
            key_id_hash="" if self.local else hash_key_id(secret_id),
        )


LOCAL = Profile(name="local", bucket=LOCAL_BUCKET, region=LOCAL_REGION, local=True)


def require_valid(profile: Profile) -> Profile:
    """Raise ``WrongUse`` for names that the service cannot have: they become parts of host names."""
    if not _BUCKET.fullmatch(profile.bucket):
        raise WrongUse(
            say(
                "The bucket {bucket!r} of the profile {name!r} is not a bucket's name.",
                bucket=profile.bucket,
                name=profile.name,
            ),
            "It ends with the APPID, as in lessons-1250000000.",
        )
    if not _REGION.fullmatch(profile.region):
        raise WrongUse(
            say(
                "The region {region!r} of the profile {name!r} is not a region's name.",
                region=profile.region,
                name=profile.name,
            )
        )
    return profile
