"""Cleaning up the local cloud: what may go is told with its size, and nothing goes that anybody still needs."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pytest

from support import forker
from support.builders import ACCOUNT, LOCAL, composition, output, tile
from support.cli import Done
from support.clips import clip
from support.disks import small_disk
from support.fault_proxy import Act, fault_proxy
from support.local_cloud import Caller, job_request, local_cloud
from support.sending import produce_slowly
from support.watching import workplace_at
from tilewright import settings
from tilewright.accounts.profile import LOCAL as LOCAL_PROFILE
from tilewright.accounts.profile import Profile
from tilewright.cloud.client import Client
from tilewright.cloud.objects import ObjectFacts
from tilewright.errors import WrongUse
from tilewright.files.recovery import State, new_slot
from tilewright.files.seen import place_of
from tilewright.localcloud import blobs, worker
from tilewright.localcloud.made_templates import STAYS
from tilewright.localcloud.server import LocalCloud
from tilewright.model.composition import Composition
from tilewright.model.document import encode
from tilewright.model.options import Watermark, WatermarkImage
from tilewright.usecases.bring import bring
from tilewright.usecases.fetch import fetch_job
from tilewright.usecases.local_room import (
    Candidate,
    Cleared,
    Forgotten,
    Removable,
    Removed,
    Stays,
    own_bytes,
    removable,
    remove,
)
from tilewright.usecases.queue import set_paused
from tilewright.usecases.scratch import part_of
from tilewright.usecases.submit import submit, submit_to
from tilewright.usecases.workplace import Service, Workplace
from tilewright.wire.own_names import TEMPLATE_HEADER
from tilewright.wire.signature import Keys
from tilewright.wire.templates import read_templates

DAY = 24 * 3600
OWN = (LOCAL.bucket, LOCAL.region)
MIRROR = (ACCOUNT.bucket, ACCOUNT.region)


@dataclass
class Place:
    home: Path
    folder: Path
    cloud: LocalCloud
    caller: Caller

    @property
    def workplace(self) -> Workplace:
        made = workplace_at(self.home, self.cloud.endpoint)
        made.read_settings()
        return made

    @property
    def environment(self) -> dict[str, str]:
        return dict(self.workplace.environment)

    def run(self, *args: str) -> Done:
        return forker.run("bucket", "clean", *args, env=self.environment)

    def compose(self, key: str) -> Composition:
        return composition(tile("a", 0, 0, 320, 180, url=self.caller.url(key)), size=(320, 180))

    def make(self, to: Path | None = None) -> str:
        """Have a result made of ``input/plain.mp4``, and fetched to ``to``; its key."""
        with self.workplace.service() as service:
            list(bring(clip("plain"), service))
        list(submit(self.compose("input/plain.mp4"), self.workplace, wait, to_end=True, again=True))
        return self.fetch_newest(to)

    def fetch_newest(self, to: Path | None) -> str:
        with self.workplace.history() as history:
            newest = history.newest(1)[0]
        if to is not None:
            list(fetch_job(newest.id, to, self.workplace, replace=False))
        return newest.result_key

    @property
    def mirror(self) -> Caller:
        return Caller(self.cloud.endpoint, *MIRROR)

    def make_in_mirror(self, to: Path | None = None) -> str:
        """As ``make``, in the bucket that a rehearsal uses."""
        self.mirror.adopt("input/plain.mp4", clip("plain"))
        shown = tile("a", 0, 0, 320, 180, url=self.mirror.url("input/plain.mp4"))
        asked = composition(shown, size=(320, 180), output=output(target=ACCOUNT))
        with self.workplace.service() as own, own.at(ACCOUNT) as mirror:
            list(submit_to(mirror, asked, self.workplace, wait, name="", to_end=True, again=True))
        return self.fetch_newest(to)

    def open_recently(self, file: Path) -> None:
        """As the window notes it; where it lies is known of one that is there."""
        seen = {str(file): place_of(file)}
        settings.change(self.home, lambda before: settings.with_window(before, recent=(str(file),), recent_at=seen))

    def removable(self, days: float = 0) -> Removable:
        """What may go when so many days have passed."""
        with self.workplace.service() as service:
            return removable(service, self.workplace, time.time() + days * DAY)

    def remove(self, *candidates: Candidate, days: float = 0) -> list[Removed | Stays | Forgotten]:
        with self.workplace.service() as service:
            return list(remove(service, self.workplace, candidates, time.time() + days * DAY))

    def there(self, caller: Caller | None = None) -> list[str]:
        told = json.loads((caller or self.caller).call("GET", "/", {"tilewright-room": "objects"}).body)
        return [one["key"] for one in told["objects"]]


def wait(seconds: float) -> bool:
    time.sleep(min(seconds, 0.05))
    return False


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Iterator[Place]:
    home.mkdir(exist_ok=True)
    with local_cloud(tmp_path / "cloud", produce=produce_slowly) as cloud:
        yield Place(home, tmp_path, cloud, Caller(cloud.endpoint))


def keys_of(found: Removable) -> list[str]:
    return sorted(one.key for one in found.candidates)


def test_that_fetched_results_are_listed_first_and_go_when_the_user_says_so(place: Place) -> None:
    file = place.folder / "lesson.mp4"
    fetched, other = place.make(file), place.make()
    refused = place.run().expect(2)
    assert refused.out == f"{5:>14,}  {fetched}  (the result is in {file})\n"
    assert "Nothing was deleted. That would free 0.0 MB: 1 object." in refused.err
    bucket, listed = place.run("--dry-run", "--json").expect().records
    assert (bucket["bucket"], bucket["region"], bucket["frees"]) == (*OWN, 5)
    assert bucket["size"] >= 10
    why = f"the result is in {file}"
    assert listed == {
        "bucket": OWN[0], "region": OWN[1], "key": fetched, "size": 5, "frees": 5, "why": why, "copy": str(file),
    }  # fmt: skip
    assert place.there() == sorted(["input/plain.mp4", fetched, other])
    done = place.run("--yes").expect()
    assert (done.out, "1 object deleted, 0.0 MB freed." in done.err) == (refused.out, True)
    assert place.there() == sorted(["input/plain.mp4", other])  # a source of the last 30 days, and the only copy
    assert file.read_bytes() == b"video"
    assert place.removable().candidates == ()


def test_that_a_result_stays_whose_file_is_another_one(place: Place) -> None:
    file = place.folder / "lesson.mp4"
    fetched = place.make(file)
    found = place.removable().candidates
    file.write_bytes(b"vide0")
    (event,) = place.remove(*found)
    assert isinstance(event, Stays)
    assert (event.key, str(event.why)) == (fetched, f"{file} is not as it was")
    file.write_bytes(b"longer")
    assert place.removable().candidates == ()
    file.unlink()
    assert place.removable().candidates == ()
    assert fetched in place.there()


def test_that_a_large_result_goes_whose_file_has_its_bytes(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its ETag is none of its content (A105)."""
    monkeypatch.setattr(worker, "MOST_AT_ONCE", 3)
    file, other = place.folder / "lesson.mp4", place.folder / "other.mp4"
    fetched, changed = place.make(file), place.make(other)
    other.write_bytes(b"vide0")
    assert "That would free 0.0 MB: 2 objects." in place.run().expect(2).err
    done = place.run("--yes").expect()
    assert "1 object deleted" in done.err
    assert f"{other} is not as it was" in done.err
    assert place.there() == sorted(["input/plain.mp4", changed])
    assert fetched not in place.there()


