"""What is known at the moment: facts of sources by Url, of templates by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from .composition import Composition, Frame
from .lack import Lack
from .options import Transcode, Watermark
from .template import Template

PQ, HLG = "smpte2084", "arib-std-b67"
"""Curves of high dynamic range, by FFmpeg's names."""


@dataclass(frozen=True, slots=True)
class Source:
    """The facts about one video.

    ``width`` × ``height`` is the displayed size in whole pixels: sample aspect ratio and rotation applied (A7).
    ``coded_width`` × ``coded_height`` is the stored picture; ``rotation`` is clockwise, 0, 90, 180 or 270 degrees;
    ``duration`` is the real length in seconds, to the end of the last picture or sound; ``fps`` the average
    rate of pictures; ``channels`` is 0 for a video without sound, ``second_channels`` for one without a second track
    of it; ``picture_track``, ``sound_track`` and ``second_track`` tell which of its kind in the file each is, from 0,
    covers aside: tracks of kinds that nobody can decode are counted and passed over; ``size`` in bytes, 0 if unknown;
    bitrates in kbps, 0 if unknown: where a stream does not tell its own, that of the file;
    ``matrix`` is how colours were turned into numbers, by FFmpeg's name ("gbr" when they were not), empty when the
    file does not say; ``transfer`` is the curve of a picture of high dynamic range, `PQ` or `HLG`, empty for others.
    """

    width: int
    height: int
    duration: float
    coded_width: int = 0
    coded_height: int = 0
    sample_aspect: Fraction = Fraction(1)
    rotation: int = 0
    fps: float = 0.0
    variable_rate: bool = False
    video_codec: str = ""
    pixel_format: str = ""
    bit_depth: int = 8
    matrix: str = ""
    transfer: str = ""
    audio_codec: str = ""
    channels: int = 0
    second_channels: int = 0
    picture_track: int = 0
    sound_track: int = 0
    second_track: int = 1
    samplerate: int = 0
    container: str = ""
    size: int = 0
    video_bitrate: int = 0
    audio_bitrate: int = 0

    @property
    def has_sound(self) -> bool:
        return self.channels > 0

    @property
    def is_hdr(self) -> bool:
        return bool(self.transfer)

    @property
    def colour_matrix(self) -> str:
        """``matrix``, or that which is taken when the file does not say."""
        return self.matrix or matrix_by_size(self.coded_width or self.width, self.coded_height or self.height)


def matrix_by_size(width: int, height: int) -> str:
    """The matrix of a picture that says nothing of its colours, by its stored size: HD is BT.709, smaller is BT.601.

    Players guess the same way (assumed): mpv takes pictures from 1280 pixels across, or more than 576 down, as HD.
    Here a picture that lies on its side is what it is upright.
    """
    return "bt709" if max(width, height) >= 1280 or min(width, height) > 576 else "smpte170m"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a source is not known, although it was looked at."""

    kind: Literal["absent", "refused", "damaged", "unreachable"]
    sentence: str


@dataclass(frozen=True, slots=True)
class Known:
    """Facts of sources by Url and of templates by id; grows as answers come in.

    ``templates`` are what transcode templates contain, ``watermark_templates`` what those of watermarks do;
    ``template_names`` what they are called in the account, and ``absent_templates`` ids that the service does not know.
    ``missing_letters`` are those of texts of watermarks, by `watermark_words.lettering`, that no typeface of this
    computer has; a text that is not there has none, or nobody has looked. ``lacks`` is what the FFmpeg of this computer
    was built without, by the compositions that need it (`lack.noted`).
    """

    sources: Mapping[str, Source] = field(default_factory=lambda: MappingProxyType({}))
    troubles: Mapping[str, Trouble] = field(default_factory=lambda: MappingProxyType({}))
    templates: Mapping[str, Transcode] = field(default_factory=lambda: MappingProxyType({}))
    watermark_templates: Mapping[str, Watermark] = field(default_factory=lambda: MappingProxyType({}))
    template_names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    absent_templates: frozenset[str] = frozenset()
    missing_letters: Mapping[tuple[str, str], str] = field(default_factory=lambda: MappingProxyType({}))
    lacks: Mapping[Composition, Lack] = field(default_factory=lambda: MappingProxyType({}))

    def with_source(self, url: str, source: Source) -> Known:
        rest = {key: trouble for key, trouble in self.troubles.items() if key != url}
        return replace(self, sources=MappingProxyType({**self.sources, url: source}), troubles=MappingProxyType(rest))

    def with_trouble(self, url: str, trouble: Trouble) -> Known:
        return replace(self, troubles=MappingProxyType({**self.troubles, url: trouble}))

    def joined(self, other: Known) -> Known:
        """Both; where both know something of a source or template, what ``other`` knows holds."""
        sources = {**self.sources, **other.sources}
        troubles = {url: trouble for url, trouble in self.troubles.items() if url not in other.sources}
        troubles.update(other.troubles)
        found = other.templates.keys() | other.watermark_templates.keys()
        return Known(
            MappingProxyType(sources),
            MappingProxyType(troubles),
            MappingProxyType({**self.templates, **other.templates}),
            MappingProxyType({**self.watermark_templates, **other.watermark_templates}),
            MappingProxyType({**self.template_names, **other.template_names}),
            self.absent_templates - found | other.absent_templates,
            MappingProxyType({**self.missing_letters, **other.missing_letters}),
            MappingProxyType({**self.lacks, **other.lacks}),
        )

    def with_template(self, template_id: str, transcode: Transcode) -> Known:
        return self.with_templates((Template(template_id, transcode=transcode),))

    def with_templates(self, found: Iterable[Template], absent: Iterable[str] = ()) -> Known:
        """With what a listing told: templates it ``found``, and ids that the service does not know."""
        found = tuple(found)
        new = Known(
            templates={one.id: one.transcode for one in found if one.transcode is not None},
            watermark_templates={one.id: one.watermark for one in found if one.watermark is not None},
            template_names={one.id: one.name for one in found if one.name},
            absent_templates=frozenset(absent),
        )
        return self.joined(new)

    def with_lacks(self, lacks: Mapping[Composition, Lack]) -> Known:
        """With these in the place of all that FFmpeg was found to lack before."""
        return replace(self, lacks=MappingProxyType(dict(lacks)))

    def without_templates(self) -> Known:
        """With nothing of templates: they are another account's."""
        return Known(self.sources, self.troubles, missing_letters=self.missing_letters, lacks=self.lacks)


def transcode_in_force(composition: Composition, known: Known) -> Transcode | None:
    """The transcode parameters that hold: those of the template if an id is set (it wins, ci-jobs §1.2).

    ``None`` when there are none, or when the template's content is not known.
    """
    if composition.transcode_template_id:
        return known.templates.get(composition.transcode_template_id)
    return composition.transcode


def frame_in_force(composition: Composition, known: Known) -> Frame:
    """The frame that holds (A1); sides nobody stated, or that only an unknown template states, are ``None``."""
    transcode = transcode_in_force(composition, known)
    video = transcode.video if transcode else None
    return Frame(width=video.width, height=video.height) if video else Frame()
