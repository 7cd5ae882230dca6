"""The official Python SDK as a client of the local cloud (ci-jobs §11): a judge that is not ours."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.clips import clip
from support.local_cloud import Caller, local_cloud
from tilewright.localcloud.home import Endpoint
from tilewright.localcloud.server import LocalCloud

pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("default::DeprecationWarning")]

BUCKET = "studio-1250000000"


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[LocalCloud]:
    with local_cloud(tmp_path / "cloud") as running:
        yield running


@pytest.fixture
def endpoint(cloud: LocalCloud) -> Endpoint:
    return cloud.endpoint


def sdk(endpoint: Endpoint, secret_key: str = "", **options: Any) -> Any:
    """A client that connects to the local cloud with the hosts of the cloud."""
    cos = pytest.importorskip("qcloud_cos")
    config = cos.CosConfig(
        Region=endpoint.region, SecretId=endpoint.secret_id, SecretKey=secret_key or endpoint.secret_key,
        Scheme="http", KeepAlive=False, **(options or {"IP": "127.0.0.1", "Port": endpoint.port}),
    )  # fmt: skip
    return cos.CosS3Client(config, retry=0)


@pytest.fixture
def client(endpoint: Endpoint) -> Any:
    return sdk(endpoint)


def request(caller: Caller, *keys: str, level: str = "0") -> dict[str, Any]:
    return {
        "Tag": "VideoSynthesis",
        "Operation": {
            "VideoSynthesis": {
                "KeepAudioTrack": "true",
                "SpliceInfo": [
                    {"Url": caller.url(key), "X": str(number * 160), "Y": "0", "Width": "160", "Height": "180"}
                    for number, key in enumerate(keys)
                ],
            },
            "Transcode": {
                "Container": {"Format": "mp4"},
                "Video": {"Codec": "H.264", "Width": "320", "Height": "180", "Fps": "25"},
                "Audio": {"Codec": "aac"},
            },
            "Output": {"Region": "local", "Bucket": BUCKET, "Object": "out/${jobid}.${ext}"},
            "UserData": "from the SDK",
            "JobLevel": level,
        },
    }


def test_that_it_lists_buckets(endpoint: Endpoint) -> None:
    Caller(endpoint, "films-1250000000", "ap-beijing").put("a", b"")
    client = sdk(endpoint, ServiceDomain=f"127.0.0.1:{endpoint.port}")
    names = {bucket["Name"]: bucket["Location"] for bucket in client.list_buckets()["Buckets"]["Bucket"]}
    assert names == {BUCKET: "local", "films-1250000000": "ap-beijing"}


@pytest.mark.parametrize("key", ["in/a b+c.mp4", "照片/一.mp4", "jobs/x.mp4"])
def test_that_it_puts_reads_and_deletes(client: Any, key: str) -> None:
    data = os.urandom(5000)
    client.put_object(Bucket=BUCKET, Key=key, Body=data, EnableMD5=True)
    assert client.get_object(Bucket=BUCKET, Key=key)["Body"].get_raw_stream().read() == data
    part = client.get_object(Bucket=BUCKET, Key=key, Range="bytes=100-199")
    assert part["Body"].get_raw_stream().read() == data[100:200]
    assert part["Content-Range"] == "bytes 100-199/5000"
    assert client.head_object(Bucket=BUCKET, Key=key)["Content-Length"] == "5000"
    client.delete_object(Bucket=BUCKET, Key=key)
    assert not client.object_exists(Bucket=BUCKET, Key=key)


def test_that_it_uploads_in_parts_and_resumes(client: Any, cloud: LocalCloud, tmp_path: Path) -> None:
    file = tmp_path / "big.mp4"
    file.write_bytes(os.urandom((5 << 20) + 17))
    begun = client.create_multipart_upload(Bucket=BUCKET, Key="big.mp4")["UploadId"]
    with file.open("rb") as opened:
        client.upload_part(
            Bucket=BUCKET, Key="big.mp4", Body=opened.read(1 << 20), PartNumber=1, UploadId=begun, EnableMD5=True
        )
    client.upload_file(Bucket=BUCKET, Key="big.mp4", LocalFilePath=str(file), PartSize=1, MAXThread=3)
    got = client.get_object(Bucket=BUCKET, Key="big.mp4")
    assert got["Body"].get_raw_stream().read() == file.read_bytes()
    assert got["ETag"].endswith('-6"')
    with pytest.raises(Exception, match="NoSuchUpload"):
        client.list_parts(Bucket=BUCKET, Key="big.mp4", UploadId=begun)
    assert len(list(cloud.store.blobs.folder.iterdir())) == 1


def test_that_it_lists_objects(client: Any) -> None:
    for key in ("a", "in/1 é.mp4", "in/2.mp4", "z"):
        client.put_object(Bucket=BUCKET, Key=key, Body=b"x")
    page = client.list_objects(Bucket=BUCKET, Delimiter="/", EncodingType="url")
    assert [entry["Key"] for entry in page["Contents"]] == ["a", "z"]
    assert [common["Prefix"] for common in page["CommonPrefixes"]] == ["in/"]
    first = client.list_objects(Bucket=BUCKET, MaxKeys=2)
    assert (first["IsTruncated"], first["NextMarker"]) == ("true", "in/1 é.mp4")
    rest = client.list_objects(Bucket=BUCKET, Marker=first["NextMarker"])
    assert [entry["Key"] for entry in rest["Contents"]] == ["in/2.mp4", "z"]


def test_that_a_presigned_address_is_let_in(client: Any, endpoint: Endpoint) -> None:
    client.put_object(Bucket=BUCKET, Key="in/a b.mp4", Body=b"hello")
    signer = sdk(endpoint, Timeout=5)  # without our address, which it would sign instead of the bucket's host
    url = signer.get_presigned_url(
        Bucket=BUCKET, Key="in/a b.mp4", Method="GET", Params={"response-content-type": "a b"}
    )
    host, _, target = url.removeprefix("http://").partition("/")
    caller = Caller(endpoint)
    reply = caller.send("GET", "/" + target, headers={"Host": caller.cos_host})
    assert (reply.status, reply.body, reply.header("content-type")) == (200, b"hello", "a b"), (host, reply)


def test_that_it_submits_queries_lists_and_cancels(client: Any, endpoint: Endpoint) -> None:
    caller = Caller(endpoint)
    for key, name in (("in/a.mp4", "long"), ("in/b.mp4", "plain")):
        client.upload_file(Bucket=BUCKET, Key=key, LocalFilePath=str(clip(name)))
    made = [
        client.ci_create_media_jobs(Bucket=BUCKET, Jobs=request(caller, "in/a.mp4", "in/b.mp4"), Lst={})["JobsDetail"][
            0
        ]
        for _ in range(3)
    ]
    assert {job["State"] for job in made} == {"Submitted"}
    ids = [job["JobId"] for job in made]
    client.ci_cancel_jobs(Bucket=BUCKET, JobID=ids[2])
    found = client.ci_get_media_jobs(Bucket=BUCKET, JobIDs=",".join([*ids, "j" + "0" * 32]))
    assert [job["JobId"] for job in found["JobsDetail"]] == ids
    assert found["JobsDetail"][2]["State"] == "Cancel"
    assert found["NonExistJobIds"] == "j" + "0" * 32
    done = [caller.wait(job_id) for job_id in ids[:2]]
    assert [job.state for job in done] == ["Success", "Success"]
    listed = client.ci_list_media_jobs(Bucket=BUCKET, Tag="VideoSynthesis", Size=2)
    assert [job["JobId"] for job in listed["JobsDetail"]] == ids[:0:-1]
    result = listed["JobsDetail"][1]["Operation"]["MediaResult"]["OutputFile"]
    assert result["ObjectName"] == f"out/{ids[1]}.mp4"
    video = client.get_object(Bucket=result["Bucket"], Key=result["ObjectName"])["Body"].get_raw_stream().read()
    assert video[4:8] == b"ftyp"
    rest = client.ci_list_media_jobs(Bucket=BUCKET, Tag="VideoSynthesis", NextToken=listed["NextToken"])
    assert [job["JobId"] for job in rest["JobsDetail"]] == ids[:1]


def test_that_a_wrong_key_is_refused(endpoint: Endpoint, cloud: LocalCloud) -> None:
    cos = pytest.importorskip("qcloud_cos")
    wrong = sdk(endpoint, secret_key="wrong")
    with pytest.raises(cos.CosServiceError) as caught:
        wrong.put_object(Bucket=BUCKET, Key="a", Body=b"x")
    assert caught.value.get_error_code() == "SignatureDoesNotMatch"
    assert caught.value.get_status_code() == 403
    with pytest.raises(cos.CosServiceError) as caught:
        wrong.ci_create_media_jobs(Bucket=BUCKET, Jobs=request(Caller(endpoint), "a"), Lst={})
    assert caught.value.get_status_code() == 401
    assert cloud.accepted_posts() == []


def test_that_the_address_alone_serves_the_default_bucket(endpoint: Endpoint) -> None:
    client = sdk(endpoint, Domain=f"127.0.0.1:{endpoint.port}", ServiceDomain=f"127.0.0.1:{endpoint.port}")
    client.put_object(Bucket=BUCKET, Key="a", Body=b"x")
    assert [entry["Key"] for entry in client.list_objects(Bucket=BUCKET)["Contents"]] == ["a"]
    assert client.list_buckets()["Buckets"]["Bucket"][0]["Name"] == BUCKET


def test_that_it_pauses_the_queue_and_sets_whom_it_tells(client: Any) -> None:
    (queue,) = client.ci_get_media_queue(Bucket=BUCKET)["QueueList"]
    notify = {"State": "On", "Event": "TaskFinish", "ResultFormat": "XML", "Type": "Url", "Url": "http://127.0.0.1:9/"}
    wanted = {"Name": "queue-1", "QueueID": queue["QueueId"], "State": "Paused", "NotifyConfig": notify}
    client.ci_update_media_queue(Bucket=BUCKET, QueueId=queue["QueueId"], Request=wanted)
    (changed,) = client.ci_get_media_queue(Bucket=BUCKET)["QueueList"]
    assert (changed["State"], changed["NotifyConfig"]) == ("Paused", notify)


def test_that_it_lists_templates_and_queues(client: Any, cloud: LocalCloud) -> None:
    official = client.ci_get_template(Bucket=BUCKET, Category="Official", PageNumber=2, PageSize=10)
    assert (official["TotalCount"], len(official["TemplateList"])) == ("16", 6)
    first = official["TemplateList"][0]["TransTpl"]
    assert (first["Container"]["Format"], first["Video"]["Codec"]) == ("hls", "H.264")
    missing = client.ci_get_template(Bucket=BUCKET, Ids="t1nobody")
    assert missing["NonExistTIDs"]["TemplateId"] == "t1nobody"
    (queue,) = client.ci_get_media_queue(Bucket=BUCKET)["QueueList"]
    assert (queue["Name"], queue["State"], queue["NotifyConfig"]["State"]) == ("queue-1", "Active", "Off")
