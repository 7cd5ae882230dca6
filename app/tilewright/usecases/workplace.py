"""Where a use case works: the home, the profile in use, and the service behind it."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from .. import settings
from ..accounts.keys import SECRET_ID, find_keys, frozen_keys, keys_of_environment
from ..accounts.profile import LOCAL, Profile
from ..errors import AppError, CloudError, NoKeys, NotTheOwner
from ..files.facts import KeptFacts
from ..files.layouts import OwnLayouts
from ..files.presets import OwnPresets
from ..files.templates import KeptTemplates
from ..jobs.history import History
from ..jobs.ledger import Ledger
from ..jobs.machine import Machine, this_machine
from ..jobs.owner import take_over, why_not_ours
from ..jobs.pace import Pace
from ..jobs.rows import LEDGER_NAME
from ..model.target import Target
from ..text import say

if TYPE_CHECKING:
    from ..wire.signature import Keys

# Late imports: the client brings requests along, which the window needs only after it has been painted.

log = logging.getLogger(__name__)


@dataclass
class Workplace:
    """The home and settings of one run. ``environment`` is asked for keys and the endpoint.

    ``wait`` sleeps and says whether to stop waiting for the start of the local cloud; ``None``: wait to the end.
    """

    home: Path
    settings: settings.Settings
    environment: Mapping[str, str] = field(repr=False)
    wait: Callable[[float], bool] | None = field(default=None, repr=False)

    @classmethod
    def open(cls, environment: Mapping[str, str] = os.environ) -> Self:
        home = settings.home(environment)
        return cls(home, settings.load(home), environment)

    @cached_property
    def machine(self) -> Machine:
        """Where we are: the ledger of another machine is only read."""
        return this_machine(settings.state_folder())

    def ledger(self) -> Ledger:
        """The ledger of the home, to be closed. Raises ``StorageError``, ``DiskFull``, ``NewerFormat``."""
        return Ledger(self.home, machine=self.machine)

    def history(self) -> History:
        """The same for reading."""
        return History(self.home, machine=self.machine)

    @property
    def kept_facts(self) -> KeptFacts:
        """What videos were found to be."""
        return KeptFacts(self.home / "cache" / "facts")

    @cached_property
    def own_presets(self) -> OwnPresets:
        """The presets of the user; for one thread at a time."""
        return OwnPresets(self.home)

    @cached_property
    def own_layouts(self) -> OwnLayouts:
        """The layouts of the user; for one thread at a time."""
        return OwnLayouts(self.home)

    @property
    def kept_templates(self) -> KeptTemplates:
        """What accounts told of their templates."""
        return KeptTemplates(self.home / "cache" / "templates")

    def why_not_ours(self) -> NotTheOwner | None:
        """Why the jobs of this home may only be looked at here; ``None`` when they may be sent."""
        return why_not_ours(self.home / LEDGER_NAME, self.machine)

    def require_ours(self) -> None:
        """Raise ``NotTheOwner`` unless jobs may be sent from this home."""
        if reason := self.why_not_ours():
            raise reason

    def take_over(self) -> int:
        """Make the jobs of this home those of this machine: ``jobs.owner.take_over``."""
        return take_over(self.home / LEDGER_NAME, self.machine, Pace(threading.Event().wait))

    @property
    def settings_path(self) -> Path:
        return settings.path_in(self.home)

    def read_settings(self) -> None:
        """Take over what the settings say now. Raises as ``settings.load`` does, and changes nothing then."""
        self.settings = settings.load(self.home)

    def profile(self, asked: str | None = None) -> Profile:
        """The profile in use: asked for, of the environment, of the settings, else the local cloud."""
        return self.settings.profile(settings.profile_name(self.settings, asked, self.environment))

    def target(self, asked: str | None = None) -> Target:
        """The target of the profile in use, without starting or asking anything."""
        return self.profile(asked).target("", settings.endpoint(self.environment))

    @property
    def has_own_cloud(self) -> bool:
        """Whether the local cloud is that of the home, and not another one at ``TILEWRIGHT_ENDPOINT``."""
        return not settings.endpoint(self.environment)

    def service(self, asked: str | None = None) -> Service:
        """The service of the profile in use; starts the local cloud when it is needed and not running."""
        profile = self.profile(asked)
        endpoint = settings.endpoint(self.environment)
        if endpoint:
            return Service(profile, self._endpoint_keys(profile), endpoint, None)
        if profile.local:
            return Service.of_local_cloud(self.home / "local-cloud", self.wait)
        return Service(profile, find_keys(profile.name, self.environment), "", None)

    def mirror(self, target: Target) -> Service:
        """The local cloud inside the program with the bucket of ``target``, an account's, by its name and region."""
        with Service.of_local_cloud(self.home / "local-cloud", self.wait) as service:
            return service.at(target)

    def local_service(self, target: Target) -> Service:
        """The local cloud that the profile of ``target`` reaches; if it is that of ``target``, with the bucket of then:
        it hosts those of every name, and a rehearsal uses them.
        """
        service = self.service(target.profile)
        if not target.service or service.target.service != target.service or service.target.place == target.place:
            return service
        with service:
            return service.at(target)

    def frozen_service(self, target: Target) -> Service | None:
        """The service of an account as it was frozen, whatever became of the profile; ``None`` without its keys."""
        keys = frozen_keys(target, self.environment)
        if keys is None:
            return None
        return Service(Profile.of(target), keys, settings.endpoint(self.environment), None)

    def has_keys(self, target: Target) -> bool:
        """Whether the keys that ``target`` was frozen with are at hand, as far as that can be told."""
        try:
            return target.local or frozen_keys(target, self.environment) is not None
        except AppError as error:  # half a pair of keys, a keyring that stays locked
            log.info("The keys of %s cannot be looked for: %s", target.profile, error.message)
            return True

    def _endpoint_keys(self, profile: Profile) -> Keys:
        keys = keys_of_environment(self.environment)
        if keys is not None:
            return keys
        if profile.local:
            raise NoKeys(
                say("{name} is set, but there are no keys for it.", name=settings.ENDPOINT),
                say(
                    "Set {secret_id} and TILEWRIGHT_SECRET_KEY to the keys that `tilewright serve --json` printed.",
                    secret_id=SECRET_ID,
                ),
            )
        return find_keys(profile.name, self.environment)