def test_that_a_large_result_stays_that_is_replaced_while_it_is_compared(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "MOST_AT_ONCE", 3)
    fetched = place.make(place.folder / "lesson.mp4")
    found = place.removable().candidates
    open_object = Client.open

    def replaced(client: Client, key: str, facts: ObjectFacts | None = None) -> BinaryIO:
        opened = open_object(client, key, facts)
        assert place.caller.put(key, b"VIDEO").status == 200
        return opened

    monkeypatch.setattr(Client, "open", replaced)
    (event,) = place.remove(*found)
    assert isinstance(event, Stays)
    assert (event.key, str(event.why)) == (fetched, "it is not as it was")
    assert place.caller.get(fetched).body == b"VIDEO"


def test_that_a_result_stays_which_is_used_again(place: Place) -> None:
    fetched = place.make(place.folder / "lesson.mp4")
    assert keys_of(place.removable()) == [fetched]
    recent = place.folder / "next.tilewright"
    recent.write_bytes(encode(place.compose(fetched)))
    place.open_recently(recent)
    assert place.removable().candidates == ()


def test_that_what_nothing_names_goes_after_30_days_and_a_users_file_stays(place: Place) -> None:
    result = place.make()
    mine = place.folder / "mine.mp4"
    mine.write_bytes(b"of the user")
    assert place.caller.adopt("input/mine.mp4", mine).status == 200
    for key in ("input/ä b.mp4", "input/unsaved.mp4", "input/logo.png", "input/old.mp4"):
        assert place.caller.put(key, b"x" * 100).status == 200
    recent = place.folder / "recent.tilewright"
    recent.write_bytes(encode(place.compose("input/ä b.mp4")))
    place.open_recently(recent)
    slot = new_slot(place.home)
    mark = Watermark(type="Image", image=WatermarkImage(url=place.caller.url("input/logo.png")))
    slot.keep(State(place.compose("input/unsaved.mp4").replace(watermarks=(mark,)), "unsaved"))
    assert place.removable(29).candidates == ()
    found = place.removable(31)
    assert keys_of(found) == ["input/mine.mp4", "input/old.mp4", "input/plain.mp4"]
    events = place.remove(*found.candidates, days=31)
    assert sorted(event.key for event in events if isinstance(event, Removed)) == keys_of(found)
    assert mine.read_bytes() == b"of the user"
    assert clip("plain").is_file()
    assert place.there() == sorted(["input/logo.png", "input/unsaved.mp4", "input/ä b.mp4", result])
    slot.drop()
    slot.close()
    assert keys_of(place.removable(31)) == ["input/logo.png", "input/unsaved.mp4"]


