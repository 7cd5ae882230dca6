"""Watermarks as pictures: text, images of strangers, and both put into a frame."""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageDraw, ImageFont

from support.clips import QUADRANTS, draw_card
from support.watermarks import CJK_FONT, as_image, image_mark, plain_image, text_mark
from tilewright.assets import resource
from tilewright.errors import BadInput, Damaged, Refused
from tilewright.layout.rect import Rect
from tilewright.media import animation, image_picture, typefaces
from tilewright.media.animation import Animated, Pace
from tilewright.media.image_picture import fit_image, read_image
from tilewright.media.picture import Picture
from tilewright.media.stamp import make_stamp
from tilewright.media.text_picture import draw_text, letters_without_glyph, parse_colour
from tilewright.media.typefaces import STAND_IN, STAND_INS, find_cjk_font
from tilewright.model.ranges import TYPEFACES

WHITE = (255, 255, 255)
FRAME = (640, 360)


def animated(kind: str, delays: Sequence[int]) -> bytes:
    """Without end; as many of the four colours as there are ``delays``, milliseconds."""
    pictures = [Image.new("RGB", (8, 8), colour) for colour in QUADRANTS][: len(delays)]
    made = io.BytesIO()
    lossless = {"lossless": True} if kind == "WEBP" else {}
    pictures[0].save(made, kind, save_all=True, append_images=pictures[1:], duration=delays, loop=0, **lossless)
    return made.getvalue()


def ink(picture: Picture) -> Rect:
    box = as_image(picture).getchannel("A").getbbox()
    assert box is not None
    return Rect(box[0], box[1], box[2] - box[0], box[3] - box[1])


