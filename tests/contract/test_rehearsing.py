"""Rehearsing a job of an account, which another local cloud plays, on the local cloud: what is brought, what is posted,
and that the account is only read.
"""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from support.builders import ACCOUNT, composition, output, tile
from support.cli import Done
from support.clips import clip
from support.fault_proxy import CUT, DROP, FaultProxy, Say, fault_proxy
from support.forker import run as run_here
from support.home import end_processes_of
from support.local_cloud import Caller, keep_free, local_cloud
from support.sending import Killed, killed_at, produce_slowly
from support.watching import watching, workplace_at
from tilewright.accounts.profile import LOCAL, Profile
from tilewright.cloud import transfers
from tilewright.errors import (
    Absent,
    CloudError,
    Damaged,
    DiskFull,
    NameTaken,
    NoAnswer,
    OutputExists,
    ProblemsFound,
    WrongUse,
)
from tilewright.files.saving import save_file
from tilewright.jobs.events import AlreadyDone, Ended, IntentMade
from tilewright.localcloud.home import find
from tilewright.localcloud.server import LocalCloud
from tilewright.localcloud.store import Place
from tilewright.model.composition import Composition
from tilewright.model.states import State
from tilewright.usecases.events import Bringing, Brought
from tilewright.usecases.needed_room import RoomNeeded
from tilewright.usecases.rehearse import Needed, Rehearsal, StandsIn, rehearse_on
from tilewright.usecases.scratch import clear_old_parts
from tilewright.usecases.submit import submit_to
from tilewright.usecases.watched import Resting
from tilewright.usecases.workplace import Service, Workplace
from tilewright.wire.mark import find_mark, short_id
from tilewright.wire.own_names import ORIGIN_HEADER, TEMPLATE_HEADER
from tilewright.wire.signature import Keys

SCHOOL = Profile("school", ACCOUNT.bucket, ACCOUNT.region)
SIZE = (320, 180)
TRANSCODE = "t1" + "a" * 32
WATERMARK = "t1" + "b" * 32
wait = threading.Event().wait


@dataclass
class World:
    """An account with ``input/a.mp4``, the local cloud, and a proxy before each that notes what passes."""

    home: Path
    school: LocalCloud
    own: LocalCloud
    to_school: FaultProxy
    to_own: FaultProxy
    account: Service
    mirror: Service

    @property
    def in_school(self) -> Caller:
        return Caller(self.school.endpoint, ACCOUNT.bucket, ACCOUNT.region)

    @property
    def in_mirror(self) -> Caller:
        return Caller(self.own.endpoint, ACCOUNT.bucket, ACCOUNT.region)

    @property
    def workplace(self) -> Workplace:
        return Workplace.open({"TILEWRIGHT_HOME": str(self.home)})

    def rehearse(self, asked: Composition, **how: Any) -> list[Rehearsal]:
        return list(rehearse_on(self.account, self.mirror, asked, self.workplace, wait, **how))

    def fetched(self) -> list[str]:
        """The objects of the account that were read, not only looked at."""
        lines = [line.split() for line in self.to_school.calls]
        return [path for method, path, _ in lines if method == "GET" and path.startswith("/input/")]


@pytest.fixture
def world(tmp_path: Path, home: Path) -> Iterator[World]:
    with (
        local_cloud(tmp_path / "school", produce=produce_slowly) as school,
        local_cloud(tmp_path / "own", produce=produce_slowly) as own,
        fault_proxy(school.endpoint.address) as to_school,
        fault_proxy(own.endpoint.address) as to_own,
        Service(SCHOOL, keys_of(school), to_school.address, None) as account,
        Service(
            LOCAL.replace(bucket=SCHOOL.bucket, region=SCHOOL.region), keys_of(own), "", None, to_own.address
        ) as mirror,
    ):
        made = World(home, school, own, to_school, to_own, account, mirror)
        made.in_school.put("input/a.mp4", clip("short").read_bytes())
        yield made


def keys_of(cloud: LocalCloud) -> Keys:
    return Keys(cloud.endpoint.secret_id, cloud.endpoint.secret_key)


def lesson(**fields: object) -> Composition:
    shown = tile("a", 0, 0, *SIZE, url=f"https://{ACCOUNT.cos_host}/input/a.mp4")
    return composition(shown, size=SIZE, **{"output": output(target=ACCOUNT), **fields})