def test_that_the_image_of_a_template_and_a_video_in_pieces_stay(place: Place) -> None:
    for key in ("input/logo.png", "output/a.m3u8", "output/a-0.ts", "input/old.mp4"):
        place.caller.put(key, b"x")
    made = place.caller.call(
        "POST", "/template", body=template(place.caller.url("input/logo.png")), host=place.caller.ci_host
    )
    assert made.status == 200, made
    assert keys_of(place.removable(31)) == ["input/old.mp4"]


def template(image: str) -> bytes:
    return (
        "<Request><Tag>Watermark</Tag><Name>logo</Name><Watermark><Type>Image</Type><Pos>TopRight</Pos>"
        f"<LocMode>Absolute</LocMode><Dx>10</Dx><Dy>10</Dy><Image><Url>{image}</Url><Mode>Original</Mode></Image>"
        "</Watermark></Request>"
    ).encode()


def test_that_the_size_of_the_bucket_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    # where the disk can, the local cloud has a copy of its own
    monkeypatch.setattr(blobs.Blobs, "_clone", lambda self, source: None)
    mine = place.folder / "mine.mp4"
    mine.write_bytes(b"x" * 400_000)
    place.caller.adopt("input/mine.mp4", mine)
    place.caller.put("input/a.mp4", b"x" * 300_000)
    told = forker.run("bucket", "ls", env=place.environment).expect().err
    assert "2 objects, 0.7 MB; 0.3 MB in the local cloud" in told
    with place.workplace.service() as service:
        assert own_bytes(service, "input/m") == 0


def test_that_only_fetched_results_go_while_a_composition_cannot_be_read(place: Place) -> None:
    fetched = place.make(place.folder / "lesson.mp4")
    place.caller.put("input/old.mp4", b"x")
    recent = place.folder / "recent.tilewright"
    recent.write_bytes(b"{")
    place.open_recently(recent)
    found = place.removable(31)
    assert (keys_of(found), found.unread) == ([fetched], (recent,))
    recent.unlink()
    assert "input/old.mp4" in keys_of(place.removable(31))


def test_that_only_a_recent_file_is_said_to_be_taken_off_the_list(place: Place) -> None:
    hint = "is taken off the list under “Open recent”"
    unsaved = place.home / "recovery" / "x.json"
    unsaved.parent.mkdir()
    unsaved.write_bytes(b"{")
    told = place.run().expect().err
    assert f"{unsaved} cannot be read" in told
    assert hint not in told
    recent = place.folder / "recent.tilewright"
    recent.write_bytes(b"{")
    place.open_recently(recent)
    assert hint in place.run().expect().err


