"""What goes wrong, and what is told of jobs, in another language: real failures, each in a catalogue, values kept."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from PIL import Image

from support.builders import ACCOUNT, LOCAL, composition, tile
from support.clips import clip
from support.event_examples import KINDS, examples
from tilewright.accounts.keys import find_keys
from tilewright.checks import check
from tilewright.cloud.client import Client
from tilewright.cloud.failures import translate
from tilewright.cloud.refusals import bad_reply, refusal
from tilewright.cloud.reply import Reply
from tilewright.durable import storage_error
from tilewright.errors import AppError, ProblemsFound
from tilewright.failures.explain import CATALOGUE
from tilewright.files.compositions import open_composition, parse, require_free
from tilewright.files.layouts import OWN_LAYOUTS, OwnLayouts
from tilewright.files.saving import open_file, save_file
from tilewright.jobs.events import Event
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.lost import keys_gone
from tilewright.jobs.wish import make_wish
from tilewright.layout.applying import require_places
from tilewright.layout.expression import Unreadable, evaluate
from tilewright.layout.gallery import arrange, find_layout
from tilewright.layout.own import save_layout
from tilewright.media.image_picture import read_image
from tilewright.media.probe import probe
from tilewright.model.document import encode
from tilewright.model.source import Known
from tilewright.model.states import State
from tilewright.settings import Settings, load_or_default
from tilewright.text import say
from tilewright.ui.words import tell
from tilewright.usecases.check import require_no_errors
from tilewright.usecases.events import Added, Bringing, Brought, Cleaned, Fetched, Fetching, Found, NotAdded
from tilewright.usecases.needed_room import RoomNeeded
from tilewright.usecases.own_files import save_own
from tilewright.usecases.watched import Delivered, Delivering, NotDelivered
from tilewright.wire.faults import write_fault
from tilewright.wire.signature import Keys
from ui.pseudo import in_pseudo, words_inside

MINE = save_layout(composition(tile("a")), Known(), "own-1", "Mine")

pytestmark = pytest.mark.usefixtures("pseudo")


def require_translated(text: str, *others: str) -> None:
    """``text`` is in the catalogue with all that it is made of; ``others`` are words of FFmpeg, lxml, the system."""
    if not text:
        return
    assert tell(text) == in_pseudo(text)
    for word in words_inside(text):
        assert tell(word) == word, "a word of ours was put in as it is"
        is_sentence = any(len(part.split()) > 2 for part in word.split(", "))
        assert not is_sentence or word in others, "a sentence was put in as it is"


def written(folder: Path, data: bytes | str, name: str = "a.tilewright") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def unwritable(folder: Path) -> None:
    path = written(folder, b"x")
    path.chmod(0o400)
    save_file(path, composition(), None, replace=True)


def replaced(folder: Path) -> None:
    path = written(folder, encode(composition()))
    seen = open_file(path).version
    written(folder, encode(composition(tile("z"))))
    save_file(path, composition(), seen)


def picture(folder: Path) -> Path:
    path = folder / "a.mp4"
    Image.new("RGB", (9, 9)).save(path, "PNG")
    return path


def unreachable(_: Path) -> None:
    with socket.socket() as taken, Client(LOCAL, Keys("i", "k"), _free(taken), sleep=lambda _: None) as client:
        client.head("a.mp4")


def _free(taken: socket.socket) -> str:
    taken.bind(("127.0.0.1", 0))
    return f"http://127.0.0.1:{taken.getsockname()[1]}"


def lost_keys(folder: Path) -> None:
    with Ledger(folder) as ledger:
        intent = ledger.intend(make_wish(composition()), ACCOUNT).intent
    raise keys_gone(intent, say("these are other keys"))


def unknown_job(folder: Path) -> None:
    with Ledger(folder) as ledger:
        ledger.find("nobody")


def damaged_ledger(folder: Path) -> None:
    written(folder, b"x" * 5000, "ledger.sqlite3")
    with Ledger(folder):
        pass


def damaged_settings(folder: Path) -> None:
    written(folder, b"{", "settings.json")
    trouble = load_or_default(folder)[1]
    assert trouble is not None
    raise trouble


def full_disk(folder: Path) -> None:
    raise storage_error(OSError(errno.ENOSPC, "full"), say("write"), folder)


def other_trouble(folder: Path) -> None:
    raise storage_error(OSError(errno.EIO, os.strerror(errno.EIO)), say("read"), folder)


def stopped_by_problems(_: Path) -> None:
    require_no_errors(check(composition(tile("a", width=0), tile("b", width=0)), Known(), LOCAL))


REQUEST = "<Request><Tag>Splice</Tag><Operation/></Request>"
TWICE = encode(composition(tile("a"), tile("b"))).replace(b'"id": "b"', b'"id": "a"')

FAILURES: dict[str, Callable[[Path], object]] = {
    "no file": lambda folder: open_file(folder / "none.tilewright"),
    "a folder": lambda folder: open_composition(str(folder)),
    "empty": lambda folder: open_file(written(folder, b"")),
    "neither": lambda folder: open_file(written(folder, b"hello")),
    "too large": lambda folder: open_file(written(folder, b"{" + b" " * 5_000_000)),
    "broken JSON": lambda folder: open_file(written(folder, b'{"format": 1,')),
    "wrong JSON": lambda folder: open_file(written(folder, b'{"format": 1, "tiles": [{"id": 7}]}')),
    "wrong at the top": lambda folder: open_file(written(folder, b'{"format": 1, "tiles": 7}')),
    "newer": lambda folder: open_file(written(folder, b'{"format": 99}')),
    "too deep": lambda folder: open_file(written(folder, b'{"a":' + b"[" * 99 + b"]" * 99 + b"}")),
    "ids twice": lambda folder: open_file(written(folder, TWICE)),
    "a DTD": lambda folder: open_file(written(folder, "<!DOCTYPE a><a/>")),
    "broken XML": lambda folder: open_file(written(folder, "<Request><a></Request>")),
    "another job": lambda folder: open_file(written(folder, REQUEST)),
    "no operation": lambda folder: open_file(written(folder, "<Request><Tag>VideoSynthesis</Tag></Request>")),
    "no request": lambda _: parse(b"<Response/>", "answer.xml"),
    "there already": lambda folder: require_free(written(folder, b"x"), replace=False),
    "no folder": lambda folder: require_free(folder / "none" / "a", replace=False),
    "long name": lambda folder: require_free(folder / ("x" * 300), replace=False),
    "read only": unwritable,
    "changed": replaced,
    "half a character": lambda folder: save_file(folder / "a", composition(tile("a", name="\ud800")), None),
    "no video": lambda folder: probe(folder / "none.mp4"),
    "empty video": lambda folder: probe(written(folder, b"", "a.mp4")),
    "broken video": lambda folder: probe(written(folder, clip("plain").read_bytes()[:3000], "a.mp4")),
    "a picture": lambda folder: probe(picture(folder)),
    "sound alone": lambda _: probe(clip("sound-only")),
    "a song": lambda folder: probe(written(folder, b"ID3" + b"\0" * 99, "a.mp4")),
    "a playlist": lambda folder: probe(written(folder, b"#EXTM3U\n", "a.mp4")),
    "a text": lambda folder: probe(written(folder, b"hello " * 99, "a.mp4")),
    "no image": lambda _: read_image(b"hello", "a.png"),
    "unreachable": unreachable,
    "lost keys": lost_keys,
    "no keys": lambda _: find_keys("school", {}),
    "half the keys": lambda _: find_keys("school", {"TILEWRIGHT_SECRET_ID": "i"}),
    "no profile": lambda _: Settings().profile("school"),
    "unknown job": unknown_job,
    "damaged ledger": damaged_ledger,
    "damaged settings": damaged_settings,
    "full disk": full_disk,
    "other trouble": other_trouble,
    "problems": stopped_by_problems,
    "no layout": lambda _: find_layout("2x3"),
    "too many": lambda _: arrange("2x2", (640, 360), [1.0] * 5),
    "no room": lambda _: arrange("2x2", (64, 36), [1.0] * 4, margin=30),
    "no frame": lambda _: require_places(composition(size=None), Known(), "2x2"),
    "no place to save": lambda _: save_layout(composition(tile("a", width=None)), Known(), "own-1", "Mine"),
    "no layout in a file": lambda folder: OWN_LAYOUTS.read(written(folder, b"{", "a.tilewright-layout")),
    "a layout's name that is taken": lambda folder: save_own(MINE.replace(name="2x2"), OwnLayouts(folder)),
    "nothing to lay out": lambda _: require_places(composition(tile("a", locked=True)), Known(), "2x2"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_that_a_failure_is_told_in_another_language(name: str, tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        FAILURES[name](tmp_path)
    cause = caught.value.__cause__
    others = [
        "Input data was truncated",
        str(cause),
        str(getattr(cause, "strerror", "")),
        str(getattr(cause, "msg", "")),
    ]
    paths = [word for word in words_inside(caught.value.message) if str(tmp_path) in word]
    inner = [word for word in words_inside(caught.value.message) if any(word in other for other in others)]
    require_translated(caught.value.message, *others, *paths, *inner)
    require_translated(caught.value.hint)
    if isinstance(caught.value, ProblemsFound):
        for problem in caught.value.problems:
            require_translated(problem.sentence)


@pytest.mark.parametrize("code", [*sorted({code for entry in CATALOGUE for code in entry.codes}), "NobodyKnows"])
def test_that_what_the_services_codes_mean_is_told_in_another_language(code: str) -> None:
    told = write_fault(code, "It says so.", "r1", resource="/a")
    for reply in (
        Reply(400, {}, told),
        Reply(404, {"x-cos-request-id": "r"}),
        Reply(502, {}, b"<html>away</html>"),
    ):
        error = refusal(say("submit the job"), reply)
        details = [word for word in words_inside(error.message) if "It says so" in word]
        require_translated(error.message, *details)
        require_translated(error.hint)
    require_translated(bad_reply(say("list the jobs"), Reply(200, {})).message)


@pytest.mark.parametrize(
    "error",
    [
        requests.exceptions.InvalidURL("x"),
        requests.exceptions.SSLError("certificate verify failed"),
        requests.exceptions.ConnectTimeout(),
        requests.exceptions.ProxyError("Connection refused"),
        requests.exceptions.ReadTimeout(),
        requests.exceptions.ConnectionError("broke"),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("body_began", [True, False])
def test_that_a_failure_on_the_way_is_told_in_another_language(
    error: requests.RequestException, body_began: bool
) -> None:
    translated = translate(error, say("list the jobs"), "a.example", body_began=body_began)
    require_translated(translated.message)
    require_translated(translated.hint)


def test_that_every_state_has_a_word() -> None:
    for state in State:
        assert state.word == state.value
        require_translated(state.word)


USE_CASES = (
    Bringing("a.mp4", 1, 2),
    Brought("a.mp4", "a.mp4", "u", True),
    Brought("a.mp4", "a.mp4", "u", False),
    Added("a.mp4", "u", None),
    Cleaned("a.mp4"),
    Found(3, 0),
    NotAdded("a.mp4", say("{name} is empty.", name="a.mp4"), say("Choose a video file.")),
    NotAdded("a.mp4", say("{name} is empty.", name="a.mp4"), ""),
    Fetching("a.mp4", 1, 2),
    Fetched(Path("a.mp4")),
    Fetched(Path("a.m3u8"), is_whole=False),
    RoomNeeded(1_000_000, 2_000_000, 500_000),
    RoomNeeded(2_000_000, 2_000_000, 500_000),
    RoomNeeded(1_000_000, 2_000_000, 500_000, "copies"),
    RoomNeeded(2_000_000, 2_000_000, 500_000, "copies"),
    Delivered("i", "a.mp4"),
    Delivering("i", 1, 2),
    NotDelivered("i", say("{path} is a folder.", path="a"), say("Name a file in it.")),
)


@pytest.mark.parametrize("event", [*(one for kind in KINDS for one in examples(kind)), *USE_CASES], ids=repr)
def test_that_what_is_told_of_jobs_and_videos_is_told_in_another_language(event: Event) -> None:
    told = event.describe()
    if told != "Words.":
        require_translated(told)


@pytest.mark.parametrize("text", ["", "1 +", "w 2", "(1", "1)", "x", "9" * 300, "1/0", "50%", "1,5", "+=1"])
def test_that_what_cannot_be_read_is_told_in_another_language(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        evaluate(text, names={"w": 1.0})
    require_translated(caught.value.sentence)