def needed(events: list[Rehearsal]) -> Needed:
    return next(event for event in events if isinstance(event, Needed))


def brought(events: list[Rehearsal]) -> list[str]:
    return [event.key for event in events if isinstance(event, Brought)]


def without_mark(body: bytes) -> bytes:
    """A request without what each submission gets of its own."""
    mark = find_mark(body.decode())
    assert mark
    return body.replace(mark.encode(), b"MARK").replace(short_id(mark).encode(), b"NUMBER")


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16), (200, 40, 40)).save(buffer, "PNG")
    return buffer.getvalue()


def make_template(caller: Caller, template_id: str, body: str) -> None:
    """As the account has it: only a local cloud lets its id be chosen."""
    headers = {"Content-Type": "application/xml", TEMPLATE_HEADER: template_id}
    reply = caller.call("POST", "/template", body=body.encode(), headers=headers, host=caller.ci_host)
    assert reply.status == 200, reply


def encoding(music: str, width: int = SIZE[0]) -> str:
    return (
        "<Request><Tag>Transcode</Tag><Name>school</Name><Container><Format>mp4</Format></Container><Video>"
        f"<Codec>H.264</Codec><Width>{width}</Width><Height>{SIZE[1]}</Height><Fps>25</Fps></Video><Audio>"
        f"<Codec>aac</Codec></Audio><AudioMix><AudioSource>{music}</AudioSource></AudioMix></Request>"
    )


def stamp(image: str) -> str:
    return (
        "<Request><Tag>Watermark</Tag><Name>logo</Name><Watermark><Type>Image</Type><Pos>TopLeft</Pos>"
        "<LocMode>Absolute</LocMode><Dx>8</Dx><Dy>8</Dy><Image>"
        f"<Url>{image}</Url><Mode>Original</Mode><Transparency>90</Transparency></Image></Watermark></Request>"
    )


def test_that_all_a_job_needs_is_brought_and_the_same_bytes_are_posted_to_the_same_host(world: World) -> None:
    caller = world.in_school
    caller.put("input/music.mp4", clip("long").read_bytes())
    caller.put("input/logo.png", png())
    make_template(caller, TRANSCODE, encoding(f"https://{ACCOUNT.cos_host}/input/music.mp4"))
    make_template(caller, WATERMARK, stamp(f"http://{ACCOUNT.ci_host}/input/logo.png"))
    asked = lesson(
        transcode=None, transcode_template_id=TRANSCODE, watermark_template_ids=(WATERMARK,),
        callback="https://hooks.lessons-school.com/done",
    )  # fmt: skip
    events = world.rehearse(asked)
    assert (needed(events).files, needed(events).templates) == (3, 2)
    keys = ["input/a.mp4", "input/logo.png", "input/music.mp4"]
    assert sorted(brought(events)) == keys
    for key in keys:
        assert world.in_mirror.get(key).body == caller.get(key).body
    assert {line.split()[0] for line in world.to_school.calls} == {"GET", "HEAD"}
    assert world.school.accepted_posts() == []

    sent = list(submit_to(world.account, asked, world.workplace, wait, name="", to_end=False))
    assert any(isinstance(event, IntentMade) for event in sent), "a rehearsal is not the job itself"
    (real,), (tried,) = world.to_school.posts, world.to_own.posts
    assert tried[:2] == real[:2] == ("/jobs", ACCOUNT.ci_host)
    assert without_mark(tried[2]) == without_mark(real[2])


def test_that_a_copy_whose_content_the_local_cloud_lost_is_brought_again(world: World) -> None:
    world.rehearse(lesson())
    (world.own.store.blobs.folder / blob_of(world.own, "input/a.mp4")).unlink()
    assert brought(world.rehearse(lesson())) == ["input/a.mp4"]
    assert world.in_mirror.get("input/a.mp4").body == world.in_school.get("input/a.mp4").body


