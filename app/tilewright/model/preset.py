"""A preset: an encoding with a name, what it does to a composition, and what of a composition differs from it.

It says file format, picture and sound, and nothing else: no address, key, output or callback can stand in one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from .composition import Composition
from .differences import Difference, differences
from .named import LONGEST_NAME, Named, clean_line
from .options import Audio, Container, Transcode, Video
from .value import Element

LONGEST_DESCRIPTION = 200

_SIDES = frozenset({"width", "height"})
_E = TypeVar("_E", bound=Element)


class Preset(Named, frozen=True):
    """What is absent in it is absent in a composition that follows it, but for the frame: without both sides, or with
    one alone, it leaves the frame as it is. Without ``audio`` it leaves out the sound (ci-templates §1).

    ``id`` stays the same when it is renamed: a composition remembers it. Of those that come with the program ``name``
    and ``description`` are texts of a catalogue.
    """

    description: str = ""
    container: Container = Container()
    video: Video = Video()
    audio: Audio | None = None

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height of the frame, where it says both."""
        if self.video.width is None or self.video.height is None:
            return None
        return self.video.width, self.video.height


def apply(preset: Preset, composition: Composition) -> Composition:
    """``composition`` with the encoding of ``preset``, which it follows from now on. Tiles stay where they are.

    Of the encoding only what no preset holds stays: the part that is kept, background music, what a reader found and
    could not name.
    """
    return composition.replace(transcode=encoded(preset, composition.transcode), preset=preset.id)


def encoded(preset: Preset, transcode: Transcode | None) -> Transcode:
    """``transcode`` as ``preset`` wants it."""
    own = transcode or Transcode()
    sides = {} if preset.size else {name: getattr(own.video, name, None) for name in _SIDES}
    return own.replace(
        container=_filled(own.container, preset.container),
        video=_filled(own.video, preset.video.replace(**sides)),
        audio=None if preset.audio is None else _over(own.audio, preset.audio),
    )


def matches(preset: Preset, composition: Composition) -> bool:
    """Whether nothing differs from ``preset``."""
    own = composition.transcode or Transcode()
    return encoded(preset, own) == own


def deviations(preset: Preset, composition: Composition) -> tuple[Difference, ...]:
    """The fields in which ``composition`` differs: ``before`` is the value of ``preset``, ``after`` its own."""
    if matches(preset, composition):  # nearly always, and quicker told
        return ()
    own = composition.transcode or Transcode()
    return differences(Composition(transcode=encoded(preset, own)), Composition(transcode=own))


def followed(composition: Composition, presets: Iterable[Preset]) -> Preset | None:
    """The one that ``composition`` remembers, else the first that it matches; ``None`` while a template decides."""
    if composition.transcode_template_id:
        return None
    given = tuple(presets)
    for preset in given:
        if preset.id == composition.preset:
            return preset
    return next((preset for preset in given if matches(preset, composition)), None)


def preset_of(
    composition: Composition, preset_id: str, name: str, description: str = "", *, with_size: bool = False
) -> Preset:
    """The encoding of ``composition`` as a preset; with the size of the frame if that is wanted. Only fields of ours
    are in it: what a reader kept beside them may be anything.
    """
    own = composition.transcode or Transcode()
    made = Preset(
        id=preset_id,
        name=name,
        description=description,
        container=own.container or Container(),
        video=own.video or Video(),
        audio=own.audio,
    )
    return cleaned(made if with_size else made.replace(video=made.video.replace(width=None, height=None)))


def cleaned(preset: Preset) -> Preset:
    """``preset`` without what no field says, with a name and a description that can be shown."""
    video = _bare(preset.video)
    if preset.size is None:
        video = video.replace(width=None, height=None)
    return preset.replace(
        name=clean_line(preset.name, LONGEST_NAME),
        description=clean_line(preset.description, LONGEST_DESCRIPTION),
        container=_bare(preset.container),
        video=video,
        audio=None if preset.audio is None else _bare(preset.audio),
    )


def _filled(own: _E | None, wanted: _E) -> _E | None:
    """As `_over`; an element that was absent and would say nothing stays so."""
    made: _E = _over(own, wanted)
    return None if own is None and made == type(made)() else made


def _over(own: Any, wanted: Any) -> Any:
    """The values of ``wanted``, with what a reader kept in ``own`` beside them."""
    if not isinstance(wanted, Element):
        return wanted
    base: Element = own if isinstance(own, type(wanted)) else type(wanted)()
    names = [name for name in wanted.__struct_fields__ if name != "kept"]
    return base.replace(**{name: _over(getattr(base, name), getattr(wanted, name)) for name in names})


def _bare(element: _E) -> _E:
    """Without what a reader kept, down to the last element in it."""
    inner = {name: getattr(element, name) for name in element.__struct_fields__ if name != "kept"}
    bare: _E = element.replace(
        kept=(), **{name: _bare(value) for name, value in inner.items() if isinstance(value, Element)}
    )
    return bare