class TestText:
    def test_that_letters_have_the_wished_size_colour_and_opacity(self) -> None:
        picture = draw_text("Hx_7", 50, (10, 200, 30), 40)
        levels = as_image(picture).getchannel("A").getextrema()
        assert levels == (0, 102)
        assert set(as_image(picture).convert("RGB").getcolors() or []) == {
            (picture.width * picture.height, (10, 200, 30))
        }
        assert 33 <= ink(draw_text("H", 50, WHITE, 100)).height <= 40  # the height of a capital

    def test_that_the_line_is_as_high_for_every_word(self) -> None:
        assert draw_text("ace", 40, WHITE, 100).height == draw_text("Ágj_Q", 40, WHITE, 100).height

    def test_that_a_larger_size_gives_a_larger_picture(self) -> None:
        small, large = draw_text("Lesson_7", 20, WHITE, 100), draw_text("Lesson_7", 40, WHITE, 100)
        assert large.width == pytest.approx(2 * small.width, abs=6)
        assert large.height == pytest.approx(2 * small.height, abs=3)

    @pytest.mark.parametrize("text", ["j", "jjj", "fff", "QQ", "W_W"])
    @pytest.mark.parametrize("size", [5, 37, 100])
    def test_that_no_letter_is_cut_at_the_ends(self, text: str, size: int) -> None:
        font = ImageFont.truetype(str(resource("fonts", STAND_IN)), size)
        room = Image.new("L", (size * 8, size * 3))
        ImageDraw.Draw(room).text((size, size * 2), text, fill=255, font=font, anchor="ls")
        whole = room.getbbox()
        assert whole is not None
        assert ink(draw_text(text, size, WHITE, 100))[2:] == (whole[2] - whole[0], whole[3] - whole[1])

    def test_that_spaces_between_words_are_one_and_those_around_none(self) -> None:
        assert draw_text("  a \n b ", 30, WHITE, 100) == draw_text("a b", 30, WHITE, 100)

    @pytest.mark.parametrize("text", ["", "   "])
    def test_that_an_empty_text_shows_nothing(self, text: str) -> None:
        assert draw_text(text, 30, WHITE, 100) == Picture(1, 1, bytes(4), has_alpha=True)

    def test_that_every_typeface_of_the_service_has_a_stand_in(self) -> None:
        assert set(STAND_INS) == set(TYPEFACES)

    def test_that_bold_typefaces_are_drawn_bold_and_in_any_case(self) -> None:
        def darkness(typeface: str | None) -> int:
            stamp = make_stamp(text_mark("Lesson", font_size=60, font_type=typeface), FRAME)
            return sum(level * count for count, level in as_image(stamp.picture).getchannel("A").getcolors() or [])

        assert darkness("arial.ttf") == darkness("simsun.ttc") == darkness(None)
        assert 1.1 * darkness("arial.ttf") < darkness("STHeiti-Medium.ttc") < darkness("ariblk.ttf")
        assert darkness("ARIBLK.TTF") == darkness("ahronbd.ttf") == darkness("ariblk.ttf")

    def test_that_chinese_letters_come_from_a_face_of_the_same_kind_if_there_is_one(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(typefaces, "FONT_FOLDERS", (str(tmp_path),))
        assert find_cjk_font("simkai.ttf") is None
        for folder, name in (("a", "wqy-microhei.ttc"), ("b", "ukai.ttc"), ("b", "NotoSerifCJK-Regular.ttc")):
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / name).touch()
        monkeypatch.setattr(typefaces, "FONT_FOLDERS", (str(tmp_path / "a"), str(tmp_path / "b")))
        found = {word: path.name for word in TYPEFACES if (path := find_cjk_font(word)) is not None}
        assert found.pop("simkai.ttf") == "ukai.ttc"
        assert found.pop("simsun.ttc") == found.pop("simfang.ttf") == "NotoSerifCJK-Regular.ttc"
        assert set(found.values()) == {"wqy-microhei.ttc"}

    def test_that_chinese_letters_are_drawn_as_themselves(self) -> None:
        if not CJK_FONT.exists():
            assert find_cjk_font() != CJK_FONT
            return
        assert find_cjk_font() is not None
        pictures = {letter: draw_text(letter, 48, WHITE, 100) for letter in "第七课中文한글"}
        assert len({picture.pixels for picture in pictures.values()}) == len(pictures)  # boxes would all be alike
        assert all(ink(picture).height > 20 for letter, picture in pictures.items() if letter != "七")

    @pytest.mark.parametrize(
        "text", ["Lesson_7 ©€→", "naïve", "nai\u0308ve", "a\u200db\u00ad\ufe0f", " a\t\u3000b\u2028", ""]
    )
    def test_that_what_inter_has_or_nobody_sees_lacks_no_glyph(self, text: str) -> None:
        assert letters_without_glyph(text) == ""

    @pytest.mark.parametrize("letters", ["درس", "שיעור", "บท", "पाठ", "😀", "\ue0ff", "\x01"])
    def test_that_letters_lack_a_glyph_exactly_where_a_box_would_be_drawn(self, letters: str) -> None:
        assert set(letters_without_glyph(f"Lesson {letters} 7")) == set(letters)
        box = ink(draw_text("\uffff" if ord(letters[0]) > 0x1100 else "\x01", 48, WHITE, 100))
        assert all(ink(draw_text(letter, 48, WHITE, 100)) == box for letter in letters)

    @pytest.mark.skipif(not CJK_FONT.exists(), reason="needs a typeface with Chinese letters")
    def test_that_a_face_of_the_same_kind_without_some_letters_gives_way_to_one_that_has_them(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "ukai.ttc").symlink_to(resource("fonts", STAND_IN))
        (tmp_path / CJK_FONT.name).symlink_to(CJK_FONT)
        monkeypatch.setattr(typefaces, "FONT_FOLDERS", (str(tmp_path),))
        assert letters_without_glyph("수업 \u1109\u116e", "simkai.ttf") == ""
        assert draw_text("수업", 48, WHITE, 100, "simkai.ttf") == draw_text("수업", 48, WHITE, 100)

    @given(text=st.text(max_size=80), size=st.integers(-5, 100_000), opacity=st.floats(allow_nan=False))
    @settings(max_examples=40, deadline=None)
    def test_that_any_text_gives_a_picture_of_bounded_size(self, text: str, size: int, opacity: float) -> None:
        picture = draw_text(text, size, WHITE, opacity)
        assert len(picture.pixels) == 4 * picture.width * picture.height
        assert picture.height < 1000

    @pytest.mark.parametrize(
        ("text", "colour"),
        [("0xFF8000", (255, 128, 0)), ("0xff8000", (255, 128, 0)), ("0xRRGGBB", WHITE), (None, WHITE), ("red", WHITE)],
    )
    def test_that_a_colour_is_read(self, text: str | None, colour: tuple[int, int, int]) -> None:
        assert parse_colour(text) == colour