def test_that_the_users_own_file_that_the_local_cloud_lost_is_brought_where_it_was_the_same(world: World) -> None:
    for content in (b"another one", clip("short").read_bytes()):
        world.in_mirror.put("input/a.mp4", content)
        (world.own.store.blobs.folder / blob_of(world.own, "input/a.mp4")).unlink()
        if content == b"another one":
            with pytest.raises(OutputExists):
                world.rehearse(lesson())
    assert brought(world.rehearse(lesson())) == ["input/a.mp4"]
    assert world.in_mirror.get("input/a.mp4").body == world.in_school.get("input/a.mp4").body


def blob_of(cloud: LocalCloud, key: str) -> str:
    entry = cloud.store.find(Place(SCHOOL.bucket, SCHOOL.region), key)
    assert entry is not None
    return entry.blob.id


def test_that_what_is_there_is_not_fetched_again_and_what_changed_is(world: World) -> None:
    caller = world.in_school
    make_template(caller, TRANSCODE, encoding(f"https://{ACCOUNT.cos_host}/input/a.mp4"))
    asked = lesson(transcode=None, transcode_template_id=TRANSCODE)
    world.rehearse(asked, to_end=True)
    world.to_school.calls.clear()
    repeated = world.rehearse(asked)
    assert any(isinstance(event, AlreadyDone) for event in repeated)
    again = needed(repeated)
    assert (again.files, again.templates, again.size, world.fetched()) == (0, 0, 0, [])

    caller.put("input/a.mp4", clip("long").read_bytes())
    make_template(caller, TRANSCODE, encoding(f"https://{ACCOUNT.cos_host}/input/a.mp4", 640))
    changed = world.rehearse(asked)
    assert any(isinstance(event, IntentMade) for event in changed), "the video of then is of other files"
    assert (needed(changed).files, needed(changed).templates, brought(changed)) == (1, 1, ["input/a.mp4"])
    assert world.in_mirror.get("input/a.mp4").body == clip("long").read_bytes()


def test_that_what_a_rehearsal_that_ended_before_its_job_had_brought_makes_the_job_anew(world: World) -> None:
    world.rehearse(lesson(), to_end=True)
    world.in_school.put("input/a.mp4", clip("long").read_bytes())
    with killed_at("ledger.intend.before"), pytest.raises(Killed):
        world.rehearse(lesson())
    repeated = world.rehearse(lesson())
    assert needed(repeated).files == 0
    assert any(isinstance(event, IntentMade) for event in repeated), "the video of then is of another file"


def test_that_a_file_that_is_not_a_copy_is_never_replaced(world: World) -> None:
    world.in_mirror.put("input/a.mp4", b"the user's own")
    with pytest.raises(OutputExists, match=r"another file input/a\.mp4 in its bucket"):
        world.rehearse(lesson())
    assert world.in_mirror.get("input/a.mp4").body == b"the user's own"
    assert (world.fetched(), world.to_own.posts) == ([], [])


def test_that_a_file_put_while_the_copy_was_on_its_way_is_not_replaced(world: World) -> None:
    steps = rehearse_on(world.account, world.mirror, lesson(), world.workplace, wait)
    while not isinstance(next(steps), Bringing):
        pass
    world.in_mirror.put("input/a.mp4", b"the user's own")
    with pytest.raises(OutputExists, match=r"another file input/a\.mp4 in its bucket"):
        list(steps)
    assert world.in_mirror.get("input/a.mp4").body == b"the user's own"
    assert world.to_own.posts == []


def test_that_a_template_that_goes_while_the_files_come_is_there_for_the_job(world: World) -> None:
    """Nothing names it in these minutes: somebody may clean up."""
    make_template(world.in_school, TRANSCODE, encoding(f"https://{ACCOUNT.cos_host}/input/a.mp4"))
    asked = lesson(transcode=None, transcode_template_id=TRANSCODE)
    steps = rehearse_on(world.account, world.mirror, asked, world.workplace, wait, to_end=True)
    while not isinstance(next(steps), Bringing):
        pass
    caller = world.in_mirror
    caller.call("DELETE", f"/template/{TRANSCODE}", host=caller.ci_host)
    assert [event.state for event in steps if isinstance(event, Ended)] == [State.SUCCESS]


