"""Pictures of sources and watermarks through a real local cloud, and the cache of those of sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from support.clips import clip
from support.watermarks import as_image, image_mark, plain_image, text_mark
from tilewright.cloud.reader import BLOCK
from tilewright.errors import Absent, BadInput, Refused
from tilewright.layout.rect import Rect
from tilewright.media.image_picture import read_image
from tilewright.media.stamp import make_stamp
from tilewright.usecases.bring import bring
from tilewright.usecases.events import Brought
from tilewright.usecases.pictures import image_of, picture_of, watermark_picture
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


class TestWatermarks:
    FRAME = (640, 360)

    def test_that_an_image_of_the_bucket_is_shown_as_it_will_be_rendered(self, tmp_path: Path) -> None:
        logo = tmp_path / "logo 1.png"
        logo.write_bytes(plain_image(1200, 700))  # more than one block of the reader
        with Workplace.open().service() as service:
            url = brought(logo, service)
            mark = image_mark(url, "BottomRight", mode="Proportion", width=25, transparency=60)
            expected = make_stamp(mark, self.FRAME, read_image(logo.read_bytes(), "logo"))
            assert watermark_picture(mark, self.FRAME, service) == expected
            on_ci = image_mark(url.replace(".cos.", ".ci."), mode="Original")
            assert watermark_picture(on_ci, self.FRAME, service).rect == Rect(10, 10, 1200, 700)
            assert watermark_picture(mark, self.FRAME, image=image_of(url, service)) == expected

    def test_that_an_image_of_several_blocks_is_read_whole(self, tmp_path: Path) -> None:
        noise = Image.effect_noise((900, 900), 90)
        noise.save(tmp_path / "noise.png")
        assert (tmp_path / "noise.png").stat().st_size > BLOCK
        with Workplace.open().service() as service:
            shown = as_image(image_of(brought(tmp_path / "noise.png", service), service))
        assert shown.convert("L").tobytes() == noise.tobytes()

    def test_that_a_text_needs_no_service(self) -> None:
        assert watermark_picture(text_mark(), self.FRAME) == make_stamp(text_mark(), self.FRAME)

    @pytest.mark.parametrize(
        ("url", "error"),
        [
            ("https://other-1250000009.cos.local.myqcloud.com/a.png", Refused),
            ("https://studio-1250000000.cos.local.myqcloud.com/nothing.png", Absent),
            ("", BadInput),
        ],
    )
    def test_that_an_image_that_is_not_there_is_told(self, url: str, error: type[BadInput]) -> None:
        with Workplace.open().service() as service, pytest.raises(error):
            watermark_picture(image_mark(url), self.FRAME, service)

    def test_that_a_large_file_is_not_even_read(self, tmp_path: Path) -> None:
        large = tmp_path / "large.png"
        with large.open("wb") as file:
            file.truncate(21 * 1024 * 1024)
        with Workplace.open().service() as service:
            url = brought(large, service)
            with pytest.raises(Refused, match="20 MB"):
                watermark_picture(image_mark(url), self.FRAME, service)
