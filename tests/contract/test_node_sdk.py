"""The official Node SDK as a client of the local cloud: another judge that is not ours.

Node and npm need not be there: `packaging/test` brings the SDK where they are, by `tests/node/package-lock.json`.
"""

from __future__ import annotations

import base64
import io
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from support.clips import clip
from support.local_cloud import Caller, job_request, local_cloud

pytestmark = pytest.mark.oracle

TOP = Path(__file__).resolve().parents[2]
MODULES = TOP / ".venv" / "node" / "node_modules"
SCRIPT = TOP / "tests" / "node" / "calls.js"
KEY = "in/a b+c é.txt"
TEMPLATE = (
    "<Request><Tag>Transcode</Tag><Name>Lesson</Name><Container><Format>mp4</Format></Container>"
    "<Video><Codec>H.264</Codec><Width>320</Width><Height>180</Height></Video></Request>"
)


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    with local_cloud(tmp_path_factory.mktemp("cloud")) as running:
        yield Caller(running.endpoint, "films-1250000000", "ap-beijing")


@pytest.fixture(scope="module")
def said(caller: Caller, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each call gave; of calls of one name the last one."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed")
    if not (MODULES.parent / "stamp").is_file():  # without it half of the SDK may be there
        pytest.skip("npm could not bring the official Node SDK; packaging/test --prepare tells why")
    big = tmp_path_factory.mktemp("files") / "big.bin"
    big.write_bytes(os.urandom((2 << 20) + 17))
    wish = {
        "address": caller.endpoint.address,
        "secretId": caller.endpoint.secret_id,
        "secretKey": caller.endpoint.secret_key,
        "Bucket": caller.bucket,
        "Region": caller.region,
        "big": str(big),
        "files": {"in/one.mp4": str(clip("short")), "in/two.mp4": str(clip("plain"))},
        "video": "in/two.mp4",
        "template": TEMPLATE,
        "job": job_request(
            caller.url("in/one.mp4"), caller.url("in/two.mp4"), bucket=caller.bucket, region=caller.region
        ).decode(),
    }
    environment = {"PATH": os.environ.get("PATH", ""), "NODE_PATH": str(MODULES), "HOME": str(big.parent)}
    done = subprocess.run(
        [node, str(SCRIPT)], input=json.dumps(wish).encode(), capture_output=True, timeout=120, check=False,
        env=environment, cwd=big.parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    refused = {line["name"]: line["error"] for line in lines if "error" in line}
    assert refused.keys() == {"missing"}, refused
    return {line["name"]: line.get("value", line.get("error")) for line in lines}


def test_that_it_puts_reads_and_deletes(said: dict[str, Any], caller: Caller) -> None:
    assert said["getObject"] == "hello"
    assert said["headObject"]["content-length"] == "5"
    assert said["headObject"]["etag"] == said["putObject"]["ETag"]
    assert said["sliceUploadFile"]["ETag"].endswith('-3"')
    assert said["missing"]["status"] == 404
    assert caller.get("in/big.bin").status == 404


def test_that_it_copies_at_once_and_in_parts(said: dict[str, Any], caller: Caller) -> None:
    assert caller.get("copies/a.txt").body == b"hello"
    assert said["putObjectCopy"]["ETag"] == said["putObject"]["ETag"]
    copied = caller.get("copies/big.bin")
    assert len(copied.body) == (2 << 20) + 17
    assert copied.header("etag") == said["sliceUploadFile"]["ETag"], "of the same parts"


def test_that_it_lists_buckets_and_objects(said: dict[str, Any], caller: Caller) -> None:
    assert (caller.bucket, caller.region) in [(one["Name"], one["Location"]) for one in said["getService"]]
    assert [one["Key"] for one in said["getBucket"]] == [KEY, "in/big.bin", "in/one.mp4", "in/two.mp4"]


def test_that_its_presigned_addresses_are_let_in_by_plain_http(said: dict[str, Any], caller: Caller) -> None:
    def target(name: str) -> str:
        host, _, rest = said[name].removeprefix("http://").partition("/")
        assert host == caller.cos_host
        return f"/{rest}"

    got = caller.send("GET", target("getObjectUrl"), headers={"Host": caller.cos_host})
    assert (got.status, got.body) == (200, b"hello")
    assert caller.send("PUT", target("putObjectUrl"), b"sent", {"Host": caller.cos_host}).status == 200
    assert caller.get("in/sent.txt").body == b"sent"
    tampered = target("putObjectUrl").replace("sent.txt", "other.txt")
    assert caller.send("PUT", tampered, b"no", {"Host": caller.cos_host}).status == 403


def test_that_it_is_told_what_a_video_is_made_of_and_gets_a_picture(said: dict[str, Any]) -> None:
    for name in ("videoinfo", "mediainfo"):
        info = said[name]["Response"]["MediaInfo"]
        assert info["Stream"]["Video"]["Width"] == "320"
        assert info["Format"]["Size"] == str(clip("plain").stat().st_size)
    with Image.open(io.BytesIO(base64.b64decode(said["snapshot"]))) as picture:
        assert (picture.format, picture.size) == ("JPEG", (160, 120))


def test_that_it_lists_media_buckets_and_queues(said: dict[str, Any], caller: Caller) -> None:
    assert said["mediabucket"]["Response"]["MediaBucketList"]["BucketId"] == caller.bucket
    assert said["queue"]["Response"]["QueueList"]["Name"] == "queue-1"


def test_that_it_makes_changes_lists_and_deletes_templates(said: dict[str, Any]) -> None:
    made = said["createTemplate"]["Response"]["Template"]
    listed = said["listTemplates"]["Response"]["TemplateList"]
    assert (made["Name"], listed["Name"]) == ("Lesson", "Wide")
    assert listed["TransTpl"]["Video"]["Height"] == "180"
    ids = [one["TemplateId"] for one in (made, said["updateTemplate"]["Response"]["Template"], listed)]
    assert {*ids, said["deleteTemplate"]["Response"]["TemplateId"]} == {ids[0]}
    assert len(said["officialTemplates"]["Response"]["TemplateList"]) == 16


def test_that_it_submits_queries_lists_and_cancels(said: dict[str, Any], caller: Caller) -> None:
    first, _, third = said["query"]["Response"]["JobsDetail"]
    assert (first["State"], third["State"]) == ("Success", "Cancel")
    result = first["Operation"]["MediaResult"]["OutputFile"]
    assert caller.get(result["ObjectName"]).body[4:8] == b"ftyp"
    assert first["Operation"]["MediaInfo"]["Stream"]["Video"]["AvgFps"] == "25.000000"
    listed = said["list"]["Response"]
    assert len(listed["JobsDetail"]) == 2
    assert listed["NextToken"]
    assert listed["JobsDetail"][0]["JobId"] == third["JobId"]
