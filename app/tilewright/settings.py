"""Settings of the program and where its files lie. Nothing below this module reads them."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec
import platformdirs

from .accounts.profile import LOCAL, Profile, require_valid
from .durable import FileLock, make_private, storage_error, write_whole
from .errors import AppError, Damaged, StorageError, WrongUse
from .text import plain, say

log = logging.getLogger(__name__)

HOME = "TILEWRIGHT_HOME"
PROFILE = "TILEWRIGHT_PROFILE"
ENDPOINT = "TILEWRIGHT_ENDPOINT"

MOST_RECENT = 12
"""Recent files that are remembered."""

_LARGEST = 1024 * 1024
"""Bytes that are read; a longer file is cut and so told as damaged."""
_WAIT = 3.0
"""Seconds to wait for another Tilewright that is writing the settings."""

_LOOPBACK = re.compile(r"http://(127(?:\.\d{1,3}){3}|localhost|\[::1\]):(?P<port>\d{1,5})")

Look = Literal["system", "light", "dark", "contrast"]
LOOKS: tuple[Look, ...] = get_args(Look)

_Pixels = Annotated[int, msgspec.Meta(ge=0, le=4096)]

MOST_STEP = 1000
"""Pixels of the frame by which one press of an arrow key moves or resizes at most."""
_Step = Annotated[int, msgspec.Meta(ge=1, le=MOST_STEP)]


class Panels(msgspec.Struct, frozen=True):
    """What the user has changed in the arrangement of the panels, each by its side: left, right, bottom."""

    open: dict[str, bool] = {}
    sizes: dict[str, _Pixels] = {}
    """Device-independent pixels: the width at the left and the right, the height at the bottom."""


class Window(msgspec.Struct, frozen=True):
    """What the window remembers from one start to the next."""

    look: Look = "system"
    """Light, dark or high contrast; ``system`` follows the desktop."""
    snap: bool = True
    snaps_not: tuple[str, ...] = ()
    """Kinds of `layout.attraction` that do not attract what is dragged."""
    snap_reach: Annotated[int, msgspec.Meta(ge=1, le=64)] = 8
    """Device-independent pixels of the screen within which something attracts."""
    grid: bool = False
    grid_size: Annotated[int, msgspec.Meta(ge=2, le=1024)] = 16
    """Pixels of the frame from line to line."""
    even: bool = False
    """Whether all that gives tiles a place or a size comes to even pixels."""
    rulers: bool = True
    align_to: Literal["selection", "frame", "last"] = "selection"
    """What several tiles are aligned to: each other, the frame, or the one that was chosen last."""
    keeps_proportion: bool = False
    """Whether a side, typed or dragged, takes the other along; Shift turns it round for one drag."""
    keeps_source_proportion: bool = False
    """Whether the side that follows one that is typed keeps the source's proportion, not the tile's."""
    notifies: bool = True
    """Whether the system tells when jobs end while another window is in front."""
    shows_all_options: bool = False
    """Whether the inspector shows every field, or what most people set."""
    gap: _Pixels = 0
    """Pixels between the tiles of a layout; 0, as four 16:9 videos then fill a 16:9 frame without being squeezed."""
    margin: _Pixels = 0
    """Pixels between the tiles of a layout and the frame's edge."""
    nudge: _Step = 1
    """Pixels of the frame by which an arrow key moves or resizes what is chosen."""
    nudge_far: _Step = 10
    """The same with Shift."""
    keys: dict[str, tuple[str, ...]] = {}
    """The keys, in Qt's portable form, of the commands that the user gave others than they come with, by their ids."""
    recent: tuple[str, ...] = ()
    """Absolute paths of the files opened or saved last, newest first, at most ``MOST_RECENT``."""
    recent_at: dict[str, str] = {}
    """Where each of them was seen when it was opened or saved, by its path: folder and disk (`files.seen`)."""
    last_folder: str = ""
    """Where dialogs for compositions begin; empty: the user's documents."""
    last_videos: str = ""
    """Where dialogs for videos begin; empty: the user's videos."""
    hints_gone: tuple[str, ...] = ()
    """Ids of the first-run hints that the user has sent away."""
    place: str = ""
    """Where the window stood, how large it was, and whether it filled its screen, as Qt's geometry in base64."""
    panels: dict[str, Panels] = {}
    """The arrangement of the panels by window size class."""
    recent_commands: tuple[str, ...] = ()
    """Ids of the commands that were found in the palette and run last, newest first."""
    has_started: bool = False
    """Whether the sample of the first start was shown."""
    not_submitted: str = ""
    """What to say at the next start about a submission that came to nothing after its window was closed."""


