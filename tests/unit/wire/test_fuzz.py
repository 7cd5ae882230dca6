"""Whatever a document is, it is read or refused with a sentence: quickly, and within little memory."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from support import forker
from support.carriers import REQUEST
from support.fuzzing import GROWTH, fuzz, growth_of
from support.long import Budget
from tilewright.errors import AppError
from tilewright.files.compositions import open_composition, parse
from tilewright.wire.documents import read_document
from tilewright.wire.jobs import read_jobs
from tilewright.wire.request import read_request

FAST, FULL = 2_000, 20_000


def test_that_2000_mutated_documents_are_read_or_refused() -> None:
    assert fuzz(0, FAST) == []


@pytest.mark.full
def test_that_18000_more_are_read_or_refused() -> None:
    assert fuzz(FAST, FULL - FAST) == []


@pytest.mark.long
def test_that_mutated_documents_are_read_or_refused_until_the_clock(budget: Budget) -> None:
    for seed in budget:
        assert fuzz(100_000 + seed * 1_000, 1_000) == []


LAUGHS = (
    b"<!DOCTYPE l [<!ENTITY a 'ha'>"
    + b"".join(f"<!ENTITY a{n} '{f'&a{n - 1 or chr(32)};'.replace(' ', '') * 10}'>".encode() for n in range(1, 12))
    + b"]><Request>&a11;</Request>"
)
MIB = 1024 * 1024


BOMBS: dict[str, Callable[[int], bytes]] = {
    "text": lambda size: b"<Request>" + b"x" * size + b"</Request>",
    "words": lambda size: b"word " * (size // 5),
    "open elements": lambda size: b"<a>" * (size // 3),
    "elements": lambda size: b"<a>" + b"<b/>" * (size // 4),
    "attributes": lambda size: b"<a " + b'b="" ' * (size // 5) + b"/>",
    "other attributes": lambda size: b"<a " + b"".join(b'b%d="" ' % n for n in range(size // 12)) + b"/>",
    "declarations": lambda size: b"<a " + b"".join(b'xmlns:b%d="u" ' % n for n in range(size // 20)) + b"/>",
    "comments": lambda size: b"<!---->" * (size // 7),
    "references": lambda size: b"<Request>" + b"&lt;" * (size // 4) + b"</Request>",
    "lists": lambda size: b'{"Operation":' + b"[" * size,
    "objects": lambda size: b'{"Operation":' + b'{"a":' * (size // 5),
    "empty lists": lambda size: b'{"Operation":[' + b"[]," * (size // 3) + b"[]]}",
    "values": lambda size: b'{"Operation":[' + b"1," * (size // 2) + b"1]}",
    "one string": lambda size: b'{"Operation":"' + b"\\u0041" * (size // 6) + b'"}',
    "strings without an end": lambda size: b'{"Operation":"' + b'\\"' * (size // 2),
    "the same name": lambda size: b"{" + b'"Operation":1,' * (size // 14) + b'"a":1}',
    "digits": lambda size: b'{"Operation":' + b"9" * size + b"}",
    "answers": lambda size: b"HTTP/1.1 200 OK\n\n" * (size // 17),
    "headers": lambda size: b"HTTP/1.1 200 OK\n" + b"token-a: b\n" * (size // 11),
    "empty lines": lambda size: b"\n" * size + b"HTTP/1.1 200 OK\n",
    "chunks": lambda size: b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n" + b"1\na\n" * (size // 4),
    "quotes": lambda size: b"curl -d " + b"''" * (size // 2),
    "dollars": lambda size: b"curl -d " + b"$" * size,
    "escapes": lambda size: b"curl -d $'" + b"\\n" * (size // 2) + b"'",
    "options": lambda size: b"curl" + b" -d x" * (size // 5),
    "lines": lambda size: b"A=b " * (size // 4) + b"\n" + b" |" * 10,
    "literals": lambda size: b"x = '<Request>" + b"' '" * (size // 3),
    "more literals": lambda size: b"x=(\n'<Request>'" + b"''" * (size // 2),
    "texts of Python": lambda size: b"{'Operation': '" + b"\\'" * (size // 2),
    "more texts of Python": lambda size: b"x = {'Operation': " + b"'a' " * (size // 4) + b"}",
    "brackets of Python": lambda size: b"{'Operation': " + b"(" * size,
    "requests": lambda size: b"a" + b"<Request>" * (size // 9) + b"</Request>",
}
"""Each of about so many bytes: none of them may take a second."""


SMALL = {
    "billion laughs": LAUGHS,
    "billion laughs in UTF-16": LAUGHS.decode().encode("utf-16"),
    "external entity": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Request>&e;</Request>',
    "external DTD": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><Request/>',
    "parameter entity": b'<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><Request/>',
    "laughs in a dump": b"HTTP/1.1 200 OK\n\n" + LAUGHS,
    "laughs in JSON": b'{"body": "' + LAUGHS.replace(b'"', b"'") + b'"}',
}


HARMLESS = {"one string", "digits"}
"""A long value is one all the same."""


def refused_at_once(data: bytes, name: str) -> None:
    for reader in (lambda: parse(data, "x"), lambda: read_request(data), lambda: read_document(data)):
        began = time.process_time()
        with contextlib.suppress(AppError) if name in HARMLESS else pytest.raises(AppError):
            reader()
        assert time.process_time() - began < 1


@pytest.mark.parametrize("name", SMALL)
def test_that_entities_are_refused_at_once(name: str) -> None:
    refused_at_once(SMALL[name], name)
    with pytest.raises(AppError, match="DTD"):
        parse(SMALL[name], "x")


@pytest.mark.parametrize("name", BOMBS)
def test_that_a_bomb_is_refused_at_once(name: str) -> None:
    refused_at_once(BOMBS[name](MIB), name)


@pytest.mark.full
@pytest.mark.parametrize("name", BOMBS)
def test_that_a_bomb_as_large_as_a_document_may_be_is_refused_at_once(name: str) -> None:
    refused_at_once(BOMBS[name](4 * MIB - 200)[: 4 * MIB], name)


@pytest.mark.full
@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="only Linux tells how much memory was used")
@pytest.mark.parametrize("name", BOMBS)
def test_that_no_bomb_takes_more_than_64_mib(name: str) -> None:
    parse(REQUEST.encode(), "x")
    assert growth_of(BOMBS[name](4 * MIB - 200)[: 4 * MIB]) < GROWTH


@pytest.mark.full
@pytest.mark.parametrize("name", ["text", "words", "open elements", "lists", "quotes"])
def test_that_100_mb_are_refused_at_once(name: str, tmp_path: Path) -> None:
    data = BOMBS[name](100_000_000)
    refused_at_once(data, name)
    with pytest.raises(AppError, match="larger than 4 MiB"):
        read_jobs(data)
    path = tmp_path / "bomb.xml"
    path.write_bytes(data)
    began = time.process_time()
    with pytest.raises(AppError, match="larger than 4 MiB"):
        open_composition(str(path))
    assert time.process_time() - began < 1
    done = forker.run("import", path, "-o", tmp_path / "made.tilewright")
    assert "larger than 4 MiB" in done.err


def test_that_a_request_as_large_as_they_get_is_read() -> None:
    start, end = REQUEST.index("<SpliceInfo>"), REQUEST.index("</SpliceInfo>") + len("</SpliceInfo>")
    many = REQUEST[:start] + REQUEST[start:end] * 998 + REQUEST[start:]
    assert len(parse(many.encode(), "x").composition.tiles) == 1000
