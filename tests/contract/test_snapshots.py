"""Pictures of videos that a local cloud gives: `?ci-process=snapshot` and `POST /snapshot`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from support.clips import BLUE, GREEN, RED, YELLOW, Card, card, clip, ffmpeg
from support.local_cloud import Caller, Reply, local_cloud
from tilewright.wire.address import ObjectAddress
from tilewright.wire.faults import read_fault
from tilewright.wire.media_info import read_snapshot

RATE, PICTURES = 10, 40
STEP = 5
"""Levels of grey from one picture of the staircase to the next."""


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    with local_cloud(tmp_path_factory.mktemp("cloud")) as running:
        yield Caller(running.endpoint)


@pytest.fixture(scope="module")
def stairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video whose pictures are grey, each ``STEP`` levels lighter than the one before; a key frame each second."""
    path = tmp_path_factory.mktemp("stairs") / "stairs.mkv"
    ffmpeg(
        "-f", "lavfi", "-i", f"color=black:s=64x48:r={RATE}:d={PICTURES / RATE},format=gray,geq=lum='{STEP}*N'",
        "-c:v", "libx264", "-preset", "veryfast", "-crf", "4", "-bf", "2", "-g", str(RATE),
        "-x264-params", "scenecut=0:open-gop=0", "-pix_fmt", "yuvj420p", str(path),
    )  # fmt: skip
    return path


def snapshot(caller: Caller, key: str, **wish: str) -> Reply:
    return caller.call("GET", f"/{key}", {"ci-process": "snapshot", **wish})


def picture(reply: Reply) -> Image.Image:
    assert reply.status == 200, reply
    assert reply.header("x-cos-request-id")
    return Image.open(io.BytesIO(reply.body)).convert("RGB")


def number(reply: Reply) -> int:
    """Which picture of the staircase it is."""
    level = picture(reply).convert("L").resize((1, 1)).tobytes()[0]
    assert abs(level - STEP * round(level / STEP)) <= 2
    return round(level / STEP)


def refusal(reply: Reply) -> tuple[int, str]:
    fault = read_fault(reply.body)
    assert fault is not None, reply
    return reply.status, fault.code


@pytest.mark.parametrize(
    ("time", "exact", "key"),
    [("0", 0, 0), ("0.05", 0, 0), ("0.1", 1, 0), ("1", 10, 10), ("1.95", 19, 10), ("2.74", 27, 20), ("3.95", 39, 30)],
)
@pytest.mark.parametrize("ending", ["mkv", "mp4", "ts", "flv", "avi"])
def test_that_the_picture_of_that_moment_comes(
    ending: str, time: str, exact: int, key: int, caller: Caller, stairs: Path
) -> None:
    name = f"stairs.{ending}"
    path = stairs.with_suffix(f".{ending}")
    if not path.exists():
        plain = ["-c:v", "mpeg4", "-q:v", "1", "-g", str(RATE), "-sc_threshold", "1000000000", "-color_range", "tv"]
        ffmpeg("-i", str(stairs), *(plain if ending == "avi" else ["-c", "copy"]), str(path))
    if caller.call("HEAD", f"/{name}").status == 404:
        caller.put(name, path.read_bytes())
    assert number(snapshot(caller, name, time=time, format="png")) == exact
    assert number(snapshot(caller, name, time=time, format="png", mode="keyframe")) == key


