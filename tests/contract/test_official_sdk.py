"""The official Python SDK as a client of the local cloud (ci-jobs §11): a judge that is not ours."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from support.clips import clip
from support.local_cloud import Caller
from tilewright.localcloud.home import Endpoint
from tilewright.localcloud.server import LocalCloud

pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("default::DeprecationWarning")]

BUCKET = "studio-1250000000"


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


def test_that_it_pages_parts_and_uploads_deletes_many_and_an_empty_bucket(endpoint: Endpoint) -> None:
    films = Caller(endpoint, "films-1250000000", "ap-beijing")
    client = sdk(replace(endpoint, region=films.region), Proxies={"http": endpoint.address})
    bucket = films.bucket
    uploads = sorted(
        client.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"] for key in ("a/1 ü", "a/1 ü", "a/1 ü")
    )
    for number in (1, 2, 3):
        client.upload_part(Bucket=bucket, Key="a/1 ü", Body=b"x", PartNumber=number, UploadId=uploads[0])
    page = client.list_parts(Bucket=bucket, Key="a/1 ü", UploadId=uploads[0], MaxParts=2)
    assert ([part["PartNumber"] for part in page["Part"]], page["IsTruncated"]) == (["1", "2"], "true")
    rest = client.list_parts(
        Bucket=bucket, Key="a/1 ü", UploadId=uploads[0], PartNumberMarker=page["NextPartNumberMarker"]
    )
    assert ([part["PartNumber"] for part in rest["Part"]], rest["IsTruncated"], rest["Key"]) == (
        ["3"],
        "false",
        "a/1 ü",
    )
    first = client.list_multipart_uploads(Bucket=bucket, MaxUploads=2)
    markers = {"KeyMarker": first["NextKeyMarker"], "UploadIdMarker": first["NextUploadIdMarker"]}
    second = client.list_multipart_uploads(Bucket=bucket, **markers)
    found = [(entry["Key"], entry["UploadId"]) for entry in [*first["Upload"], *second["Upload"]]]
    assert found == [("a/1 ü", upload) for upload in uploads]
    folded = client.list_multipart_uploads(Bucket=bucket, Delimiter="/")
    assert [entry["Prefix"] for entry in folded["CommonPrefixes"]] == ["a/"]
    for upload in uploads:
        client.abort_multipart_upload(Bucket=bucket, Key="a/1 ü", UploadId=upload)
    for key in ("a", "b"):
        client.put_object(Bucket=bucket, Key=key, Body=b"x")
    with pytest.raises(Exception, match="BucketNotEmpty"):
        client.delete_bucket(Bucket=bucket)
    done = client.delete_objects(Bucket=bucket, Delete={"Object": [{"Key": "a"}, {"Key": "b"}], "Quiet": "false"})
    assert [entry["Key"] for entry in done["Deleted"]] == ["a", "b"]
    client.delete_bucket(Bucket=bucket)
    assert [hosted["Name"] for hosted in client.list_buckets()["Buckets"]["Bucket"]] == [BUCKET]


def test_that_it_copies_objects_and_parts(client: Any, endpoint: Endpoint) -> None:
    source = {"Bucket": "films-1250000000", "Region": "ap-beijing", "Key": "in/a b+c ü.mp4"}
    data = os.urandom((1 << 20) + 5)
    Caller(endpoint, source["Bucket"], source["Region"]).put(source["Key"], data)
    done = client.copy_object(Bucket=BUCKET, Key="copy ü.mp4", CopySource=source)
    got = client.get_object(Bucket=BUCKET, Key="copy ü.mp4")
    assert (got["ETag"], got["Body"].get_raw_stream().read()) == (done["ETag"], data)
    with pytest.raises(Exception, match="PreconditionFailed"):
        client.copy_object(Bucket=BUCKET, Key="c", CopySource=source, CopySourceIfNoneMatch=done["ETag"])
    upload = client.create_multipart_upload(Bucket=BUCKET, Key="joined")["UploadId"]
    parts = []
    for number, span in enumerate(["bytes=0-1048575", "bytes=1048576-1048580", ""], 1):
        part = client.upload_part_copy(
            Bucket=BUCKET, Key="joined", PartNumber=number, UploadId=upload, CopySource=source, CopySourceRange=span
        )
        parts.append({"PartNumber": number, "ETag": part["ETag"]})
    wish = {"Part": parts[:2]}
    client.complete_multipart_upload(Bucket=BUCKET, Key="joined", UploadId=upload, MultipartUpload=wish)
    assert client.get_object(Bucket=BUCKET, Key="joined")["Body"].get_raw_stream().read() == data


def test_that_a_presigned_address_puts(client: Any, endpoint: Endpoint) -> None:
    url = sdk(endpoint, Timeout=5).get_presigned_url(Bucket=BUCKET, Key="in/p ü.mp4", Method="PUT")
    caller = Caller(endpoint)
    target = "/" + url.removeprefix("http://").partition("/")[2]
    assert caller.send("PUT", target, b"hello", {"Host": caller.cos_host}).status == 200
    assert client.get_object(Bucket=BUCKET, Key="in/p ü.mp4")["Body"].get_raw_stream().read() == b"hello"


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


@pytest.fixture
def by_proxy(endpoint: Endpoint) -> Any:
    """A client that sends to the hosts of the cloud, all through the local cloud's address."""
    return sdk(endpoint, Proxies={"http": endpoint.address})


