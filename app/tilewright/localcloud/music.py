"""Background music as a part of FFmpeg's graph (ci-templates §7): pure text from values.

Where the service tells nothing is chosen (assumed, A46): each piece has its own level and is added to what else is
heard, also when the sound of the videos is not kept; it begins with the result, whatever `TimeInterval` cuts off, and
never makes it longer; two pieces sound at the same time. A piece that is played once is followed by silence, and fades
out at its own end if that comes first. `BgmFade` fades in each time that the piece begins again (A47).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..media.sound_probe import SoundFile
from ..model.options import AudioMix, EffectConfig
from ..model.spelling import spelled

_MOST_KEPT: Final = 64 << 20
"""Bytes of decoded samples that FFmpeg keeps to repeat them."""

_MOST_OPENINGS: Final = 64
"""Of one piece: each has a decoder, threads and an open file."""


@dataclass(frozen=True, slots=True)
class Music:
    """A piece at hand: the file, what it holds (counted at least as far as the result is long), and what is wished."""

    path: Path
    sound: SoundFile
    wish: AudioMix

    @property
    def is_repeated(self) -> bool:
        """Unless it shall be played once it is repeated to the end (ci-templates §7)."""
        return spelled(self.wish.mix_mode, ("Once",)) is None

    @property
    def drops_other_sound(self) -> bool:
        """`Replace`: nothing of any video is heard (assumed, A48)."""
        return bool(self.wish.replace_original)


def openings(music: Music, length: float) -> int:
    """How many inputs of FFmpeg's the piece is in a result of ``length`` seconds: one, or one for each time that it is
    played, where it is too long to be kept decoded; at most 64.
    """
    times, sound = _times(music, length), music.sound
    return times if times <= _MOST_OPENINGS and sound.samples * sound.channels * 4 > _MOST_KEPT else 1


def _times(music: Music, length: float) -> int:
    sound = music.sound
    if not music.is_repeated or sound.seconds >= length:
        return 1
    return math.ceil(length * sound.samplerate / sound.samples)


def repeat(music: Music, length: float, first: int) -> str:
    """From its `openings`, the inputs from number ``first`` on, to the sound of the piece from its first sample on,
    repeated to ``length`` seconds.

    The number of repetitions is finite: FFmpeg sometimes does not stop an endless filter. Decoded samples are repeated,
    so that no encoder's silence and no rounding of time stamps comes between.
    """
    sound, count, times = music.sound, "asetpts=N/SR/TB", _times(music, length)
    if times == 1:
        return f"[{first}:a:{sound.track}]{count}"
    if (inputs := openings(music, length)) > 1:
        pads = [f"[again{number}]" for number in range(first, first + inputs)]
        parts = [f"[{number}:a:{sound.track}]{count}{pad};" for number, pad in enumerate(pads, first)]
        looped = f"{''.join((*parts, *pads))}concat=n={inputs}:v=0:a=1,{count}"
    else:
        looped = f"[{first}:a:{sound.track}]{count},aloop=loop={times - 1}:size={sound.samples},{count}"
    effects = music.wish.effect_config or EffectConfig()
    fade = _seconds(effects.enable_bgm_fade, effects.bgm_fade_time)
    if not fade:
        return looped
    grows = f"min(1\\,mod(n\\,{sound.samples})/{fade * sound.samplerate:.3f})"
    return f"{looped},aeval=val(ch)*if(lt(n\\,{sound.samples})\\,1\\,{grows}):c=same"


def fade(music: Music, length: float) -> str:
    """Filters that fade a piece in at its start and out at its end, each with a comma before it."""
    effects = music.wish.effect_config or EffectConfig()
    end = length if music.is_repeated else min(length, music.sound.seconds)
    fade_in = _seconds(effects.enable_start_fadein, effects.start_fadein_time)
    fade_out = min(end, _seconds(effects.enable_end_fadeout, effects.end_fadeout_time))
    text = f",afade=t=in:d={fade_in:.6f}" if fade_in else ""
    return f"{text},afade=t=out:st={end - fade_out:.6f}:d={fade_out:.6f}" if fade_out else text


def _seconds(is_on: bool | None, time: float | None) -> float:
    """How long a fade takes; 0 for one that is off, whatever stands beside the switch (ci-templates §15, no. 18)."""
    return max(0.0, float(time or 0)) if is_on else 0.0
