"""Which background music of an encoding holds (ci-templates §7)."""

from __future__ import annotations

from .options import AudioMix, Transcode

MOST_PIECES = 2
"""Pieces that `AudioMixArray` may have (ci-templates §7, A27)."""


def pieces_of(transcode: Transcode | None) -> list[tuple[str, AudioMix]]:
    """The pieces and where each lies in a composition: the single one hides the list."""
    if transcode is None:
        return []
    if transcode.audio_mix is not None:
        return [("transcode.audio_mix", transcode.audio_mix)]
    return [(f"transcode.audio_mix_array.{number}", mix) for number, mix in enumerate(transcode.audio_mix_array)]


def heard_pieces(transcode: Transcode | None) -> list[tuple[str, AudioMix]]:
    """As ``pieces_of``, and none where the result has no sound: without `Audio`, or with its `Remove`."""
    audio = transcode.audio if transcode else None
    return pieces_of(transcode) if audio is not None and not audio.remove else []