class TestImage:
    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "JPEG"])
    def test_that_an_image_is_known_by_its_content(self, kind: str) -> None:
        picture = read_image(plain_image(30, 20, kind=kind), "logo.txt")
        assert (picture.size, picture.has_alpha) == ((30, 20), True)
        red, green, _, alpha = picture.pixels[:4]
        assert red > 190
        assert green < 60
        assert alpha == 255

    def test_that_transparency_is_kept(self) -> None:
        assert read_image(plain_image(3, 2, (1, 2, 3, 77)), "a").pixels == bytes((1, 2, 3, 77)) * 6

    @pytest.mark.parametrize(
        ("orientation", "size", "top_left"),
        [
            (1, (30, 20), (200, 40, 40)),
            (2, (30, 20), (40, 180, 60)),
            (3, (30, 20), (210, 190, 50)),
            (6, (20, 30), (50, 70, 210)),
            (8, (20, 30), (40, 180, 60)),
            (99, (30, 20), (200, 40, 40)),
        ],
    )
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_that_a_picture_is_turned_as_its_camera_noted(
        self, kind: str, orientation: int, size: tuple[int, int], top_left: tuple[int, int, int]
    ) -> None:
        notes = Image.Exif()
        notes[ExifTags.Base.Orientation] = orientation
        made = io.BytesIO()
        draw_card(30, 20, QUADRANTS).save(made, kind, exif=notes, quality=95)
        picture = read_image(made.getvalue(), "photo.jpg")
        assert picture.size == size
        corner = picture.pixels[(2 * size[0] + 2) * 4 :][:3]
        assert max(abs(found - wanted) for found, wanted in zip(corner, top_left, strict=True)) < 40

    @pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
    def test_that_an_animated_image_is_its_first_picture_and_gives_all_of_them_in_order(self, kind: str) -> None:
        picture = read_image(animated(kind, [100, 40, 300, 20]), "logo.gif")
        assert isinstance(picture, Animated)
        assert picture.pace() == Pace((0, 100_000, 140_000, 440_000), 460_000, 0)
        shown = list(picture.pictures())
        assert shown[0].pixels == picture.pixels
        for one, colour in zip(shown, QUADRANTS, strict=True):
            assert one.size == (8, 8)
            assert max(abs(a - b) for a, b in zip(one.pixels[:3], colour, strict=True)) <= 2

    def test_that_an_animation_of_too_many_or_too_large_pictures_is_refused(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        picture = read_image(animated("GIF", [100] * 4), "logo.gif")
        assert isinstance(picture, Animated)
        mark = image_mark("a", mode="Fixed", width=80)
        assert make_stamp(mark, FRAME, picture).pace() is not None
        monkeypatch.setattr(animation, "MOST_PIXELS", 4 * 80 * 80 - 1)
        assert picture.pace().length == 400_000
        with pytest.raises(Refused, match=r"logo\.gif is an animated image of too many"):
            make_stamp(mark, FRAME, picture).pace()
        monkeypatch.setattr(animation, "MOST_PIXELS", 4 * 8 * 8 - 1)
        with pytest.raises(Refused, match="megapixels"):
            picture.pace()
        monkeypatch.undo()
        monkeypatch.setattr(animation, "MOST_PICTURES", 3)
        with pytest.raises(Refused, match="At most 3 pictures"):
            picture.pace()

    def test_that_a_later_picture_that_is_huge_is_refused_before_there_is_room_for_it(self) -> None:
        data = animated("GIF", [100, 100])
        start = data.rindex(b",")  # the descriptor of the second picture: place, size
        size = struct.pack("<4H", 0, 0, 60_000, 60_000)
        picture = read_image(data[: start + 1] + size + data[start + 9 :], "logo.gif")
        assert isinstance(picture, Animated)
        with pytest.raises(Refused, match="megapixels"):
            picture.pace()

    def test_that_an_animation_that_breaks_off_is_told(self) -> None:
        noise = [Image.effect_noise((60, 60), 20 * number) for number in range(1, 6)]
        made = io.BytesIO()
        noise[0].save(made, "GIF", save_all=True, append_images=noise[1:], duration=100)
        picture = read_image(made.getvalue()[: len(made.getvalue()) // 2], "logo.gif")
        assert isinstance(picture, Animated)
        with pytest.raises(Damaged, match=r"logo\.gif is a damaged image"):
            picture.pace()

    def test_that_an_animation_cut_anywhere_is_a_picture_or_a_sentence(self) -> None:
        data = animated("GIF", [100, 40, 300])
        told = 0
        for end in range(len(data)):
            try:
                picture = read_image(data[:end], "logo.gif")
                if isinstance(picture, Animated):
                    picture.pace()
                    list(picture.pictures())
            except (Damaged, Refused):
                told += 1
        assert told > 50

    @pytest.mark.parametrize("kind", ["TIFF", "BMP", "PPM", "ICO"])
    def test_that_other_kinds_are_refused(self, kind: str) -> None:
        with pytest.raises(Refused, match=r"logo\.png"):
            read_image(plain_image(32, 32, kind=kind), "logo.png")

    def test_that_an_image_beyond_the_limits_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        bomb = io.BytesIO()
        Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
        with pytest.raises(Refused, match="megapixels"):
            read_image(bomb.getvalue(), "bomb.png")
        monkeypatch.setattr(image_picture, "MOST_BYTES", 100)
        with pytest.raises(Refused, match="20 MB"):
            read_image(plain_image(90, 90) + bytes(100), "large.png")

    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "JPEG"])
    def test_that_a_broken_image_is_told(self, kind: str) -> None:
        noise = Image.effect_noise((200, 200), 80)
        made = io.BytesIO()
        noise.save(made, kind)
        with pytest.raises((Damaged, Refused), match=r"logo\.png"):
            read_image(made.getvalue()[: len(made.getvalue()) // 2], "logo.png")

    def test_that_bytes_changed_at_random_give_a_picture_or_a_sentence(self) -> None:
        chance = random.Random(7)
        kinds = [plain_image(40, 30, kind=kind) for kind in ("PNG", "JPEG", "WEBP", "GIF")]
        kinds += [animated(kind, [100, 40, 300]) for kind in ("PNG", "WEBP", "GIF")]
        refused = 0
        for _ in range(600):
            data = bytearray(chance.choice(kinds))
            for _ in range(chance.randint(1, 5)):
                data[chance.randrange(min(len(data), chance.choice([30, 100, len(data)])))] = chance.randrange(256)
            try:
                picture = read_image(bytes(data), "logo.png")
                shown = [picture, *picture.pictures()] if isinstance(picture, Animated) else [picture]
                assert not isinstance(picture, Animated) or len(picture.pace().starts) == len(shown) - 1
            except (Damaged, Refused):
                refused += 1
            else:
                assert {len(one.pixels) for one in shown} == {4 * picture.width * picture.height}
        assert refused > 50

    def test_that_opacity_lowers_what_the_image_has(self) -> None:
        picture = read_image(plain_image(4, 4, (9, 9, 9, 200)), "a")
        assert set(fit_image(picture, (4, 4), 50).pixels[3::4]) == {100}

    def test_that_scaling_brings_no_colour_of_transparent_pixels(self) -> None:
        image = Image.new("RGBA", (40, 40), (0, 255, 0, 0))
        image.paste((200, 0, 0, 255), (0, 0, 20, 40))
        picture = Picture(40, 40, image.tobytes(), has_alpha=True)
        small = as_image(fit_image(picture, (13, 13), 100))
        colours = [pixel for _, pixel in small.getcolors() or [] if isinstance(pixel, tuple) and pixel[3] > 8]
        assert all(pixel[1] <= 20 for pixel in colours)


class TestStamp:
    def test_that_a_stamp_lies_where_its_place_is_and_has_that_size(self) -> None:
        image = read_image(plain_image(60, 30), "a")
        stamp = make_stamp(image_mark("a", "BottomRight", mode="Fixed", width=20), FRAME, image)
        assert stamp.rect == Rect(640 - 30, 360 - 20, 20, 10)
        assert stamp.picture.size == (20, 10)
        text = make_stamp(text_mark("Lesson_7", "Center"), FRAME)
        assert text.rect[2:] == text.picture.size

    def test_that_only_what_is_inside_the_frame_is_left(self) -> None:
        pixels = bytes(value for y in range(4) for x in range(6) for value in (x, y, 0, 255))
        image = Picture(6, 4, pixels, has_alpha=True)
        stamp = make_stamp(image_mark("a", dx=638, dy=358), FRAME, image).within(FRAME)
        assert stamp is not None
        assert stamp.rect == Rect(638, 358, 2, 2)
        assert stamp.picture.pixels[::4] == bytes((0, 1, 0, 1))
        corner = make_stamp(image_mark("a", "BottomRight", dx=636, dy=358), FRAME, image).within(FRAME)
        assert corner is not None
        assert corner.rect == Rect(0, 0, 4, 2)
        assert corner.picture.pixels[:2] == bytes((2, 2))
        assert make_stamp(image_mark("a", dx=640), FRAME, image).within(FRAME) is None

    def test_that_an_image_watermark_without_its_image_is_told(self) -> None:
        with pytest.raises(BadInput, match="no image"):
            make_stamp(image_mark("a"), FRAME)