def test_that_a_file_that_another_rehearsal_brought_meanwhile_is_used(world: World) -> None:
    """Also one that was stopped while it put the file."""
    steps = rehearse_on(world.account, world.mirror, lesson(), world.workplace, wait)
    while not isinstance(next(steps), Bringing):
        pass
    assert brought(world.rehearse(lesson())) == ["input/a.mp4"]
    events = list(steps)
    assert [event.is_new for event in events if isinstance(event, Brought)] == [False]
    assert world.in_mirror.get("input/a.mp4").body == clip("short").read_bytes()


def test_that_another_version_that_was_brought_meanwhile_makes_way(world: World) -> None:
    steps = rehearse_on(world.account, world.mirror, lesson(), world.workplace, wait)
    while not isinstance(next(steps), Bringing):
        pass
    world.in_mirror.put("input/a.mp4", b"of yesterday", **{ORIGIN_HEADER: "an older one"})
    assert brought(list(steps)) == ["input/a.mp4"]
    assert world.in_mirror.get("input/a.mp4").body == clip("short").read_bytes()


def test_that_a_local_cloud_that_ended_while_a_file_came_is_started_again(world: World) -> None:
    """It does so by itself when nobody needs it for a minute, and a large file takes longer."""
    with world.workplace.mirror(ACCOUNT) as mirror:
        steps = rehearse_on(world.account, mirror, lesson(), world.workplace, wait)
        while not isinstance(next(steps), Bringing):
            pass
        end_processes_of(world.home)
        event = next(event for event in steps if isinstance(event, Brought))
        steps.close()
        assert mirror.client.head("input/a.mp4")
        end_processes_of(world.home)
    assert (event.key, event.is_new) == ("input/a.mp4", True)


def test_that_a_copy_of_a_file_in_parts_is_known_again(world: World, tmp_path: Path) -> None:
    video = tmp_path / "large.mp4"
    video.write_bytes(clip("short").read_bytes() + bytes(34_000_000))
    world.in_school.call("DELETE", "/input/a.mp4")
    world.account.client.put_file("input/a.mp4", video)
    assert brought(world.rehearse(lesson())) == ["input/a.mp4"]
    facts, there = world.account.client.head("input/a.mp4"), world.mirror.client.head("input/a.mp4")
    assert facts
    assert there
    assert "-" in facts.etag
    assert (there.size, there.origin) == (facts.size, facts.etag)
    assert needed(world.rehearse(lesson(), again=True)).files == 0


def test_that_more_than_200_mb_are_not_fetched_unasked(world: World, tmp_path: Path) -> None:
    video = tmp_path / "huge.mp4"
    with video.open("wb") as file:
        file.truncate(200_000_001)
    assert world.in_school.adopt("input/a.mp4", video).status == 200
    with pytest.raises(WrongUse, match=r"200\.0 MB would be fetched"):
        world.rehearse(lesson())
    assert world.fetched() == []
    steps = rehearse_on(world.account, world.mirror, lesson(), world.workplace, wait, may_bring=1 << 40)
    assert isinstance(next(steps), Needed)
    assert isinstance(next(steps), StandsIn)
    assert isinstance(next(steps), Bringing)
    steps.close()


def test_that_nothing_is_fetched_for_which_the_disk_has_no_room(world: World, tmp_path: Path) -> None:
    """What cannot be kept costs as much. A long file lies there in parts, too, until they are joined."""
    video = tmp_path / "large.mp4"
    with video.open("wb") as file:
        file.truncate(40_000_000)
    world.in_school.adopt("input/a.mp4", video)
    events = []
    with world.workplace.mirror(ACCOUNT) as mirror:
        keep_free(world.home / "local-cloud", 1 << 60)
        with pytest.raises(DiskFull, match="nothing was fetched"):
            events += rehearse_on(world.account, mirror, lesson(), world.workplace, wait, may_bring=1 << 40)
        steps = rehearse_on(world.account, mirror, lesson(), world.workplace, wait, may_be_short=True)
        events += [next(steps), next(steps), next(steps)]
        steps.close()
        end_processes_of(world.home)
    assert world.fetched() == []
    assert {event.needed for event in events if isinstance(event, RoomNeeded)} == {120_000_000}
    assert isinstance(events[-1], StandsIn), "whoever wants it all the same goes on"


