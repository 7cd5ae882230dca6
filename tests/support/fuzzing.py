"""Mutated documents for whatever reads strangers' files, in a process of its own.

``python -m support.fuzzing FIRST COUNT`` reads so many of them within 64 MiB of memory, and prints as JSON what must
not have happened: an exception that is none of ours, a document that took a second, a lasting difference.
"""

from __future__ import annotations

import contextlib
import copy
import json
import os
import random
import resource
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from support.carriers import CARRIERS
from support.generated import document_of
from tilewright.checks import check
from tilewright.errors import AppError
from tilewright.files.compositions import parse
from tilewright.model.document import encode
from tilewright.model.source import Known
from tilewright.wire import xml
from tilewright.wire.faults import read_fault
from tilewright.wire.jobs import parts, read_jobs
from tilewright.wire.media_buckets import read_media_bucket, read_media_buckets
from tilewright.wire.queues import read_queue_change, read_queues
from tilewright.wire.request import read_request, write_request
from tilewright.wire.results import read_media
from tilewright.wire.templates import read_template_file, read_templates

GROWTH = 64 * 1024 * 1024
SECONDS = 1.0
_GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "reference"

TOKENS = [
    *(
        b"<",
        b">",
        b"</",
        b"/>",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"<?x ?>",
        b"&#0;",
        b"&#xD800;",
        b"&lt;",
        b"&x;",
    ),
    *(
        b"<!DOCTYPE x>",
        b"<!ENTITY a 'b'>",
        b'xmlns="urn:x"',
        b"x:",
        b"\x00",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xc3",
        b"\r\n",
    ),
    *(
        b"\n\n",
        b'"',
        b"'",
        b"\\",
        b"\\u",
        b"\\x",
        b"$'",
        b"<<EOF\n",
        b"{",
        b"}",
        b"[",
        b"]",
        b":",
        b",",
        b"null",
        b"true",
    ),
    *(
        b"1e999",
        b"9" * 40,
        b"-",
        b"\xc2\xa0",
        b"\xe3\x80\x80",
        b"HTTP/1.1 200 OK\r\n",
        b"POST /jobs HTTP/1.1\n",
        b"ffffffff\r\n",
    ),
    *(
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Length: 7\r\n",
        b"curl -d ",
        b"curl --data-binary @- ",
        b"BODY='",
        b"0\r\n",
    ),
    *(
        b"<Request>",
        b"</Request>",
        b"<SpliceInfo/>",
        b"<Operation>",
        b'"Operation":',
        b'"body":',
        b'"JobsDetail":[',
        b"@x=1",
    ),
]


def corpus() -> list[bytes]:
    recorded = [path for path in sorted(_GOLDEN.rglob("*")) if path.suffix in {".xml", ".json", ".txt"}]
    made = [data for data, _ in CARRIERS.values()]
    compositions = [encode(parse(data, "x").composition) for data in made[:3]]
    return [*made, *made, *compositions, *(path.read_bytes() for path in recorded)]


def mutated(rng: random.Random, documents: list[bytes]) -> bytes:
    data = bytearray(rng.choice(documents) if rng.random() < 0.9 else document_of(rng)[0])
    if rng.random() < 0.12 and (strange := _with_other_elements(rng, bytes(data))):
        return strange
    for _ in range(rng.choice((1, 1, 2, 4, 12))):
        place = rng.randrange(len(data) + 1)
        match rng.randrange(8):
            case 0 if data:
                data[min(place, len(data) - 1)] = rng.randrange(256)
            case 1:
                del data[place : place + rng.choice((1, 5, 40))]
            case 2:
                data[place:place] = rng.choice(TOKENS)
            case 3:
                start = rng.randrange(len(data) + 1)
                data[place:place] = data[start : start + rng.randint(1, 80)]
            case 4:
                piece = bytes(data[place : place + rng.randint(1, 30)])
                data[place:place] = piece * rng.choice((3, 30, 300))
            case 5 if rng.random() < 0.3:
                del data[place:]
            case 6:
                data[place:place] = rng.choice(TOKENS) * rng.choice((2, 70, 700))
            case _:
                other = rng.choice(documents)
                start = rng.randrange(len(other) + 1)
                data[place : place + rng.randint(0, 60)] = other[start : start + rng.randint(1, 200)]
    return bytes(data)


ODD = ("", " ", "-1", "1e999", "0x7f", "9" * 400, "NaN", "true", "é\u200f", "https://[", "a" * 70_000)