class Settings(msgspec.Struct, frozen=True):
    """What `settings.json` holds."""

    default_profile: str = LOCAL.name
    profiles: tuple[Profile, ...] = ()
    window: Window = Window()

    def profile(self, name: str) -> Profile:
        """The profile of that name; the local cloud is always there."""
        if name == LOCAL.name:
            return LOCAL
        for profile in self.profiles:
            if profile.name == name:
                return require_valid(profile)
        known = ", ".join([LOCAL.name, *(profile.name for profile in self.profiles)])
        raise WrongUse(say("There is no profile {name!r}.", name=name), say("Known profiles: {known}.", known=known))


def with_window(settings: Settings, **changes: object) -> Settings:
    """``settings`` in which fields of the window have other values. Only recent files keep where they were seen."""
    window = msgspec.structs.replace(settings.window, **changes)
    if "recent" in changes or "recent_at" in changes:
        at = {path: place for path, place in window.recent_at.items() if path in window.recent}
        window = msgspec.structs.replace(window, recent_at=at)
    return msgspec.structs.replace(settings, window=window)


def home(environment: Mapping[str, str] = os.environ) -> Path:
    """The one folder of the program on disk, made if needed, readable by its owner only."""
    chosen = environment.get(HOME, "")
    return make_private(Path(chosen).expanduser().absolute() if chosen else platformdirs.user_data_path("tilewright"))


def state_folder() -> Path:
    """Where the platform keeps what belongs to this machine and user; outside the home, and it need not be there."""
    return platformdirs.user_state_path("tilewright")


def videos_folder() -> Path:
    """Where the platform keeps a user's videos; it need not be there."""
    return platformdirs.user_videos_path()


def load(folder: Path) -> Settings:
    """The settings in ``folder``; the defaults when there are none. Raises ``Damaged``.

    What a newer Tilewright added is passed over. In ``window`` a value that cannot be is its default: nobody is
    kept from working by a colour scheme.
    """
    return _read(_tree(folder), folder)


def load_or_default(folder: Path) -> tuple[Settings, AppError | None]:
    """The settings, or the defaults and what to tell: damaged ones are set aside so that nothing of them is lost."""
    try:
        return load(folder), None
    except Damaged as error:
        aside = set_aside(folder)
        told = say("{reason} They are left as they are; the usual settings are in use.", reason=error.message)
        if aside:
            name = aside.name
            told = say(
                "{reason} They are kept as {name}; the usual settings are in use.", reason=error.message, name=name
            )
        return Settings(), Damaged(told)
    except AppError as error:
        return Settings(), error


def set_aside(folder: Path) -> Path | None:
    """Rename the settings to a free name beside it; the new path, or ``None`` when that is not possible."""
    path = path_in(folder)
    for number in range(1, 1000):
        aside = path.with_name(f"settings.damaged-{number}.json")
        if aside.exists():
            continue
        try:
            path.rename(aside)
        except OSError as error:
            log.warning("The damaged settings %s cannot be set aside: %s", path, error)
            return None
        return aside
    return None


def change(folder: Path, edit: Callable[[Settings], Settings]) -> Settings:
    """Replace the settings by ``edit`` of what is on disk at this moment, and return them.

    Only what ``edit`` changed is written: whatever another window or a newer Tilewright has put there meanwhile
    stays. The file is whole at every moment and for its owner only. Raises ``Damaged`` as `load` does, and
    ``StorageError`` when it cannot be written.
    """
    lock = FileLock(make_private(folder / "locks") / "settings.lock")
    if not lock.acquire(within=_WAIT):
        raise StorageError("The settings are in use by another Tilewright.", "Try again.")
    try:
        tree = _tree(folder)
        before = _read(tree, folder)
        after = edit(before)
        if _merge(tree, before, after):
            text = msgspec.json.format(msgspec.json.encode(tree, enc_hook=plain), indent=2) + b"\n"
            write_whole(path_in(folder), text, mode=0o600)
        return after
    finally:
        lock.release()


