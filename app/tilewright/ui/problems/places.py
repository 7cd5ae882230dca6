"""What people call the place that a problem's path names."""

from __future__ import annotations

from ...model.composition import Composition
from ..inspector.page import all_pages, page_of
from ..words import tr


def tile_id_of(path: str) -> str:
    """The tile that a path is about; empty when it is about none."""
    parts = path.split(".")
    return parts[1] if parts[0] == "tiles" and len(parts) > 1 else ""


def place_of(path: str, composition: Composition) -> str:
    """The place as people know it: ``Tile 4 · Width``, ``Video · Bitrate``."""
    parts = path.split(".")
    if parts[0] == "tiles":
        return _tile_place(parts, composition)
    if parts[0] == "watermarks":
        number = tr("Watermark {number}").format(number=int(parts[1]) + 1) if parts[1:2] and parts[1].isdigit() else ""
        return _joined(number or tr("Watermarks"), _field(parts[-1]) if len(parts) > 2 else "")
    page = _page_titles()[page_of(path)]
    field = _field(parts[-1])
    return page if path in _WHOLE_PAGES or field == page else _joined(page, field)


_WHOLE_PAGES = {"output", "transcode", "transcode.video", "transcode.audio"}
"""Paths that name no field of their own."""


def _tile_place(parts: list[str], composition: Composition) -> str:
    if len(parts) < 2:
        return tr("Tiles")
    numbers = {tile.id: number for number, tile in enumerate(composition.tiles, 1)}
    number = numbers.get(parts[1])
    tile = tr("Tile {number}").format(number=number) if number else tr("A tile that is gone")
    return _joined(tile, _field(parts[2]) if len(parts) > 2 else "")


def _joined(place: str, field: str) -> str:
    return f"{place} · {field}" if field else place


def _page_titles() -> dict[str, str]:
    return {page.id: page.title() for page in all_pages()}


def _watermark_fields() -> dict[str, str]:
    return {
        "text": tr("Watermark text"),
        "font_type": tr("Font"),
        "font_size": tr("Font size"),
        "font_color": tr("Font color"),
        "transparency": tr("Opacity"),
        "image": tr("Image"),
        "mode": tr("Watermark dimensions"),
        "background": tr("Image layer"),
        "pos": tr("Origin point"),
        "loc_mode": tr("Offset method"),
        "dx": tr("Horizontal offset"),
        "dy": tr("Vertical offset"),
        "start_time": tr("From"),
        "end_time": tr("To"),
        "slide_config": tr("Watermark sliding"),
        "slide_mode": tr("Watermark sliding"),
        "x_slide_speed": tr("Speed across"),
        "y_slide_speed": tr("Speed down"),
    }


def _encoding_fields() -> dict[str, str]:
    return {
        "format": tr("Container format"),
        "clip": tr("Length of a piece"),
        "codec": tr("Encoding format"),
        "crf": tr("Quality (CRF)"),
        "fps": tr("Frames a second"),
        "gop": tr("Most frames between key frames"),
        "profile": tr("Encoding level"),
        "preset": tr("Encoder preset"),
        "pixfmt": tr("Pixel format"),
        "maxrate": tr("Peak bitrate"),
        "bufsize": tr("Buffer size"),
        "roi": tr("Region of interest"),
        "rotate": tr("Rotation"),
        "crop": tr("Free crop"),
        "samplerate": tr("Sample rate"),
        "channels": tr("Sound channels"),
        "switch_track": tr("Switch tracks"),
        "audio_source": tr("Address"),
        "replace_original": tr("Replace the original sound"),
        "start_fadein_time": tr("Fade-in time"),
        "end_fadeout_time": tr("Fade-out time"),
        "bgm_fade_time": tr("Time between pieces"),
    }


def _conversion_fields() -> dict[str, str]:
    return {
        "adj_dar_method": tr("Resolution adjustment mode"),
        "is_check_reso": tr("Check source resolution"),
        "is_check_video_bitrate": tr("Check source video bitrate"),
        "is_check_audio_bitrate": tr("Check source audio bitrate"),
        "is_check_video_fps": tr("Check source frame rate"),
        "delete_metadata": tr("Remove metadata"),
        "is_hdr2sdr": tr("Turn HDR into SDR"),
        "transcode_index": tr("Stream of the source"),
        "hls_encrypt": tr("Encrypt hls"),
        "dash_encrypt": tr("Encrypt dash"),
        "aigc_metadata": tr("AI-generated content"),
        "uri_key": tr("Key"),
        "produce_id": tr("Production id"),
        "propagate_id": tr("Propagation id"),
    }


def _field(name: str) -> str:
    """The field of that name; one that has no words here is told in its own, without the underscores."""
    titles = {
        "x": tr("X"),
        "y": tr("Y"),
        "width": tr("Width"),
        "height": tr("Height"),
        "url": tr("Address"),
        "name": tr("Name"),
        "hidden": tr("Hidden"),
        "locked": tr("Locked"),
        "remove": tr("Left out"),
        "audio_mix": tr("Music"),
        "audio_mix_array": tr("Music"),
        "keep_audio_track": tr("Sound of the sources"),
        "transcode_template_id": tr("Template"),
        "object": tr("Name"),
        "exact_name": tr("Exactly this name"),
        "user_data": tr("Note"),
        "job_level": tr("Priority"),
        "time_interval": tr("Transcoding duration"),
        "callback": tr("Address"),
        "callback_format": tr("Format"),
        "callback_type": tr("Goes to"),
        "callback_mq": tr("Message queue"),
        "watermark_template_ids": tr("Watermark template ids"),
        **_watermark_fields(),
        **_encoding_fields(),
        **_conversion_fields(),
    }
    return titles.get(name) or name.replace("_", " ").capitalize()