class Service:
    """One service and its client. Close it after use, or use it in a ``with`` block."""

    def __init__(
        self,
        profile: Profile,
        keys: Keys,
        endpoint: str,
        folder: Path | None,
        address: str = "",
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        from ..cloud.client import Client

        self.profile = profile
        self.client = Client(profile.target(keys.secret_id, endpoint), keys, address or endpoint)
        self._keys = keys
        self._folder = folder
        self._wait = wait
        if profile.local:
            self._recognise()

    @property
    def target(self) -> Target:
        """Where this service is, with the local cloud that answers there."""
        return self.client.reached

    def _recognise(self) -> None:
        """Ask which local cloud it is, once. One that cannot tell now will with its first answer; the reason why it
        cannot is told by the call that needs it.
        """
        try:
            self.client.list_buckets()
        except CloudError as error:
            log.info("The local cloud at %s did not say which one it is: %s", self.client.address, error)

    @classmethod
    def of_local_cloud(cls, folder: Path, wait: Callable[[float], bool] | None = None) -> Self:
        from ..localcloud import home as local_home
        from ..wire.signature import Keys

        wait = wait or local_home.sleep
        endpoint = local_home.ensure(folder, wait=wait)
        profile = LOCAL.replace(bucket=endpoint.bucket, region=endpoint.region)
        return cls(profile, Keys(endpoint.secret_id, endpoint.secret_key), "", folder, endpoint.address, wait)

    def at(self, target: Target) -> Service:
        """The same local cloud with the bucket of ``target``, open by itself."""
        profile = self.profile.replace(bucket=target.bucket, region=target.region)
        client = self.client
        return Service(profile, self._keys, client.target.endpoint, self._folder, client.address, self._wait)

    @property
    def is_embedded(self) -> bool:
        """The local cloud inside the program, which we may start."""
        return self._folder is not None

    def revive(self) -> bool:
        """After lost contact: start the embedded local cloud again if it is gone; whether it is reachable anew."""
        if self._folder is None:
            return False
        from ..localcloud import home as local_home
        from ..wire.signature import Keys

        endpoint = local_home.ensure(self._folder, wait=self._wait or local_home.sleep)
        self.client.move(endpoint.address, Keys(endpoint.secret_id, endpoint.secret_key))
        return True

    def close(self) -> None:
        self.client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