def test_that_what_a_waiting_job_names_stays(place: Place) -> None:
    place.caller.put("input/old.mp4", b"x")
    (one,) = place.removable(31).candidates
    with place.workplace.service() as service:
        set_paused(service, is_paused=True)  # so that it does not end meanwhile
    place.caller.submit(job_request(place.caller.url("input/old.mp4")))
    (event,) = place.remove(one)
    assert isinstance(event, Stays)
    assert (str(event.why), place.there()[:1]) == ("a job needs it", ["input/old.mp4"])


def test_that_what_was_replaced_since_it_was_listed_stays(place: Place) -> None:
    place.caller.put("input/old.mp4", b"x")
    (one,) = place.removable(31).candidates
    place.caller.put("input/old.mp4", b"y")
    (event,) = place.remove(one)
    assert isinstance(event, Stays)
    assert place.there() == ["input/old.mp4"]


def test_that_what_was_put_again_since_it_was_listed_stays_though_its_content_is_the_same(place: Place) -> None:
    """Whoever put it needs it: the job that did may be over, and its composition be saved nowhere."""
    mine = place.folder / "mine.mp4"
    mine.write_bytes(b"of the user")
    fetched = place.make(place.folder / "lesson.mp4")
    place.caller.put("input/old.mp4", b"x")
    place.caller.adopt("input/mine.mp4", mine)
    found = place.removable(31).candidates
    place.caller.put("input/old.mp4", b"x")
    place.caller.adopt("input/mine.mp4", mine)
    place.caller.put(fetched, b"video")
    stays = {event.key: str(event.why) for event in place.remove(*found, days=31) if isinstance(event, Stays)}
    assert stays == dict.fromkeys((fetched, "input/mine.mp4", "input/old.mp4"), "it is not as it was")
    assert {fetched, "input/mine.mp4", "input/old.mp4"} == set(place.there())


