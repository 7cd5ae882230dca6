"""Pictures of sources through a real local cloud, and their cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.clips import clip
from tilewright.errors import Refused
from tilewright.usecases.bring import bring
from tilewright.usecases.events import Brought
from tilewright.usecases.pictures import picture_of
from tilewright.usecases.workplace import Service, Workplace


def brought(path: Path, service: Service) -> str:
    return next(event.url for event in bring(path, service) if isinstance(event, Brought))


def test_that_a_picture_is_kept_and_a_damaged_one_made_again(home: Path) -> None:
    workplace = Workplace.open()
    with workplace.service() as service:
        url = brought(clip("plain"), service)
        picture = picture_of(url, service, home, 160)
        kept = list((home / "cache" / "pictures").glob("*.jpg"))
        assert len(kept) == 1
        assert kept[0].stat().st_mode & 0o077 == 0
        kept[0].write_bytes(b"broken")
        again = picture_of(url, service, home, 160)
        assert again == picture
        assert kept[0].stat().st_size > 100


def test_that_a_picture_follows_the_file_behind_its_address(home: Path, tmp_path: Path) -> None:
    video = tmp_path / "a.mp4"
    video.write_bytes(clip("plain").read_bytes())
    workplace = Workplace.open()
    with workplace.service() as service:
        url = brought(video, service)
        assert picture_of(url, service, home, 1280).width == 320
        video.write_bytes(clip("hd").read_bytes())
        assert brought(video, service) == url
        assert picture_of(url, service, home, 1280).width == 1280


def test_that_nothing_is_fetched_from_another_bucket(home: Path) -> None:
    with Workplace.open().service() as service, pytest.raises(Refused):
        picture_of("https://other-1250000009.cos.local.myqcloud.com/a.mp4", service, home, 160)
