"""Kinds of files that the local cloud writes; `localcloud.container` has how."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.options import Transcode
from ..text import say
from .able import Able, Beyond, beyond, is_word

FORMATS = ("mp4",)

_CONTAINER = (Able("format", say("the file format"), is_word(*FORMATS), "mp4"),)


def beyond_files(transcode: Transcode) -> Iterator[Beyond]:
    yield from beyond("transcode.container", transcode.container, _CONTAINER)