def test_that_what_is_replaced_at_the_last_moment_stays_and_what_another_one_deleted_is_not_counted(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("input/gone.mp4", "input/new.mp4", "input/old.mp4"):
        place.caller.put(key, b"x")
    found = place.removable(31)
    look = Client.head

    def meanwhile(client: Client, key: str, **how: int) -> ObjectFacts | None:
        facts = look(client, key, **how)
        if key == "input/new.mp4":
            place.caller.put(key, b"y")
        if key == "input/gone.mp4":
            place.caller.call("DELETE", f"/{key}")
        return facts

    monkeypatch.setattr(Client, "head", meanwhile)
    events = place.remove(*found.candidates, days=31)
    assert [event.key for event in events if isinstance(event, Removed)] == ["input/old.mp4"]
    assert {str(event.why) for event in events if isinstance(event, Stays)} == {"it is not as it was"}
    assert place.caller.get("input/new.mp4").body == b"y"


def test_that_a_composition_on_a_disk_that_is_away_keeps_what_it_may_name(place: Place) -> None:
    place.caller.put("input/old.mp4", b"x")
    recent = place.folder / "usb" / "lessons" / "recent.tilewright"
    recent.parent.mkdir(parents=True)
    recent.write_bytes(encode(place.compose("input/old.mp4")))
    place.open_recently(recent)
    (place.folder / "usb").rename(place.folder / "away")
    for folder in (place.folder, recent.parent):  # where disks are put in, some systems leave an empty one
        folder.mkdir(parents=True, exist_ok=True)
        found = place.removable(31)
        assert (found.candidates, found.unread) == ((), (recent,))
    (recent.parent / "another.tilewright").write_bytes(b"{}")
    assert keys_of(place.removable(31)) == ["input/old.mp4"]


def test_that_a_composition_that_was_deleted_holds_up_nothing_though_its_folder_is_empty_now(place: Place) -> None:
    place.caller.put("input/old.mp4", b"x")
    recent = place.folder / "lessons" / "recent.tilewright"
    recent.parent.mkdir()
    recent.write_bytes(encode(place.compose("input/old.mp4")))
    place.open_recently(recent)
    recent.unlink()
    found = place.removable(31)
    assert (keys_of(found), found.unread) == (["input/old.mp4"], ())


def test_that_a_composition_on_a_disk_that_was_taken_out_keeps_what_it_may_name_whatever_is_there_instead(
    place: Place,
) -> None:
    place.caller.put("input/old.mp4", b"x")
    usb = place.folder / "usb"
    recent = usb / "recent.tilewright"

    def names_nothing_that_may_go() -> bool:
        found = place.removable(31)
        return (found.candidates, found.unread) == ((), (recent,))

    with small_disk(usb, 1):
        recent.write_bytes(encode(place.compose("input/old.mp4")))
        place.open_recently(recent)
    assert not any(usb.iterdir())
    assert names_nothing_that_may_go()
    (usb / "note.txt").touch()  # what lay below the disk
    assert names_nothing_that_may_go()
    (usb / "note.txt").unlink()
    usb.rmdir()
    with small_disk(usb, 2):
        assert names_nothing_that_may_go()
        (usb / "other.tilewright").touch()
        assert names_nothing_that_may_go()


def test_that_an_odd_entry_in_the_list_of_recent_files_hides_no_other(place: Place) -> None:
    place.caller.put("input/old.mp4", b"x")
    recent = place.folder / "recent.tilewright"
    recent.write_bytes(encode(place.compose("input/old.mp4")))
    settings.path_in(place.home).write_text(json.dumps({"window": {"recent": [5, str(recent), None]}}), "utf-8")
    assert place.removable(31).candidates == ()


def test_that_what_came_into_use_since_it_was_listed_stays(place: Place) -> None:
    for key in ("input/opened.mp4", "input/logo.png", "input/old.mp4"):
        place.caller.put(key, b"x")
    found = place.removable(31).candidates
    recent = place.folder / "recent.tilewright"
    recent.write_bytes(encode(place.compose("input/opened.mp4")))
    place.open_recently(recent)
    logo = template(place.caller.url("input/logo.png"))
    assert place.caller.call("POST", "/template", body=logo, host=place.caller.ci_host).status == 200
    told = {event.key: event for event in place.remove(*found, days=31)}
    stays = {key: str(event.why) for key, event in told.items() if isinstance(event, Stays)}
    assert stays == dict.fromkeys(("input/opened.mp4", "input/logo.png"), "it is in use by now")
    assert place.there() == ["input/logo.png", "input/opened.mp4"]


def test_that_only_fetched_results_go_when_a_composition_cannot_be_read_any_more(place: Place) -> None:
    place.caller.put("input/old.mp4", b"x")
    (one,) = place.removable(31).candidates
    broken = place.folder / "broken.tilewright"
    broken.write_bytes(b"{")
    place.open_recently(broken)
    (event,) = place.remove(one, days=31)
    assert isinstance(event, Stays)
    assert str(event.why) == f"{broken} may name it, and cannot be read now"
    assert place.there() == ["input/old.mp4"]


def test_that_an_account_is_never_cleaned_up(place: Place) -> None:
    profile = Profile("school", ACCOUNT.bucket, ACCOUNT.region)
    with Service(profile, Keys("id", "key"), place.cloud.endpoint.address, None) as service:
        with pytest.raises(WrongUse) as refused:
            removable(service, place.workplace)
        assert "--profile local" in refused.value.hint
        with pytest.raises(WrongUse):
            list(remove(service, place.workplace, [Candidate(*OWN, "a", 1, True, "")]))


def test_that_the_buckets_of_rehearsals_are_cleaned_up_too_and_sizes_are_told_by_bucket(place: Place) -> None:
    file = place.folder / "rehearsed.mp4"
    fetched = place.make_in_mirror(file)
    never_fetched = place.make_in_mirror()
    same_key = place.make()  # in the profile's bucket, and fetched from nowhere
    place.mirror.put("input/big.mp4", b"x" * 300_000)
    place.caller.put("input/small.mp4", b"x" * 100_000)
    shown = place.run("--dry-run").expect()
    where = f"in {MIRROR[0]} of {MIRROR[1]}"
    assert shown.out == f"{5:>14,}  {fetched}  ({where}; the result is in {file})\n"
    told = [line for line in shown.err.splitlines() if " of which " in line]
    assert [line.partition(":")[0].strip() for line in told] == [
        f"{bucket} of {region}" for bucket, region in sorted([OWN, MIRROR])
    ]
    first, second, *objects = place.run("--dry-run", "--json").expect().records
    assert [(one["bucket"], one["region"], one["frees"]) for one in (first, second)] == [(*MIRROR, 5), (*OWN, 0)]
    assert first["size"] >= 300_010
    assert 100_000 <= second["size"] < 300_000
    assert [(one["bucket"], one["key"]) for one in objects] == [(MIRROR[0], fetched)]
    place.run("--yes").expect()
    assert place.there(place.mirror) == sorted(["input/big.mp4", "input/plain.mp4", never_fetched])
    assert same_key in place.there()


def test_that_what_is_needed_in_a_rehearsals_bucket_stays(place: Place) -> None:
    place.make_in_mirror()
    for key in ("input/old.mp4", "input/open.mp4", "input/waits.mp4", "input/logo.png"):
        place.mirror.put(key, b"x")
        place.caller.put(key, b"x")
    recent = place.folder / "recent.tilewright"
    asked = composition(tile("a", 0, 0, 320, 180, url=place.mirror.url("input/open.mp4")), size=(320, 180))
    recent.write_bytes(encode(asked))
    place.open_recently(recent)
    stamp = template(place.mirror.url("input/logo.png"))  # a template of the one bucket that reads in the other
    assert place.caller.call("POST", "/template", body=stamp, host=place.caller.ci_host).status == 200
    found = place.removable(31).candidates
    gone = sorted((one.bucket, one.key) for one in found)
    assert gone == sorted(
        [(MIRROR[0], key) for key in ("input/old.mp4", "input/plain.mp4", "input/waits.mp4")]
        + [(OWN[0], key) for key in ("input/logo.png", "input/old.mp4", "input/open.mp4", "input/waits.mp4")]
    )
    slow = job_request(place.mirror.url("input/waits.mp4"), bucket=MIRROR[0], region=MIRROR[1])
    with place.workplace.service() as own, own.at(ACCOUNT) as mirror:
        set_paused(mirror, is_paused=True)  # so that it does not end meanwhile
    place.mirror.submit(slow)
    stays = [event for event in place.remove(*found, days=31) if isinstance(event, Stays)]
    assert [(event.bucket, event.key) for event in stays] == [(MIRROR[0], "input/waits.mp4")]
    assert "input/waits.mp4" not in place.there(), "in the other bucket no job names it"
    assert "input/waits.mp4" in place.there(place.mirror)


def test_that_templates_that_rehearsals_brought_go_with_the_last_object(place: Place) -> None:
    """They can be brought again, and what they alone name goes, too. Those that somebody made here stay."""

    def post(image: str, brought: str = "") -> None:
        headers = {"Content-Type": "application/xml", **({TEMPLATE_HEADER: brought} if brought else {})}
        reply = place.mirror.call("POST", "/template", body=template(image), headers=headers, host=place.mirror.ci_host)
        assert reply.status == 200, reply

    def there() -> list[str]:
        listed = read_templates(place.mirror.call("GET", "/template", {"name": "logo"}, host=place.mirror.ci_host).body)
        return sorted(one.id if one.id in {"t1old", "t1named"} else "made" for one in listed.templates)

    place.make_in_mirror(place.folder / "lesson.mp4")
    place.mirror.put("input/logo.png", b"x")
    post(place.caller.url("input/logo.png"))
    post(place.mirror.url("input/logo.png"), "t1old")
    post(place.mirror.url("input/logo.png"), "t1named")
    assert "input/logo.png" not in keys_of(place.removable(31)), "a rehearsal under way may need them"
    a_day_later(place.cloud)
    recent = place.folder / "recent.tilewright"
    recent.write_bytes(encode(composition(tile("a"), watermark_template_ids=("t1named",))))
    place.open_recently(recent)
    assert "input/logo.png" not in keys_of(place.removable(31)), "a template names it that a composition names"
    place.remove(*place.removable(31).candidates, days=31)
    assert (place.there(place.mirror), there()) == (["input/logo.png"], ["made", "t1named", "t1old"])
    recent.unlink()
    found = place.removable(31)
    assert (keys_of(found), found.templates) == (["input/logo.png"], 2)
    recent.write_bytes(encode(composition(tile("a"), watermark_template_ids=("t1old",))))
    place.mirror.call("DELETE", "/input/logo.png")
    assert place.removable(31).templates == 1
    assert place.remove(days=31) == [Forgotten(*MIRROR, "t1named")]
    assert there() == ["made", "t1old"]
    recent.unlink()
    told = place.run().expect(2).err
    assert "Nothing was deleted. That would free 0.0 MB: 1 template of rehearsals." in told
    bucket, result = place.run("--yes", "--json").expect().records
    assert (bucket["bucket"], bucket["templates"]) == (MIRROR[0], 1)
    assert result == {"removed": 0, "freed": 0, "stays": [], "templates": 1, "left": 0}
    assert there() == ["made"]
    assert (place.removable(31).candidates, place.removable(31).templates) == ((), 0)


def a_day_later(cloud: LocalCloud) -> None:
    """Templates that were brought may go then."""
    with cloud.database.write() as rows:
        rows.execute("UPDATE template SET updated = updated - ?", (STAYS,))


@pytest.mark.expects_log("stay for now")
def test_that_a_template_that_cannot_be_deleted_is_no_failure_of_cleaning_up(place: Place) -> None:
    headers = {"Content-Type": "application/xml", TEMPLATE_HEADER: "t1old"}
    image = template(place.caller.url("input/logo.png"))
    assert place.caller.call("POST", "/template", body=image, headers=headers, host=place.caller.ci_host).status == 200
    a_day_later(place.cloud)
    keys = Keys(place.cloud.endpoint.secret_id, place.cloud.endpoint.secret_key)
    with (
        fault_proxy(place.cloud.endpoint.address) as proxy,
        Service(LOCAL_PROFILE, keys, proxy.address, None) as service,
    ):
        refused = (403, [], b"<Error><Code>AccessDenied</Code><Message>no</Message></Error>")
        proxy.always["other"] = Act("refuses", lambda target, deliver: refused if "/t1old" in target else deliver())
        assert list(remove(service, place.workplace, ())) == []
        proxy.always.clear()
        assert list(remove(service, place.workplace, ())) == [Forgotten(*OWN, "t1old")]


def test_that_of_a_local_cloud_outside_the_program_only_buckets_of_this_home_are_cleaned_up(place: Place) -> None:
    stranger = Caller(place.cloud.endpoint, "stranger-1250000000", "ap-beijing")
    stranger.put("input/old.mp4", b"x")
    place.caller.put("input/old.mp4", b"x")
    assert {one.bucket for one in place.removable(31).candidates} == {OWN[0]}
    keys = Keys(place.cloud.endpoint.secret_id, place.cloud.endpoint.secret_key)
    inside = place.folder / "cloud"
    with Service(LOCAL_PROFILE, keys, "", inside, place.cloud.endpoint.address) as service:
        found = removable(service, place.workplace, time.time() + 31 * DAY)
        assert {one.bucket for one in found.candidates} == {OWN[0], stranger.bucket}
        assert len(list(remove(service, place.workplace, found.candidates))) == 2
    assert place.there(stranger) == []


def test_that_what_a_rehearsal_left_is_told_and_goes_only_when_the_user_says_so(place: Place) -> None:
    def break_off(name: str, size: int) -> None:
        with pytest.raises(KeyboardInterrupt), part_of(place.home, name, "a.mp4") as part:
            part.path.write_bytes(bytes(size))
            raise KeyboardInterrupt

    break_off("a" * 32, 6_000_000)
    refused = place.run().expect(2)
    assert "Rehearsals that ended early left 6.0 MB; the next one would go on with it." in refused.err
    assert "That would free 6.0 MB: 6.0 MB that rehearsals left." in refused.err
    assert place.run("--dry-run", "--json").expect().records[-1] == {"left": 6_000_000}
    found = place.removable()
    break_off("b" * 32, 1_000_000)  # after the user was told
    with place.workplace.service() as service:
        assert list(remove(service, place.workplace, (), left=found.left)) == [Cleared(6_000_000)]
    assert "6.0" not in place.run("--dry-run").expect().err
    with part_of(place.home, "b" * 32, "a.mp4"):
        assert "nothing to clean up" in place.run("--yes").expect().err
    assert "1.0 MB that rehearsals left deleted, 1.0 MB freed." in place.run("--yes").expect().err
    assert not place.removable().has_any