def path_in(folder: Path) -> Path:
    """The file of the settings in the home ``folder``."""
    return folder / "settings.json"


def _tree(folder: Path) -> dict[str, Any]:
    path = path_in(folder)
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST)
        return msgspec.json.decode(data, type=dict[str, Any])
    except FileNotFoundError:
        return {}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _damaged(path, error) from error
    except OSError as error:
        raise storage_error(error, say("read"), path) from error


def _damaged(path: Path, error: Exception) -> Damaged:
    return Damaged(
        say("The settings in {path} cannot be read: {error}.", path=path, error=error), "Mend or remove the file."
    )


def _read(tree: Mapping[str, Any], folder: Path) -> Settings:
    try:
        profiles = msgspec.convert(tree.get("profiles", []), type=list[dict[str, Any]])
        return Settings(
            default_profile=msgspec.convert(tree.get("default_profile", LOCAL.name), type=str),
            profiles=tuple(msgspec.convert(_known(profile, Profile), type=Profile) for profile in profiles),
            window=_read_window(tree.get("window")),
        )
    except msgspec.ValidationError as error:
        raise _damaged(path_in(folder), error) from error


def _known(tree: Mapping[str, Any], kind: type[msgspec.Struct]) -> dict[str, Any]:
    return {name: value for name, value in tree.items() if name in kind.__struct_fields__}


def _read_window(tree: object) -> Window:
    found: dict[str, Any] = {}
    for field in msgspec.structs.fields(Window):
        if isinstance(tree, dict) and field.name in tree:
            with contextlib.suppress(msgspec.ValidationError):
                found[field.name] = msgspec.convert(_without_odd(tree[field.name], field.type), type=field.type)
    return Window(**found)


def _without_odd(value: object, kind: object) -> object:
    """Texts, also by name, without what is none: an odd entry loses no other."""
    if kind == tuple[str, ...] and isinstance(value, list):
        return [one for one in value if isinstance(one, str)]
    if kind == dict[str, str] and isinstance(value, dict):
        return {name: one for name, one in value.items() if isinstance(one, str)}
    return value


def _merge(tree: dict[str, Any], before: msgspec.Struct, after: msgspec.Struct) -> bool:
    """Write into ``tree`` what differs; whether anything does."""
    changed = False
    for name in after.__struct_fields__:
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        if isinstance(new, msgspec.Struct):
            inner = tree.get(name)
            tree[name] = dict(inner) if isinstance(inner, dict) else {}
            _merge(tree[name], old, new)
        elif name == "profiles":
            tree[name] = _merged_profiles(tree.get(name, []), old, new)
        else:
            tree[name] = msgspec.to_builtins(new, enc_hook=plain)
        changed = True
    return changed


def _merged_profiles(trees: list[dict[str, Any]], old: tuple[Profile, ...], new: tuple[Profile, ...]) -> list[Any]:
    """The ``new`` profiles, each with what a newer Tilewright wrote into the one of its name."""
    by_name = {profile.name: tree for profile, tree in zip(old, trees, strict=True)}
    merged = []
    for profile in new:
        extra = {k: v for k, v in by_name.get(profile.name, {}).items() if k not in Profile.__struct_fields__}
        merged.append({**msgspec.to_builtins(profile, enc_hook=plain), **extra})
    return merged


def profile_name(settings: Settings, asked: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """Which profile is in use: asked for, else of the environment, else of the settings."""
    return asked or environment.get(PROFILE, "") or settings.default_profile


def has_display(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a window can be shown: elsewhere than on Linux always, there with a display or a chosen Qt platform."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(environment.get(name) for name in names)


def endpoint(environment: Mapping[str, str] = os.environ) -> str:
    """The address that all calls of the profile in use go to; empty for the service's own.

    Raises ``WrongUse`` for anything but ``http://HOST:PORT`` with a HOST of this machine: calls travel unencrypted.
    """
    address = environment.get(ENDPOINT, "").strip().rstrip("/")
    if not address:
        return ""
    match = _LOOPBACK.fullmatch(address)
    if match is None or not 0 < int(match["port"]) < 65536:
        raise WrongUse(
            say("{name} is {address!r}, which is no address here.", name=ENDPOINT, address=address),
            "Write it as http://127.0.0.1:PORT.",
        )
    return address
