"""Where a submission goes, frozen."""

from __future__ import annotations

import msgspec

from ..errors import Damaged
from ..text import plain, say
from .schedule import ACCOUNT, LOCAL, Schedule
from .value import Value

LOCAL_BUCKET = "studio-1250000000"
LOCAL_REGION = "local"


class Target(Value, frozen=True):
    """Where a submission goes. An intent keeps its target: later edits of the profile change nothing.

    ``key_id_hash`` is the SHA-256 of the SecretId: it tells whether the keys at hand are those of the intent.
    ``endpoint`` is the address of TILEWRIGHT_ENDPOINT, empty for the service's own; the embedded local cloud's
    address is not frozen, it changes at each start. ``signature_seconds`` shortens the life of a submission's
    signature; 0 is the usual one. ``service`` tells one local cloud from another: 32 hex digits that last as long as
    its data folder; empty when it is not known, and for the cloud.
    """

    profile: str
    bucket: str
    region: str
    local: bool = False
    scheme: str = "https"
    endpoint: str = ""
    key_id_hash: str = ""
    signature_seconds: int = 0
    service: str = ""

    @property
    def place(self) -> str:
        """Names kind, region and bucket, whatever profile or keys. Two local clouds may have the same place.

        The endpoint is a way to the service, not another one: a job that was sent through a proxy is still found
        when the proxy is gone.
        """
        return f"{'local' if self.local else 'cloud'} {self.region} {self.bucket}"

    def is_same_service(self, other: Target) -> bool:
        """Whether both see the same jobs: one place, and no two local clouds that are known to be different ones.

        A service that is not known may be the same: a proxy may have taken its name out of the answers.
        """
        is_known = bool(self.service and other.service)
        return self.place == other.place and (not is_known or self.service == other.service)

    @property
    def signature_life(self) -> int:
        """Seconds for which the signature of `POST /jobs` is good: a copy held up longer is refused."""
        usual = 10 if self.local else 120
        return min(usual, self.signature_seconds) if self.signature_seconds > 0 else usual

    @property
    def listing_is_proven(self) -> bool:
        """Whether a complete listing alone shows that a job is absent: the local cloud lists its own database,
        which it writes before it answers. The cloud's listing needs a control (sending-once, rule 5; A19).
        """
        return self.local

    @property
    def cos_host(self) -> str:
        """Storage calls of the bucket (ci-jobs §6)."""
        return f"{self.bucket}.cos.{self.region}.myqcloud.com"

    @property
    def ci_host(self) -> str:
        """Jobs, templates and queues (ci-jobs §8)."""
        return f"{self.bucket}.ci.{self.region}.myqcloud.com"

    @property
    def service_host(self) -> str:
        """The list of buckets (ci-jobs §6)."""
        return "service.cos.myqcloud.com"

    @property
    def account(self) -> str:
        """The APPID, the last part of the bucket's name."""
        return self.bucket.rpartition("-")[2]

    @property
    def lag_limit(self) -> float:
        """Seconds after which a complete listing shows every accepted job (sending-once, rule 5)."""
        return 0.0 if self.local else 600.0

    @property
    def schedule(self) -> Schedule:
        """When its jobs are asked about."""
        return LOCAL if self.local else ACCOUNT

    @property
    def contact_patience(self) -> float:
        """Seconds without any answer after which the search for a job is left for later."""
        return 20.0 if self.local else 120.0


def write_target(target: Target) -> str:
    """The target as JSON, without anything secret."""
    return msgspec.json.encode(target, enc_hook=plain).decode()


def read_target(text: str) -> Target:
    """The target that ``write_target`` wrote; raises ``Damaged``."""
    try:
        return msgspec.json.decode(text, type=Target)
    except msgspec.DecodeError as error:
        raise Damaged(say("The target of a job in the ledger cannot be read: {error}.", error=error)) from error


def hash_key_id(secret_id: str) -> str:
    import hashlib  # late: what is seen first needs none of it

    return hashlib.sha256(secret_id.encode()).hexdigest()
