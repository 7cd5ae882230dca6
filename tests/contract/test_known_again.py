"""A video that was looked at once is not read again, and one that changed is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.clips import clip
from support.local_cloud import Caller, local_cloud
from tilewright.accounts.profile import LOCAL
from tilewright.durable import file_stamp
from tilewright.errors import Unreachable
from tilewright.files.facts import KeptFacts
from tilewright.localcloud import blobs
from tilewright.media import probe as probing
from tilewright.model.source import Known, Source
from tilewright.usecases.events import Made
from tilewright.usecases.know import keep_brought, know
from tilewright.usecases.make import make
from tilewright.usecases.names import url_of
from tilewright.usecases.workplace import Service
from tilewright.wire.signature import Keys


class Place:
    """A local cloud, its client, the facts that are kept, and what was read of its videos."""

    def __init__(self, service: Service, caller: Caller, kept: KeptFacts) -> None:
        self.service, self.caller, self.kept = service, caller, kept
        self.read: list[Any] = []

    def know(self, key: str, kept: KeptFacts | None = None) -> Known:
        self.read.clear()
        return know([url_of(self.service.target, key)], self.service.client, kept=kept or self.kept)

    @staticmethod
    def source_of(video: Path) -> Source:
        return probing.probe(video, video.name)

    def source(self, key: str) -> Source:
        (found,) = self.know(key).sources.values()
        return found


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with local_cloud(tmp_path / "cloud") as cloud:
        keys = Keys(cloud.endpoint.secret_id, cloud.endpoint.secret_key)
        with Service(LOCAL, keys, "", None, cloud.endpoint.address) as service:
            made = Place(service, Caller(cloud.endpoint), KeptFacts(tmp_path / "facts"))
            real = probing.probe

            def probe(opened: Any, name: str = "") -> Source:
                made.read.append(name)
                return real(opened, name)

            monkeypatch.setattr(probing, "probe", probe)
            yield made


def test_that_a_video_that_another_bucket_lost_is_as_absent_as_one_of_the_own(place: Place, tmp_path: Path) -> None:
    other = Caller(place.caller.endpoint, "films-1250000000")
    for caller in (place.caller, other):
        caller.put("input/a.mp4", clip("plain").read_bytes())
    urls = [caller.url("input/a.mp4") for caller in (place.caller, other)]
    assert know(urls, place.service.client).troubles == {}
    for content in (tmp_path / "cloud" / "blobs").iterdir():
        content.unlink()
    troubles = know(urls, place.service.client).troubles
    assert [troubles[url].kind for url in urls] == ["absent", "absent"]
    assert all("lost the content of input/a.mp4" in troubles[url].sentence for url in urls)


def test_that_an_object_is_read_again_only_when_it_is_another_one(place: Place) -> None:
    place.caller.put("input/a.mp4", clip("plain").read_bytes())
    first = place.source("input/a.mp4")
    assert place.read == ["input/a.mp4"]
    assert place.source("input/a.mp4") == first
    assert place.read == []
    place.caller.put("input/a.mp4", clip("hd").read_bytes())
    assert place.source("input/a.mp4").width == 1280
    assert place.read == ["input/a.mp4"]


def test_that_what_new_found_out_is_not_read_again(place: Place, tmp_path: Path) -> None:
    video = tmp_path / "a.mp4"
    shutil.copy(clip("rotated"), video)
    *_, made = make([str(video)], place.service, name="a", kept=place.kept)
    assert isinstance(made, Made)
    kept = place.source("input/a.mp4")
    assert place.read == []
    (fresh,) = place.know("input/a.mp4", KeptFacts(tmp_path / "none")).sources.values()
    assert place.read == ["input/a.mp4"]
    assert kept == fresh


def test_that_an_object_that_went_is_told_although_its_facts_are_kept(place: Place) -> None:
    place.caller.put("input/a.mp4", clip("plain").read_bytes())
    place.source("input/a.mp4")
    place.caller.call("DELETE", "/input/a.mp4")
    (trouble,) = place.know("input/a.mp4").troubles.values()
    assert trouble.kind == "absent"


def test_that_a_file_that_changed_is_told_although_its_facts_are_kept(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs.Blobs, "_clone", lambda self, source: None)
    video = tmp_path / "a.mp4"
    shutil.copy(clip("plain"), video)
    place.caller.adopt("input/a.mp4", video)
    place.source("input/a.mp4")
    shutil.copy(clip("hd"), video)
    (trouble,) = place.know("input/a.mp4").troubles.values()
    assert trouble.kind == "damaged"


def test_that_a_video_is_brought_although_its_facts_cannot_be_kept(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(key: str) -> None:
        raise Unreachable("The service is away.")

    video = clip("plain")
    source = place.source_of(video)
    monkeypatch.setattr(place.service.client, "head", away)
    keep_brought("input/a.mp4", file_stamp(video), source, place.service.client, place.kept)
