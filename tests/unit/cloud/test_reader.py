from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from tilewright.cloud import reader
from tilewright.cloud.reader import RangedReader

DATA = bytes(range(251)) * 9_000


@given(st.lists(st.tuples(st.integers(0, len(DATA) + 50), st.integers(0, 700_000)), max_size=8))
def test_that_any_sequence_of_seeks_and_reads_gives_the_bytes_of_the_object(steps: list[tuple[int, int]]) -> None:
    opened = io.BufferedReader(RangedReader(len(DATA), lambda start, end: DATA[start:end]), 64 * 1024)
    for position, length in steps:
        opened.seek(position)
        assert opened.read(length) == DATA[position : position + length]


def test_that_blocks_are_asked_for_once_and_only_some_are_kept() -> None:
    asked: list[int] = []
    size = 40 * reader.BLOCK

    def read_range(start: int, end: int) -> bytes:
        asked.append(start // reader.BLOCK)
        return bytes(end - start)

    opened = RangedReader(size, read_range)
    for number in (0, 39, 0, 39, 0):
        opened.seek(number * reader.BLOCK)
        opened.read(10)
    assert asked == [0, 39]
    opened.seek(0)
    assert len(opened.readall()) == size
    opened.seek(0)
    opened.read(1)
    assert asked.count(0) == 2