def _with_other_elements(rng: random.Random, data: bytes) -> bytes:
    """The XML of ``data`` with elements that are lost, doubled, moved, renamed or filled with something else, which a
    reader takes further than what is no XML any more. Empty when ``data`` is none.
    """
    try:
        root = xml.parse(data, "the document")
    except AppError:
        return b""
    names = [str(node.tag) for node in root.iter("*")]
    for _ in range(rng.choice((1, 2, 4, 12))):
        nodes = list(root.iter("*"))
        node = rng.choice(nodes)
        above = node.getparent()
        match rng.randrange(5):
            case 0:
                node.text = rng.choice(ODD)
            case 1:
                node.tag = rng.choice(names)
            case 2 if above is not None:
                above.remove(node)
            case 3 if above is not None and len(nodes) < 5_000:
                above.append(copy.deepcopy(node))
            case 4 if len(nodes) < 5_000:
                rng.choice(nodes).insert(0, copy.deepcopy(node))
    return bytes(etree.tostring(root, encoding="utf-8"))


def _import(data: bytes) -> None:
    composition = parse(data, "the document").composition
    first = write_request(composition)
    if _second(first) == first:
        return
    told = [found for found in check(composition, Known(), None) if found.code == "url-secret"]
    assert told, "the second writing differs"
    for found in told:  # a composition keeps such an address and is told of it; a request that is read loses it
        assert found.fix is not None
        composition = found.fix.apply(composition)
    first = write_request(composition)
    assert _second(first) == first, "the second writing differs, and not by what was told to be secret"


def _second(request: bytes) -> bytes:
    return write_request(read_request(request).composition)


def _read_media(data: bytes) -> None:
    """Whichever element it is that holds the streams."""
    for node in xml.parse(data, "the answer").iter("*"):
        read_media(node)


def _read_template_file(data: bytes) -> None:
    read_template_file(data, "the file", "t1")


READERS: tuple[Callable[[bytes], object], ...] = (
    _import,
    read_request,
    read_jobs,
    read_fault,
    parts,
)
ANSWERS: tuple[Callable[[bytes], object], ...] = (
    _read_media,
    read_media_buckets,
    read_media_bucket,
    read_templates,
    _read_template_file,
    read_queues,
    read_queue_change,
)
"""Readers of what else the service answers (ci-jobs §4). They begin as the others do, so they need not see what is no
XML to those.
"""


def trouble_with(data: bytes) -> str:
    """What must not have happened with ``data``; empty when nothing did."""
    for reader in (*READERS, *(ANSWERS if _is_xml(data) else ())):
        began = time.process_time()
        try:
            reader(data)
        except AppError as error:
            if "emory" in error.message or not error.message.endswith("."):
                return f"{reader.__name__}: {error.message[:200]}"
        except BaseException:
            return f"{reader.__name__}: {traceback.format_exc()[-1500:]}"
        if time.process_time() - began > SECONDS:
            return f"{reader.__name__} took {time.process_time() - began:.1f} s"
    return ""


def _is_xml(data: bytes) -> bool:
    try:
        xml.parse(data, "the answer")
    except AppError:
        return False
    return True


def fuzz(first: int, count: int, timeout: float = 3000) -> list[str]:
    """Read mutated documents in a process of its own: what must not have happened, with the seeds."""
    argv = [sys.executable, "-m", "support.fuzzing", str(first), str(count)]
    done = subprocess.run(argv, capture_output=True, timeout=timeout, check=False, cwd=Path(__file__).parents[1])
    if done.returncode != 0:
        return [f"it ended with {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-2000:]}"]
    told: list[str] = json.loads(done.stdout)
    return told


def growth_of(data: bytes) -> int:
    """Bytes by which a process grows at most while it imports ``data``."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        Path("/proc/self/clear_refs").write_text("5")
        before = _most_memory()
        with contextlib.suppress(AppError):
            parse(data, "x")
        os.write(writing, str(_most_memory() - before).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return int(told)


def _most_memory() -> int:
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def _main(first: int, count: int) -> None:
    documents = corpus()
    trouble_with(documents[0])
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + GROWTH, size + GROWTH))
    told = []
    for seed in range(first, first + count):
        data = mutated(random.Random(seed), documents)
        if trouble := trouble_with(data):
            told.append(f"seed {seed}: {trouble}")
            if len(told) == 5:
                break
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    _main(int(sys.argv[1]), int(sys.argv[2]))