def break_off(world: World, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, int]:
    """A long file of the account, and how much of it a rehearsal had fetched when the network broke."""
    content = clip("short").read_bytes() + bytes(4_000_000)
    world.in_school.put("input/a.mp4", content)
    monkeypatch.setattr(transfers, "pauses", lambda count: [0.0] * count)
    steps = rehearse_on(world.account, world.mirror, lesson(), world.workplace, wait)
    events = [next(steps), next(steps)]
    world.to_school.faults_of_reads.extend([CUT, *[DROP] * 30])
    with pytest.raises(NoAnswer):
        events += steps
    world.to_school.faults_of_reads.clear()
    come = max(event.done for event in events if isinstance(event, Bringing))
    assert come > 1_000_000
    return content, come


def parts(world: World) -> list[Path]:
    return [path for path in (world.home / "cache" / "parts").glob("*/*") if path.name != ".state"]


def test_that_what_had_come_when_the_network_broke_is_not_fetched_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, come = break_off(world, monkeypatch)
    (part,) = parts(world)
    assert (part.stat().st_size, part.stat().st_mode & 0o777) == (come, 0o600)
    again = world.rehearse(lesson())
    assert needed(again).size == len(content) - come
    assert min(event.done for event in again if isinstance(event, Bringing)) > come
    assert world.in_mirror.get("input/a.mp4").body == content
    assert list((world.home / "cache" / "parts").iterdir()) == []


def test_that_what_had_come_is_kept_when_another_try_is_given_up_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, come = break_off(world, monkeypatch)
    steps = rehearse_on(world.account, world.mirror, lesson(), world.workplace, wait)
    while not isinstance(next(steps), Bringing):
        pass
    steps.close()  # as Ctrl+C and Stop do
    assert parts(world)[0].stat().st_size >= come
    world.to_own.faults_of["put"].append(Say(507))
    with pytest.raises(CloudError, match=r"Cannot put a\.mp4"):
        world.rehearse(lesson())
    assert needed(world.rehearse(lesson())).size == 0


