"""Where the keys of a profile come from: the environment, else the system's keyring."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..errors import LocalTrouble, NoKeys
from ..model.target import Target, hash_key_id
from ..text import Text, say

if TYPE_CHECKING:
    from ..wire.signature import Keys

SECRET_ID = "TILEWRIGHT_SECRET_ID"  # noqa: S105 - names of variables, not their contents
SECRET_KEY = "TILEWRIGHT_SECRET_KEY"  # noqa: S105
TOKEN = "TILEWRIGHT_TOKEN"  # noqa: S105

_PRINTABLE = re.compile(r"[!-~]+")


def _how(profile_name: str) -> Text:
    """What to do for the keys of a profile to be found."""
    return say(
        "Set {secret_id} and {secret_key}, or put the keys into the keyring of the system: secret_id and secret_key of "
        "the service {service}.",
        secret_id=SECRET_ID,
        secret_key=SECRET_KEY,
        service=service_in_keyring(profile_name),
    )


def service_in_keyring(profile_name: str) -> str:
    """What the keys of a profile are kept under in the system's keyring."""
    return f"tilewright:{profile_name}"


def keys_of_environment(environment: Mapping[str, str]) -> Keys | None:
    """The keys in ``environment``; ``None`` when there are none. Half a pair is ``NoKeys``."""
    secret_id, secret_key = environment.get(SECRET_ID, "").strip(), environment.get(SECRET_KEY, "").strip()
    if not secret_id and not secret_key:
        return None
    if not secret_id or not secret_key:
        missing = SECRET_KEY if secret_id else SECRET_ID
        there = SECRET_ID if secret_id else SECRET_KEY
        raise NoKeys(
            say("Only half of the keys is there: {there} is set, {missing} is not.", there=there, missing=missing),
            say("Set both {secret_id} and {secret_key}.", secret_id=SECRET_ID, secret_key=SECRET_KEY),
        )
    values = {SECRET_ID: secret_id, SECRET_KEY: secret_key, TOKEN: environment.get(TOKEN, "").strip()}
    return _keys(values)


def _keys(values: Mapping[str, str]) -> Keys:
    """The keys of ``values``: id, key and token by where they come from. Raises ``NoKeys``, never with a value:
    each becomes part of a header, where a space or line end would be refused by others with the value in their words.
    """
    from ..wire.signature import Keys  # late: the window asks whether there are keys before it is seen

    for name, value in values.items():
        if value and not _PRINTABLE.fullmatch(value):
            raise NoKeys(
                say(
                    "{name} cannot be a key: it has a space, a line end or a letter that is none of plain English.",
                    name=name,
                ),
                "Copy it again from the console.",
            )
    secret_id, secret_key, token = values.values()
    return Keys(secret_id, secret_key, token)


def keys_of_keyring(profile_name: str) -> Keys | None:
    """The keys that the system's keyring holds for a profile; may ask the user to unlock it.

    Raises ``LocalTrouble`` when the keyring is there but cannot be used.
    """
    # Late: importing keyring costs as much as the rest of a short command.
    import keyring
    import keyring.errors

    service = service_in_keyring(profile_name)
    try:
        values: dict[str, str] = {
            say("{name} of {service} in the keyring", name=name, service=service): (
                keyring.get_password(service, name) or ""
            ).strip()
            for name in ("secret_id", "secret_key", "token")
        }
    except keyring.errors.NoKeyringError:
        return None
    except keyring.errors.KeyringError as error:
        raise LocalTrouble(
            "The system's keyring could not be opened.", say("Unlock it and try again. {how}", how=_how(profile_name))
        ) from error
    secret_id, secret_key, _ = values.values()
    return _keys(values) if secret_id and secret_key else None


def find_keys(profile_name: str, environment: Mapping[str, str]) -> Keys:
    """The keys to use for an account profile. Raises ``NoKeys`` when there are none."""
    keys = keys_of_environment(environment) or keys_of_keyring(profile_name)
    if keys is None:
        raise NoKeys(say("There are no keys for the profile {name!r}.", name=profile_name), _how(profile_name))
    return keys


def frozen_keys(target: Target, environment: Mapping[str, str]) -> Keys | None:
    """The keys that ``target`` was frozen with, wherever they are; ``None`` when they are gone.

    Those of another SecretId do not count, and do not hide the right ones in the keyring. Raises as the others do.
    """
    keys = keys_of_environment(environment)
    if keys is None or not _is_frozen(keys, target):
        keys = keys_of_keyring(target.profile)
    return keys if keys is not None and _is_frozen(keys, target) else None


def _is_frozen(keys: Keys, target: Target) -> bool:
    return target.key_id_hash in {"", hash_key_id(keys.secret_id)}