@pytest.mark.parametrize(
    ("wish", "size"),
    [
        ({}, (160, 120)),
        ({"width": "80"}, (80, 60)),
        ({"height": "240"}, (320, 240)),
        ({"width": "50", "height": "70"}, (50, 70)),
        ({"width": "0", "height": "0"}, (160, 120)),
    ],
)
@pytest.mark.parametrize("kind", ["jpg", "png"])
def test_that_it_has_the_size_and_the_format_that_are_asked_for(
    wish: dict[str, str], size: tuple[int, int], kind: str, caller: Caller
) -> None:
    caller.put("card.mp4", card(Card()).read_bytes())
    reply = snapshot(caller, "card.mp4", time="0.5", format=kind, **wish)
    found = picture(reply)
    assert found.size == size
    assert reply.header("content-type") == {"jpg": "image/jpeg", "png": "image/png"}[kind]
    assert Image.open(io.BytesIO(reply.body)).format == {"jpg": "JPEG", "png": "PNG"}[kind]
    for colour, (across, down) in zip((RED, GREEN, BLUE, YELLOW), ((1, 1), (3, 1), (1, 3), (3, 3)), strict=True):
        pixel = found.getpixel((size[0] * across // 4, size[1] * down // 4))
        assert isinstance(pixel, tuple)
        assert max(abs(one - other) for one, other in zip(pixel, colour, strict=True)) <= 6


def corner(found: Image.Image) -> str:
    pixel = found.getpixel((found.width // 4, found.height // 4))
    assert isinstance(pixel, tuple)
    named = {"red": RED, "green": GREEN, "blue": BLUE, "yellow": YELLOW}
    return min(named, key=lambda name: sum(abs(a - b) for a, b in zip(pixel, named[name], strict=True)))


@pytest.mark.parametrize(("degrees", "turned"), [(90, "blue"), (180, "yellow"), (270, "green")])
def test_that_a_turned_video_comes_as_players_show_it_unless_it_shall_not(
    degrees: int, turned: str, caller: Caller
) -> None:
    key = f"turned-{degrees}.mp4"
    caller.put(key, card(Card(rotation=degrees)).read_bytes())
    shown = picture(snapshot(caller, key, time="0"))
    assert (shown.size, corner(shown)) == ((120, 160) if degrees % 180 else (160, 120), turned)
    stored = picture(snapshot(caller, key, time="0", rotate="off"))
    assert (stored.size, corner(stored)) == ((160, 120), "red")
    assert picture(snapshot(caller, key, time="0", width="60")).size == ((60, 80) if degrees % 180 else (60, 45))


def test_that_pixels_that_are_not_square_are_made_so(caller: Caller) -> None:
    caller.put("wide.mp4", clip("anamorphic").read_bytes())
    assert picture(snapshot(caller, "wide.mp4", time="1")).size == (320, 240)


def test_that_the_last_picture_stays_while_the_sound_goes_on_and_nothing_comes_after_the_end(caller: Caller) -> None:
    caller.put("long-sound.mp4", clip("long-sound").read_bytes())
    last = snapshot(caller, "long-sound.mp4", time="0.99", format="png")
    assert snapshot(caller, "long-sound.mp4", time="2.5", format="png").body == last.body
    assert refusal(snapshot(caller, "long-sound.mp4", time="3.5")) == (400, "InvalidArgument")


def test_that_a_picture_that_begins_late_is_there_from_the_start(caller: Caller) -> None:
    caller.put("late.mp4", clip("late-picture").read_bytes())
    first = snapshot(caller, "late.mp4", time="0", format="png")
    assert first.body == snapshot(caller, "late.mp4", time="0.51", format="png").body


@pytest.mark.parametrize(
    "wish",
    [
        {}, {"time": ""}, {"time": "-1"}, {"time": "nan"}, {"time": "1e3"}, {"time": "999999999"}, {"time": "9" * 5000},
        {"time": "0", "width": "-1"}, {"time": "0", "width": "4097"}, {"time": "0", "height": "1.5"},
        {"time": "0", "format": "gif"}, {"time": "0", "rotate": "90"}, {"time": "0", "mode": "best"},
        {"time": "2"}, {"time": "99999"},
    ],
)  # fmt: skip
def test_that_other_wishes_are_refused(wish: dict[str, str], caller: Caller) -> None:
    caller.put("short.mp4", clip("short").read_bytes())
    assert refusal(snapshot(caller, "short.mp4", **wish)) == (400, "InvalidArgument")


def test_that_many_who_ask_at_once_are_all_served(caller: Caller) -> None:
    caller.put("short.mp4", clip("short").read_bytes())
    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(lambda _: snapshot(caller, "short.mp4", time="0.5"), range(32)))
    assert {(reply.status, reply.body) for reply in replies} == {(200, replies[0].body)}


def test_that_what_is_no_video_has_no_picture(caller: Caller) -> None:
    caller.put("song.m4a", clip("sound-only").read_bytes())
    caller.put("text", b"hello")
    for key in ("song.m4a", "text"):
        assert refusal(snapshot(caller, key, time="0")) == (400, "ResourceNotSupported")
    assert refusal(snapshot(caller, "nobody.mp4", time="0")) == (404, "NoSuchKey")


def wish_for(key: str, *more: str, time: str = "0.5", output: str = "pictures/a.jpg") -> bytes:
    return (
        f"<Request><Input><Object>{key}</Object></Input><Time>{time}</Time>{''.join(more)}<Output>"
        f"<Region>ap-beijing</Region><Bucket>films-1250000000</Bucket><Object>{output}</Object></Output></Request>"
    ).encode()


def test_that_a_picture_is_put_into_a_bucket(caller: Caller) -> None:
    caller.put("card.mp4", card(Card()).read_bytes())
    body = wish_for("card.mp4", "<Width>80</Width><Format>png</Format>")
    reply = caller.call("POST", "/snapshot", body=body, host=caller.ci_host)
    assert reply.header("x-ci-request-id")
    made = read_snapshot(reply.body)
    assert made == ObjectAddress("films-1250000000", "ap-beijing", "pictures/a.jpg")
    kept = Caller(caller.endpoint, made.bucket, made.region).get(made.key)
    assert (kept.header("content-type"), picture(kept).size) == ("image/png", (80, 60))
    asked = snapshot(caller, "card.mp4", time="0.5", width="80", format="png")
    assert kept.body == asked.body


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (wish_for("nobody.mp4"), "ResourceNotFound"),
        (wish_for("card.mp4", time=""), "InvalidArgument"),
        (wish_for("card.mp4", time="7"), "InvalidArgument"),
        (wish_for("card.mp4", output=""), "InvalidArgument"),
        (wish_for("card.mp4", output="x" * 851), "InvalidArgument"),
        (wish_for("card.mp4").replace(b"films-1250000000", b"../x"), "InvalidArgument"),
        (b"<Request><Input><Object>card.mp4</Object></Input><Time>0</Time></Request>", "InvalidArgument"),
    ],
)
def test_that_a_picture_that_cannot_be_put_is_refused(body: bytes, code: str, caller: Caller) -> None:
    caller.put("card.mp4", card(Card()).read_bytes())
    assert refusal(caller.call("POST", "/snapshot", body=body, host=caller.ci_host)) == (400, code)
