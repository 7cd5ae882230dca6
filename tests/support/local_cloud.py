"""A local cloud in this process, on a free port, and calls to it by plain HTTP: no code of `tilewright.cloud`."""

from __future__ import annotations

import contextlib
import http.client
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tilewright.localcloud import connection
from tilewright.localcloud.home import Endpoint
from tilewright.localcloud.local_settings import SETTINGS_NAME
from tilewright.localcloud.server import LocalCloud
from tilewright.model.composition import Composition
from tilewright.wire.faults import read_fault
from tilewright.wire.jobs import Job, JobsReply, read_jobs
from tilewright.wire.request import write_request
from tilewright.wire.signature import Keys, sign

FINAL = {"Success", "Failed", "Cancel"}

OWN_POLL = connection._POLL
"""Seconds, as the program has it: for what is timed."""

connection._POLL = 0.005
"""Seconds: many services are made for one test each, and every one of them would take ten times as long to end."""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes
    lines: tuple[tuple[str, str], ...] = ()
    """Its headers as they came."""

    def header(self, name: str) -> str:
        return self.headers.get(name.lower(), "")

    def lines_of(self, name: str) -> list[str]:
        """The values of a header, one for each time that it came."""
        return [value for one, value in self.lines if one.lower() == name.lower()]


class Caller:
    """Signs and sends calls to a local cloud, each over a connection of its own."""

    def __init__(self, endpoint: Endpoint, bucket: str = "", region: str = "") -> None:
        self.endpoint = endpoint
        self.bucket = bucket or endpoint.bucket
        self.region = region or endpoint.region
        self.keys = Keys(endpoint.secret_id, endpoint.secret_key)

    @property
    def cos_host(self) -> str:
        return f"{self.bucket}.cos.{self.region}.myqcloud.com"

    @property
    def ci_host(self) -> str:
        return f"{self.bucket}.ci.{self.region}.myqcloud.com"

    def url(self, key: str) -> str:
        """The address of an object as a request names it."""
        return f"https://{self.cos_host}/{quote(key)}"

    def call(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None = None,
        body: Any = b"",
        headers: Mapping[str, str] | None = None,
        *,
        host: str = "",
        start: int = -60,
        life: int = 600,
        keys: Keys | None = None,
    ) -> Reply:
        """One call; ``path`` and ``params`` decoded; ``start`` in seconds from now, ``life`` from then."""
        host = host or self.cos_host
        params = dict(params or {})
        first = int(time.time()) + start
        signature = sign(keys or self.keys, method, path, params, {"host": host}, first, first + life)
        query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in params.items())
        target = quote(path) + (f"?{query}" if query else "")
        return self.send(method, target, body, {"Host": host, "Authorization": signature, **(headers or {})})

    def send(self, method: str, target: str, body: Any = b"", headers: Mapping[str, str] | None = None) -> Reply:
        """A call as it is, unsigned."""
        connection = http.client.HTTPConnection("127.0.0.1", self.endpoint.port, timeout=30)
        try:
            connection.request(method, target, body, dict(headers or {}))
            reply = connection.getresponse()
            lines = tuple(reply.getheaders())
            return Reply(reply.status, {name.lower(): value for name, value in lines}, reply.read(), lines)
        finally:
            connection.close()

    def put(self, key: str, data: bytes, **headers: str) -> Reply:
        return self.call("PUT", f"/{key}", body=data, headers=headers)

    def adopt(self, key: str, path: Path) -> Reply:
        return self.call("PUT", f"/{key}", headers={"x-tilewright-file": quote(str(path))})

    def get(self, key: str, **headers: str) -> Reply:
        return self.call("GET", f"/{key}", headers=headers)

    def submit(self, body: bytes, **how: Any) -> Job:
        reply = self.call(
            "POST", "/jobs", body=body, headers={"Content-Type": "application/xml"}, **{"host": self.ci_host, **how}
        )
        assert reply.status == 200, reply
        return read_jobs(reply.body).jobs[0]

    def submit_composition(self, asked: Composition) -> Job:
        return self.submit(write_request(asked))

    def refusal(self, asked: Composition) -> str:
        """The sentence with which a job is not taken."""
        reply = self.call(
            "POST", "/jobs", body=write_request(asked), headers={"Content-Type": "application/xml"}, host=self.ci_host
        )
        fault = read_fault(reply.body)
        assert (reply.status, fault is not None) == (400, True), reply
        return fault.message if fault else ""

    def jobs(self, *ids: str) -> JobsReply:
        reply = self.call("GET", f"/jobs/{','.join(ids)}", host=self.ci_host)
        assert reply.status == 200, reply
        return read_jobs(reply.body)

    def list_jobs(self, **params: str) -> JobsReply:
        reply = self.call("GET", "/jobs", {"tag": "VideoSynthesis", **params}, host=self.ci_host)
        assert reply.status == 200, reply
        return read_jobs(reply.body)

    def wait(
        self, job_id: str, seconds: float = 60.0, until: Callable[[Job], bool] | None = None, pause: float = 0.02
    ) -> Job:
        """The job when it has ended, or as soon as ``until`` holds; asked for every ``pause`` seconds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            job = self.jobs(job_id).jobs[0]
            if until(job) if until else job.state in FINAL:
                return job
            time.sleep(pause)
        raise AssertionError(f"{job_id} did not get there within {seconds} s: {job}")


@contextlib.contextmanager
def local_cloud(folder: Path, **options: Any) -> Iterator[LocalCloud]:
    """A service on ``folder`` in this process; afterwards its threads have ended. ``options`` of ``LocalCloud``."""
    cloud = LocalCloud(folder, **options)
    try:
        cloud.start()
        yield cloud
    finally:
        cloud.close(10.0)


def keep_free(folder: Path, floor: int) -> None:
    """Have the local cloud of ``folder`` keep so many bytes of the disk free; it reads its settings at any moment."""
    aside = folder / "settings.new"
    aside.write_text(json.dumps({"free_floor": floor}), "utf-8")
    aside.replace(folder / SETTINGS_NAME)


def job_request(
    *urls: str,
    bucket: str = "studio-1250000000",
    region: str = "local",
    key: str = "output/${jobid}.${ext}",
    size: tuple[int, int] = (320, 180),
    user_data: str = "",
    level: int = 0,
) -> bytes:
    """A request that puts the videos at ``urls`` side by side."""
    width = size[0] // max(1, len(urls)) // 2 * 2
    tiles = "".join(
        f"<SpliceInfo><Url>{url}</Url><X>{number * width}</X><Y>0</Y><Width>{width}</Width>"
        f"<Height>{size[1]}</Height></SpliceInfo>"
        for number, url in enumerate(urls)
    )
    return (
        "<Request><Tag>VideoSynthesis</Tag><Operation>"
        f"<VideoSynthesis><KeepAudioTrack>true</KeepAudioTrack>{tiles}</VideoSynthesis>"
        "<Transcode><Container><Format>mp4</Format></Container>"
        f"<Video><Codec>H.264</Codec><Width>{size[0]}</Width><Height>{size[1]}</Height><Fps>25</Fps></Video>"
        "<Audio><Codec>aac</Codec></Audio></Transcode>"
        f"<Output><Region>{region}</Region><Bucket>{bucket}</Bucket><Object>{key}</Object></Output>"
        f"<UserData>{user_data}</UserData><JobLevel>{level}</JobLevel></Operation></Request>"
    ).encode()
