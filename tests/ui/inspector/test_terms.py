"""Labels are the terms of the service's console, as the reference has them (ci-templates §13), read from there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from tilewright.ui.inspector.editors import ChoiceList
from tilewright.ui.inspector.exclusive import Segments
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.page import all_pages
from tilewright.ui.widgets.buttons import PlainButton

from .conftest import OpenInspector

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "ci-templates.md"

FIELDS = {
    "Container Format": "transcode.container.format",
    "Encoding Format": "transcode.video.codec",
    "Bitrate": "transcode.video.bitrate",
    "Long Short Mode": "transcode.video.long_short_mode",
    "Resolution Adjustment Mode": "transcode.trans_config.adj_dar_method",
    "(check source resolution)": "transcode.trans_config.is_check_reso",
    "Video Frame Rate": "transcode.video.fps",
    "Encoding Level": "transcode.video.profile",
    "Sample Rate": "transcode.audio.samplerate",
    "Audio Bitrate": "transcode.audio.bitrate",
    "Sound Channels": "transcode.audio.channels",
    "Origin Point": "watermarks.*.pos",
    "Opacity": "watermarks.*.text.transparency",
    "Offset Method": "watermarks.*.loc_mode",
    "Image Layer": "watermarks.*.image.background",
    "Watermark Dimensions": "watermarks.*.image.mode",
    "Watermark Text": "watermarks.*.text.text",
    "Font Size": "watermarks.*.text.font_size",
    "Font": "watermarks.*.text.font_type",
    "Font Color": "watermarks.*.text.font_color",
}
HEADINGS = {"Transcoding Duration": "video", "Watermark Duration": "watermarks"}
BUTTONS = {"Select Image": "watermarks"}
ELSEWHERE = {
    "Template Name": "of a template, which the program uses and never makes",
    "Transcoding Type": "a composition is a video",
    "Video Parameters": "the page Video",
    "Resolution": "the page Frame has its two sides",
    "Audio Parameters": "the page Sound",
    "Preset template": "of the list of templates",
    "Custom template": "of the list of templates",
    "View": "of the list of templates",
    "Edit": "of the list of templates",
    "Delete": "of the list of templates",
    "Clone": "of the list of templates",
    "Preview": "of the list of templates",
    "Watermark Type": "said by the button that adds the watermark",
}
OTHERS = {
    "Source File URL": "tiles.*.url",
    "Destination Bucket": "output.bucket",
    "Destination Filename": "output.object",
    "mix mode": "transcode.audio_mix.mix_mode",
    "horizontal offset": "watermarks.*.dx",
    "vertical offset": "watermarks.*.dy",
    "watermark sliding": "watermarks.*.slide_config.slide_mode",
    "max frames between key frames": "transcode.video.gop",
    "encoder preset": "transcode.video.preset",
    "buffer size": "transcode.video.bufsize",
    "peak video bitrate": "transcode.video.maxrate",
    "pixel format": "transcode.video.pixfmt",
    "rotation": "transcode.video.rotate",
    "free crop": "transcode.video.crop",
    "interlaced": "transcode.video.interlaced",
    "keep two tracks": "transcode.audio.keep_two_tracks",
    "sample format": "transcode.audio.sample_format",
}
"""Terms of the paragraphs below the tables, with a field of their own."""

OTHERS_ELSEWHERE = {
    "Destination Path": "what stands before the last / of the destination filename",
    "Queue": "of the console's form; a request of this kind names none",
    "Queue Callback URL": "of the queue; that of the job is called Callback URL",
    "Watermark": "the page Watermarks",
    "Digital Watermark": "in answers only: read and shown, never sent (ci-templates §15, no. 17)",
    "audio mix": "the section Background music: the sounds of the videos are mixed as well, and these are not they",
    "loop": "a choice of the mix mode",
    "fade-in/out": "the switches Fade in and Fade out, with their times",
    "time interval": "the heading Transcoding duration, as the table above calls it",
}
"""Terms of the same paragraphs that no field is called by, each with the reason."""

WORDS = {
    "Resolution Adjustment Mode": ("keep ratio", "scale", "crop and scale", "black bars"),
    "Offset Method": ("by ratio", "fixed position"),
    "Watermark Dimensions": ("input image size", "by ratio", "fixed size"),
    "Image Layer": ("on top of the video", "underneath"),
}
"""Choices that the reference names in words."""


@cache
def rows() -> dict[str, str]:
    """Each label of the tables, with what the table says of its choices."""
    text = REFERENCE.read_text("utf-8")
    tables = text[text.index("### 13.1") : text.index("### 13.3")]
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in tables.splitlines() if line.startswith("| ")]
    return {label: row[2] for row in cells if not row[0].startswith("English") for label in row[0].split(" / ")}


def sentence(term: str) -> str:
    return term.strip("()").capitalize()


def called(inspector: Inspector, path: str) -> set[str]:
    """What the field is called where it is seen and where it is heard."""
    found = {
        (binding.row.label.text(), binding.row.editor.accessibleName())
        for page in all_pages()
        for binding in inspector.page(page.id).bindings
        if binding.entry.path == path
    }
    return {name for names in found for name in names}


def test_that_every_term_of_the_console_has_its_place() -> None:
    ours = [*FIELDS, *HEADINGS, *BUTTONS, *ELSEWHERE]
    assert len(set(ours)) == len(ours)
    assert set(ours) == rows().keys()


@pytest.mark.parametrize("shows_all", [True, False])
def test_that_fields_headings_and_buttons_are_called_as_in_the_console(
    open_inspector: OpenInspector, shows_all: bool
) -> None:
    inspector = open_inspector(shows_all=shows_all)
    for term, path in FIELDS.items():
        assert sentence(term) in called(inspector, path), term
    for term, page_id in HEADINGS.items():
        page = inspector.page(page_id)
        assert sentence(term) in {label.text() for label in page.findChildren(QLabel)}, term
    for term, page_id in BUTTONS.items():
        page = inspector.page(page_id)
        assert f"{sentence(term)}…" in {button.text() for button in page.findChildren(PlainButton)}, term


@cache
def others() -> frozenset[str]:
    """The terms of both paragraphs below the tables, each before or behind its Chinese word."""
    text = REFERENCE.read_text("utf-8")
    job = text[text.index("Job form (CON-JOB):") : text.index("Other Chinese terms:")].replace("\n", " ")
    more = text[text.index("Other Chinese terms:") : text.index("### 13.3")].replace("\n", " ")
    found = re.findall(r"([A-Z][A-Za-z ]+?) [\u4e00-\u9fff]", job.partition(":")[2])
    for term in re.findall(r"[\u4e00-\u9fff/]+ ([a-z/ -]+)", more):
        pair = re.fullmatch(r"(\w+)/(\w+) (\w+)", term)
        found += [f"{pair[1]} {pair[3]}", f"{pair[2]} {pair[3]}"] if pair else [term.strip()]
    return frozenset(found)


def sentence_of(term: str) -> str:
    """As the program writes it: the first letter large, and those of an abbreviation."""
    return re.sub(r"\burl\b", "URL", sentence(term))


def test_that_each_other_term_of_the_reference_has_its_place(open_inspector: OpenInspector) -> None:
    assert not OTHERS.keys() & OTHERS_ELSEWHERE.keys()
    assert OTHERS.keys() | OTHERS_ELSEWHERE.keys() == others()
    inspector = open_inspector(shows_all=True)
    for term, path in OTHERS.items():
        assert sentence_of(term) in called(inspector, path), term
    assert "Callback URL" in called(inspector, "callback")
    assert {"Fade in", "Fade out"} <= {
        binding.row.label.text() for page in all_pages() for binding in inspector.page(page.id).bindings
    }


def test_that_choices_are_called_as_in_the_console(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    bindings = [binding for page in all_pages() for binding in inspector.page(page.id).bindings]
    for term, words in WORDS.items():
        assert all(word in rows()[term] for word in words), term
        editor = next(binding.row.editor for binding in bindings if binding.entry.path == FIELDS[term])
        assert isinstance(editor, ChoiceList)
        offered = [editor.itemText(index) for index in range(1, editor.count())]
        for word in words:
            assert any(re.match(rf"{word}\b", text, re.IGNORECASE) for text in offered), (term, word, offered)
    spans = inspector.page("watermarks").findChildren(Segments)
    told = {button.text() for segments in spans for button in segments.group.buttons()}
    assert {"Same as video", "Specified period"} <= told
    assert "same as video" in rows()["Watermark Duration"]
    assert "specified period" in rows()["Watermark Duration"]
