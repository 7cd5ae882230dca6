"""Kinds of files that the local cloud writes; `localcloud.container` has how."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.options import Transcode
from ..model.secrets import aes_key, is_encryption_key
from ..text import say
from .able import Able, Beyond, beyond, is_word
from .asked import container_of, has_picture, video_codec_of

_OF_PICTURES = ("mp4", "mkv", "mov", "ts", "flv", "avi", "WebM", "hls", "dash")
_OF_SOUND = ("aac", "adts", "m4a", "mp3", "flac", "amr", "wav")
FORMATS = (*_OF_PICTURES, *_OF_SOUND)

MARKED = ("mp4", "mov", "m4a", "mkv", "WebM", "flv", "mp3", "flac")
"""Kinds of files that have a place for marks of generated content, and FFmpeg writes into it (A92)."""

_FORMAT = Able("format", say("the file format"), is_word(*FORMATS), "mp4")


def beyond_files(transcode: Transcode) -> Iterator[Beyond]:
    yield from beyond("transcode.container", transcode.container, (_FORMAT,))
    yield from _beyond_encryption(transcode)
    yield from _beyond_marks(transcode)


def _beyond_marks(transcode: Transcode) -> Iterator[Beyond]:
    container = container_of(transcode) or FORMATS[0]
    config = transcode.trans_config
    if config and config.aigc_metadata is not None and container in FORMATS and container not in MARKED:
        what = say("marks of generated content in {container} files", container=container)
        why = say("FFmpeg writes them into {kinds} files.", kinds=", ".join(MARKED))
        yield Beyond("transcode.trans_config.aigc_metadata", what, why=why)


def _beyond_encryption(transcode: Transcode) -> Iterator[Beyond]:
    """FFmpeg encrypts hls by a key that it is given; nobody here asks a server for one."""
    config = transcode.trans_config
    hls, dash = (config.hls_encrypt, config.dash_encrypt) if config else (None, None)
    if hls and hls.is_hls_encrypt and (hls.uri_key or "").strip() and aes_key(hls.uri_key) is None:
        what = say("encryption by a key that is not 16 characters or 32 hexadecimal digits long")
        why = say("AES-128, the encryption of hls, has keys of that length.")
        if not is_encryption_key(hls.uri_key):
            what = say("encryption by a key that a server gives out")
            why = say("No document says how it is asked; a key of 16 characters or 32 hexadecimal digits is taken.")
        yield Beyond("transcode.trans_config.hls_encrypt", what, why=why)
    elif hls and hls.is_hls_encrypt and video_codec_of(transcode) == "AV1" and has_picture(transcode):
        why = say("Its pieces are MP4, which FFmpeg does not encrypt.")
        yield Beyond("transcode.trans_config.hls_encrypt", say("encryption of AV1 in hls"), why=why)
    if dash and dash.is_encrypt:
        why = say("No document says which of its ways is meant, and FFmpeg's playlist would not tell players of it.")
        yield Beyond("transcode.trans_config.dash_encrypt", say("encryption of dash"), why=why)