def test_that_no_more_is_fetched_than_was_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not when somebody cleans up, nor by another rehearsal at the same time: that is asked about for itself."""
    content, come = break_off(world, monkeypatch)
    steps = rehearse_on(world.account, world.mirror, lesson(), world.workplace, wait, may_bring=len(content) - come)
    assert needed([next(steps)]).size == len(content) - come
    clear_old_parts(world.home, 0)
    with pytest.raises(WrongUse, match="would be fetched"):
        world.rehearse(lesson(), may_bring=len(content) - 1)
    assert min(event.done for event in steps if isinstance(event, Bringing)) > come


def test_that_a_part_that_does_not_belong_to_the_rest_is_found_out_and_goes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, come = break_off(world, monkeypatch)
    parts(world)[0].write_bytes(bytes(come))
    with pytest.raises(Damaged, match=r"input/a\.mp4 arrived damaged"):
        world.rehearse(lesson())
    assert world.in_mirror.get("input/a.mp4").status == 404
    assert needed(world.rehearse(lesson())).size == len(content)


def test_that_what_is_on_its_way_is_for_its_owner_only(world: World) -> None:
    modes = []
    put = world.mirror.client.put_file

    def seen(key: str, path: Path, **how: Any) -> None:
        modes.extend(one.stat().st_mode & 0o777 for one in (path, path.parent))
        put(key, path, **how)

    world.mirror.client.put_file = seen  # type: ignore[method-assign]
    world.rehearse(lesson())
    assert modes == [0o600, 0o700]


def test_that_a_refusal_of_the_local_cloud_names_the_file(world: World) -> None:
    world.to_own.faults_of["put"].append(Say(507))
    with pytest.raises(CloudError, match=r"Cannot put a\.mp4 into the bucket"):
        world.rehearse(lesson())


def test_that_a_rehearsal_given_up_leaves_nothing_half_there_in_the_bucket(world: World) -> None:
    world.in_school.put("input/a.mp4", bytes(20_000_000))
    steps = rehearse_on(world.account, world.mirror, lesson(), world.workplace, wait)
    while not isinstance(next(steps), Bringing):
        pass
    steps.close()
    assert world.in_mirror.get("input/a.mp4").status == 404
    assert world.to_own.posts == []


def test_that_what_the_account_would_refuse_is_told_before_anything_is_brought(world: World) -> None:
    with pytest.raises(ProblemsFound, match="t1c"):
        world.rehearse(lesson(transcode=None, transcode_template_id="t1c" + "c" * 31))
    world.in_school.put("output/lesson.mp4", b"made before")
    with pytest.raises(NameTaken, match=r"output/lesson\.mp4"):
        world.rehearse(lesson(exact_name=True))
    world.in_mirror.put("input/a.mp4", clip("short").read_bytes())
    world.in_school.call("DELETE", "/input/a.mp4")
    with pytest.raises(Absent, match=r"There is no input/a\.mp4 in the bucket lessons"):
        world.rehearse(lesson())
    assert (world.fetched(), world.to_own.posts, world.to_school.posts) == ([], [], [])


def test_that_files_outside_the_bucket_are_told_and_not_fetched(world: World) -> None:
    elsewhere = "https://other-1250000001.cos.ap-shanghai.myqcloud.com/music.mp4"
    make_template(world.in_school, TRANSCODE, encoding(elsewhere))
    events = world.rehearse(lesson(transcode=None, transcode_template_id=TRANSCODE))
    assert needed(events) == Needed(1, 1, len(clip("short").read_bytes()), (elsewhere,))
    assert elsewhere in needed(events).describe()
    assert brought(events) == ["input/a.mp4"]


def test_that_the_command_rehearses_and_its_job_is_followed_and_fetched_like_any_other(
    tmp_path: Path, home: Path
) -> None:
    home.mkdir(parents=True, exist_ok=True)
    profile = {"name": SCHOOL.name, "bucket": SCHOOL.bucket, "region": SCHOOL.region}
    (home / "settings.json").write_text(json.dumps({"profiles": [profile]}), "utf-8")
    file, result = tmp_path / "lesson.tilewright", tmp_path / "result.mp4"
    save_file(file, lesson(callback="https://hooks.lessons-school.com/done"), None)
    try:
        with local_cloud(tmp_path / "school") as school:
            Caller(school.endpoint, SCHOOL.bucket, SCHOOL.region).put("input/a.mp4", clip("short").read_bytes())
            account = {
                "TILEWRIGHT_ENDPOINT": school.endpoint.address,
                "TILEWRIGHT_SECRET_ID": school.endpoint.secret_id,
                "TILEWRIGHT_SECRET_KEY": school.endpoint.secret_key,
            }
            done = at(home, "submit", file, "--rehearse", "--profile", "school", "--wait", "--json", env=account)
            *told, job = done.expect().records
            assert school.accepted_posts() == []
        assert [event["files"] for event in told if event.get("event") == "needed"] == [1]
        assert [event["what"] for event in told if event.get("event") == "room"] == ["copies", "result"]
        assert {"event": "stands-in", "host": ACCOUNT.ci_host} in told
        assert job["state"] == "success"
        own = find(home / "local-cloud")
        assert own
        caller = Caller(own, SCHOOL.bucket, SCHOOL.region)
        kept = caller.call("GET", f"/jobs/{job['job']}", {"tilewright-callback": ""}, host=caller.ci_host)
        assert json.loads(kept.body)["state"] == "recorded"
        assert at(home, "status", job["job"], "--json").expect().records[0]["state"] == "success"
        at(home, "fetch", job["job"], "-o", result).expect()
        assert result.read_bytes() == caller.get(job["result"]).body
    finally:
        end_processes_of(home)


def test_that_the_watch_of_a_window_follows_a_rehearsed_job(world: World) -> None:
    world.rehearse(lesson())
    with watching(workplace_at(world.home, world.own.endpoint)) as watch:
        watch.until(lambda watch: [intent.state for intent in watch.intents] == [State.SUCCESS])
    assert watch.of(Resting) == []


def test_that_nothing_is_rehearsed_for_the_local_cloud_itself(tmp_path: Path, home: Path) -> None:
    file = tmp_path / "lesson.tilewright"
    save_file(file, lesson(), None)
    assert "nothing to rehearse" in at(home, "submit", file, "--rehearse").expect(2).err
    assert "answer to --rehearse" in at(home, "submit", file, "--yes").expect(2).err
    assert not (home / "local-cloud").exists()


def at(home: Path, *args: str | Path, env: dict[str, str] | None = None) -> Done:
    return run_here(*args, env={"TILEWRIGHT_HOME": str(home), **(env or {})})
