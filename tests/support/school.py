"""An account that another local cloud plays, and a home whose own local cloud runs in this process."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.builders import ACCOUNT
from support.fault_proxy import FaultProxy, fault_proxy
from support.local_cloud import Caller, local_cloud
from tilewright.accounts.profile import Profile
from tilewright.localcloud.home import write_endpoint
from tilewright.localcloud.server import LocalCloud
from tilewright.model.target import LOCAL_BUCKET, LOCAL_REGION
from tilewright.usecases.workplace import Service, Workplace
from tilewright.wire.signature import Keys

SCHOOL = Profile("school", ACCOUNT.bucket, ACCOUNT.region)


@dataclass
class School:
    """``to_school`` notes what passes to the account; ``own`` is the local cloud of the home."""

    cloud: LocalCloud
    own: LocalCloud
    to_school: FaultProxy

    @property
    def caller(self) -> Caller:
        return Caller(self.cloud.endpoint, ACCOUNT.bucket, ACCOUNT.region)

    @property
    def mirror(self) -> Caller:
        """The bucket of the same name in the local cloud."""
        return Caller(self.own.endpoint, ACCOUNT.bucket, ACCOUNT.region)

    @property
    def studio(self) -> Caller:
        return Caller(self.own.endpoint, LOCAL_BUCKET, LOCAL_REGION)

    def workplace(self) -> Workplace:
        """With the account in use."""
        keys = Keys(self.cloud.endpoint.secret_id, self.cloud.endpoint.secret_key)
        address = self.to_school.address

        class Schooled(Workplace):
            def service(self, asked: str | None = None) -> Service:
                if self.profile(asked).name == SCHOOL.name:
                    return Service(SCHOOL, keys, address, None)
                return super().service(asked)

        return Schooled.open()


@contextlib.contextmanager
def school(folder: Path, home: Path, **own: Any) -> Iterator[School]:
    """An account in ``folder``, and a home whose settings have it in use. ``own``: how the local cloud is made."""
    (home / "local-cloud").mkdir(mode=0o700, parents=True, exist_ok=True)
    profile = {"name": SCHOOL.name, "bucket": SCHOOL.bucket, "region": SCHOOL.region}
    told = {"profiles": [profile], "default_profile": SCHOOL.name}
    (home / "settings.json").write_text(json.dumps(told), "utf-8")
    with (
        local_cloud(folder / "school") as cloud,
        local_cloud(home / "local-cloud", **own) as mine,
        fault_proxy(cloud.endpoint.address) as to_school,
    ):
        write_endpoint(home / "local-cloud", mine.endpoint, os.getpid())
        yield School(cloud, mine, to_school)