def test_that_it_lists_buckets_by_the_account_s_host(by_proxy: Any, endpoint: Endpoint) -> None:
    Caller(endpoint, "films-1250000000", "ap-beijing").put("a", b"")
    names = [bucket["Name"] for bucket in by_proxy.list_buckets()["Buckets"]["Bucket"]]
    assert names == ["films-1250000000", BUCKET]


@pytest.mark.parametrize("way", ["client", "by_proxy"])
def test_that_it_is_told_what_a_video_is_made_of(way: str, request: pytest.FixtureRequest) -> None:
    client = request.getfixturevalue(way)
    client.upload_file(Bucket=BUCKET, Key="in/a.mp4", LocalFilePath=str(clip("plain")))
    (info,) = client.get_media_info(Bucket=BUCKET, Key="in/a.mp4")["MediaInfo"]
    assert info["Format"]["Size"] == str(clip("plain").stat().st_size)
    video, audio = info["Stream"]["Video"], info["Stream"]["Audio"]
    assert (video["Width"], video["Height"], video["CodecName"]) == ("320", "240", "h264")
    assert (audio["SampleRate"], audio["Channel"]) == ("48000", "2")


@pytest.mark.parametrize("way", ["client", "by_proxy"])
def test_that_it_gets_a_picture(way: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    client = request.getfixturevalue(way)
    client.upload_file(Bucket=BUCKET, Key="in/a.mp4", LocalFilePath=str(clip("plain")))
    reply = client.get_snapshot(Bucket=BUCKET, Key="in/a.mp4", Time="1.5", Width="160")
    reply["Body"].get_stream_to_file(str(tmp_path / "a.jpg"))
    with Image.open(tmp_path / "a.jpg") as picture:
        assert (picture.format, picture.size, reply["Content-Type"]) == ("JPEG", (160, 120), "image/jpeg")


@pytest.mark.parametrize("way", ["client", "by_proxy"])
def test_that_it_lists_media_buckets(way: str, request: pytest.FixtureRequest) -> None:
    client = request.getfixturevalue(way)
    client.put_object(Bucket=BUCKET, Key="a", Body=b"x")
    (found,) = client.ci_get_media_bucket(Regions="local", BucketNames=BUCKET, PageSize="5")["MediaBucketList"]
    assert (found["BucketId"], found["Name"], found["Region"]) == (BUCKET, BUCKET, "local")
    assert client.ci_get_media_bucket(BucketName="nobody")["TotalCount"] == "0"


def test_that_it_makes_changes_and_deletes_a_template(by_proxy: Any) -> None:
    wanted = {
        "Tag": "Transcode",
        "Name": "Lesson",
        "Container": {"Format": "mp4"},
        "Video": {"Codec": "H.264", "Width": "320", "Height": "180"},
    }
    made = by_proxy.ci_create_template(Bucket=BUCKET, Template=wanted)["Template"]
    assert (made["Name"], made["TransTpl"]["Video"]["Width"]) == ("Lesson", "320")
    wanted["Name"] = "Wide"
    by_proxy.ci_update_template(Bucket=BUCKET, TemplateId=made["TemplateId"], Template=wanted)
    (found,) = by_proxy.ci_get_template(Bucket=BUCKET, Ids=made["TemplateId"])["TemplateList"]
    assert (found["Name"], found["Category"], found["BucketId"]) == ("Wide", "Custom", BUCKET)
    deleted = by_proxy.ci_delete_template(Bucket=BUCKET, TemplateId=made["TemplateId"])
    assert deleted["TemplateId"] == made["TemplateId"]
    missing = by_proxy.ci_get_template(Bucket=BUCKET, Ids=made["TemplateId"])
    assert missing["NonExistTIDs"]["TemplateId"] == made["TemplateId"]


def test_that_a_presigned_put_is_let_in_and_a_tampered_one_is_not(client: Any, endpoint: Endpoint) -> None:
    signer, caller = sdk(endpoint, Timeout=5), Caller(endpoint)
    url = signer.get_presigned_url(Bucket=BUCKET, Key="in/sent.bin", Method="PUT")
    target = "/" + url.removeprefix("http://").partition("/")[2]
    assert caller.send("PUT", target, b"hello", {"Host": caller.cos_host}).status == 200
    assert client.get_object(Bucket=BUCKET, Key="in/sent.bin")["Body"].get_raw_stream().read() == b"hello"
    for wrong in (target.replace("sent", "other"), target.replace("q-ak=", "q-ak=x")):
        assert caller.send("PUT", wrong, b"no", {"Host": caller.cos_host}).status == 403
    assert caller.send("DELETE", target, headers={"Host": caller.cos_host}).status == 403
    assert client.get_object(Bucket=BUCKET, Key="in/sent.bin")["Body"].get_raw_stream().read() == b"hello"


def test_that_a_presigned_picture_comes_by_plain_http(client: Any, endpoint: Endpoint) -> None:
    client.upload_file(Bucket=BUCKET, Key="in/a.mp4", LocalFilePath=str(clip("plain")))
    wish = {"ci-process": "snapshot", "time": "1", "width": "160"}
    url = sdk(endpoint, Timeout=5).get_presigned_url(Bucket=BUCKET, Key="in/a.mp4", Method="GET", Params=wish)
    caller, target = Caller(endpoint), "/" + url.removeprefix("http://").partition("/")[2]
    reply = caller.send("GET", target, headers={"Host": caller.cos_host})
    with Image.open(io.BytesIO(reply.body)) as picture:
        assert picture.size == (160, 120)
    assert caller.send("GET", target.replace("time=1", "time=0"), headers={"Host": caller.cos_host}).status == 403


def test_that_it_ends_an_upload_in_parts(client: Any) -> None:
    begun = client.create_multipart_upload(Bucket=BUCKET, Key="big")["UploadId"]
    client.upload_part(Bucket=BUCKET, Key="big", Body=b"x" * 100, PartNumber=1, UploadId=begun)
    assert [part["PartNumber"] for part in client.list_parts(Bucket=BUCKET, Key="big", UploadId=begun)["Part"]] == ["1"]
    client.abort_multipart_upload(Bucket=BUCKET, Key="big", UploadId=begun)
    with pytest.raises(Exception, match="NoSuchUpload"):
        client.list_parts(Bucket=BUCKET, Key="big", UploadId=begun)
    assert not client.object_exists(Bucket=BUCKET, Key="big")
