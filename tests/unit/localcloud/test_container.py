"""Kinds of files: what is let in is what can be written, and names end as they are expected to."""

from __future__ import annotations

import pytest

from support.builders import composition
from tilewright.checks import unsupported
from tilewright.checks.able_files import FORMATS
from tilewright.errors import BadInput
from tilewright.localcloud.container import kind_of
from tilewright.model.codecs import CONTAINERS, spelled
from tilewright.model.endings import ENDINGS
from tilewright.model.options import Container, Transcode


def of_format(name: str | None) -> Transcode:
    made = composition().transcode
    assert made is not None
    return made.replace(container=Container(format=name))


@pytest.mark.parametrize("name", [*CONTAINERS, "MP4", "gif", None])
def test_that_a_kind_of_file_is_written_exactly_when_it_is_let_in(name: str | None) -> None:
    transcode = of_format(name)
    if spelled(name or "mp4", FORMATS) is None:
        (problem,) = unsupported(composition(transcode=transcode))
        assert problem.path == "transcode.container.format"
        with pytest.raises(BadInput, match=f"does not write {name} files"):
            kind_of(transcode)
        return
    assert kind_of(transcode).ending in ENDINGS[(name or "mp4").lower()]


def test_that_a_result_without_a_named_format_is_an_mp4() -> None:
    assert kind_of(None) == kind_of(Transcode()) == kind_of(of_format("mp4"))
