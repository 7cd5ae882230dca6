"""Settings of the program and where its files lie. Nothing below this module reads them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec
import platformdirs

from .accounts.profile import LOCAL, Profile, require_valid
from .durable import make_private, storage_error
from .errors import Damaged, WrongUse

HOME = "TILEWRIGHT_HOME"
PROFILE = "TILEWRIGHT_PROFILE"
ENDPOINT = "TILEWRIGHT_ENDPOINT"

_LOOPBACK = re.compile(r"http://(127(?:\.\d{1,3}){3}|localhost|\[::1\]):(?P<port>\d{1,5})")


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """What `settings.json` holds."""

    default_profile: str = LOCAL.name
    profiles: tuple[Profile, ...] = ()

    def profile(self, name: str) -> Profile:
        """The profile of that name; the local cloud is always there."""
        if name == LOCAL.name:
            return LOCAL
        for profile in self.profiles:
            if profile.name == name:
                return require_valid(profile)
        known = ", ".join([LOCAL.name, *(profile.name for profile in self.profiles)])
        raise WrongUse(f"There is no profile {name!r}.", f"Known profiles: {known}.")


def home(environment: Mapping[str, str] = os.environ) -> Path:
    """The one folder of the program on disk, made if needed, readable by its owner only."""
    chosen = environment.get(HOME, "")
    return make_private(Path(chosen).expanduser().absolute() if chosen else platformdirs.user_data_path("tilewright"))


def load(folder: Path) -> Settings:
    """The settings in ``folder``; the defaults when there are none. Raises ``Damaged``."""
    path = folder / "settings.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings)
    except FileNotFoundError:
        return Settings()
    except msgspec.DecodeError as error:
        raise Damaged(f"The settings in {path} cannot be read: {error}.", "Mend or remove the file.") from error
    except OSError as error:
        raise storage_error(error, "read", path) from error


def profile_name(settings: Settings, asked: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """Which profile is in use: asked for, else of the environment, else of the settings."""
    return asked or environment.get(PROFILE, "") or settings.default_profile


def endpoint(environment: Mapping[str, str] = os.environ) -> str:
    """The address that all calls of the profile in use go to; empty for the service's own.

    Raises ``WrongUse`` for anything but ``http://HOST:PORT`` with a HOST of this machine: calls travel unencrypted.
    """
    address = environment.get(ENDPOINT, "").strip().rstrip("/")
    if not address:
        return ""
    match = _LOOPBACK.fullmatch(address)
    if match is None or not 0 < int(match["port"]) < 65536:
        raise WrongUse(f"{ENDPOINT} is {address!r}, which is no address here.", "Write it as http://127.0.0.1:PORT.")
    return address
