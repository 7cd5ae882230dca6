"""What every field of every page tells: its label, unit and range, what it does, what the service calls it, what holds
without it, and why it is off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from support.watermarks import text_mark
from tilewright.checks.generated import MARKS
from tilewright.checks.output import OWN_USER_DATA_LIMIT
from tilewright.model.composition import Composition
from tilewright.model.options import AudioMix, EffectConfig, WatermarkImage
from tilewright.model.paths import write_path
from tilewright.ui.inspector.binding import Binding, view_of
from tilewright.ui.inspector.bindings import LineBinding
from tilewright.ui.inspector.editors import ChoiceList
from tilewright.ui.inspector.entry import on
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.kinds import Address, Choice, Ids, Kind, Number, Secret
from tilewright.ui.inspector.page import all_pages
from tilewright.ui.widgets.field import Field

from .conftest import OpenInspector, whole
from .test_every_field import prepared, show_for

OURS = {"tiles.*.locked", "tiles.*.hidden", "exact_name"}
"""Fields that no request has: the service calls them nothing."""

COUNTED = {"transcode.video.crf", "watermarks.*.slide_config.x_slide_speed", "watermarks.*.slide_config.y_slide_speed"}
"""Numbers without a unit: what they count has none (ci-templates §3, §8.5)."""

ANY = {"tiles.*.x", "tiles.*.y"}
"""Numbers that may be any."""


TEXT_LIMITS = {
    "tiles.*.name": "Up to 64 characters",
    "output.object": "Up to 850 bytes",
    "user_data": f"Up to {OWN_USER_DATA_LIMIT} characters",
    "watermarks.*.text.text": "Up to 64 characters",
    **{
        f"transcode.trans_config.aigc_metadata.{mark}": "Up to 2048 English letters, digits and signs" for mark in MARKS
    },
}
"""Texts of which the service takes so much (ci-jobs §1.2, §1.3, §1.6; ci-templates §5, §8.3)."""

_ADDRESS = "an address; no page says how long one may be (ci-jobs §1.3)"
_KEY = "a key, or the address of one; pages differ (ci-templates §5)"
_ID = "an id of the service's own"
_BUCKET = "a name of the service's own"
TEXTS_OF_ANY_LENGTH = {
    "callback": _ADDRESS,
    "tiles.*.url": _ADDRESS,
    "transcode.audio_mix.audio_source": _ADDRESS,
    "transcode.audio_mix_array.0.audio_source": _ADDRESS,
    "transcode.audio_mix_array.1.audio_source": _ADDRESS,
    "watermarks.*.image.url": _ADDRESS,
    "transcode.trans_config.dash_encrypt.uri_key": _KEY,
    "transcode.trans_config.hls_encrypt.uri_key": _KEY,
    "transcode_template_id": _ID,
    "watermark_template_ids": _ID,
    "output.bucket": _BUCKET,
    "output.region": _BUCKET,
    "callback_mq.mq_name": "the name of a queue; no page says how long it may be (ci-jobs §1.7)",
    "transcode.trans_config.transcode_index": "a number of a stream; how several are written is not known",
    "transcode.video.crop": "four numbers, as its hint says",
}
"""Texts whose length no page of the service limits, each with the reason."""


def all_fields(inspector: Inspector) -> Iterator[Binding]:
    """Each on its page, in a composition in which it can be set."""
    for page in all_pages():
        for binding in list(inspector.page(page.id).bindings):
            inspector.bench.session.document.reset(prepared(binding.entry.path))
            inspector.bench.session.select(["a"])
            show_for(inspector, binding.entry.path)
            inspector.show_page(page.id)
            yield binding


def test_that_every_field_tells_what_it_does_and_takes(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(shows_all=True)
    count, endless = 0, set()
    for binding in all_fields(inspector):
        entry, row = binding.entry, binding.row
        path, told, tip = entry.path, row.message.text, row.editor.toolTip()
        count += 1
        assert row.label.text() == entry.label != "", path
        assert row.editor.accessibleName() == entry.called != "", path
        assert bool(entry.element) == (path not in OURS), path
        assert entry.element in tip, path
        assert row.message.level != "hint" or (entry.together or entry.element) in told, path
        assert bool(entry.together) == row.shares_message, path
        assert entry.hint or entry.is_inner, path
        kind, limit = entry.kind_now, TEXT_LIMITS.get(path, "")
        if type(kind) in {Kind, Address, Secret, Ids} and not limit:
            endless.add(path)
        assert limit or kind.most == 0, path
        assert limit in tip, path
        assert limit in told or row.message.level != "hint", path
        assert all(line in row.editor.accessibleDescription() for line in tip.splitlines()), path
        if isinstance(kind, Number):
            unit = entry.unit if isinstance(entry.unit, str) else entry.unit(view_of(inspector.bench), path)
            assert bool(unit) == (path not in COUNTED), path
            assert isinstance(row.editor, Field)
            assert row.editor.unit == unit, path
            words = kind.range_words(unit if isinstance(entry.unit, str) else "")
            assert bool(words) == (path not in ANY), path
            assert words in tip, path
            is_told = kind.range_words() in told or words in told
            assert is_told or row.shares_message or row.message.level != "hint", path
    assert count > 100
    assert endless == set(TEXTS_OF_ANY_LENGTH)


def test_that_every_field_says_what_holds_while_nothing_is_set(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(shows_all=True)
    silent = set()
    for binding in all_fields(inspector):
        entry, editor = binding.entry, binding.row.editor
        document = inspector.bench.session.document
        (path,) = binding.paths()
        document.reset(write_path(document.composition, path, None))
        if isinstance(binding, LineBinding):
            assert isinstance(editor, Field)
            assert editor.text() == "", path
            said = editor.placeholderText()
            assert said in editor.toolTip(), path
        elif isinstance(editor, ChoiceList):
            said = editor.currentText()
        else:
            continue  # a switch that is off and a place without a dot say it
        if not said:
            silent.add(entry.path)
    assert silent == set()


def test_that_assistive_tools_hear_in_the_simple_view_all_that_the_pointer_is_told(
    open_inspector: OpenInspector,
) -> None:
    inspector = open_inspector(shows_all=False)
    for page in all_pages():
        inspector.show_page(page.id)
        for binding in inspector.page(page.id).bindings:
            editor = binding.row.editor
            for line in editor.toolTip().splitlines():
                assert line in editor.accessibleDescription(), binding.entry.path


@dataclass
class Seen:
    """In which of the compositions a field was on, and in which it was off."""

    on: list[str] = field(default_factory=list)
    off: list[str] = field(default_factory=list)


def states() -> dict[str, Composition]:
    """Compositions in which some fields are off."""
    start = whole()
    moving = start.watermarks[0]
    still = moving.replace(slide_config=None)

    def encoded(**values: object) -> Composition:
        made = start
        for name, value in values.items():
            made = write_path(made, f"transcode.{name.replace('__', '.')}", value)
        return made

    piece = AudioMix(audio_source="https://a.b/song.mp3", effect_config=EffectConfig())
    original = start.watermarks[1].replace(
        slide_config=None, image=WatermarkImage(url="https://a.b/logo.png", mode="Original")
    )
    return {
        "as it is": start,
        "template": start.replace(transcode_template_id="t1"),
        "watermark template": start.replace(watermark_template_ids=("t1",)),
        "message queue": start.replace(callback_type="TDMQ"),
        "bitrate": encoded(video__bitrate=2000),
        "adaptive": encoded(video__bitrate="auto"),
        "quality": encoded(video__crf=25),
        "region": encoded(video__roi="high"),
        "H.265": encoded(video__codec="H.265"),
        "VP9": encoded(container__format="WebM", video__codec="VP9"),
        "AV1": encoded(video__codec="AV1"),
        "silent": encoded(audio__remove=True),
        "music": encoded(audio_mix=piece, audio_mix_array=(piece, piece)),
        "still": start.replace(watermarks=(still.replace(start_time=None, end_time=None), original)),
        "in the middle": start.replace(watermarks=(still.replace(pos="Center"), original)),
        "none": start.replace(watermarks=()),
        "H.265, still": encoded(video__codec="H.265").replace(watermarks=(text_mark(),)),
        "no tile": start,
    }


def test_that_every_field_that_is_off_says_why(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(shows_all=True)
    seen: dict[str, Seen] = {}
    for name, start in states().items():
        inspector.bench.session.document.reset(start)
        inspector.bench.session.select([] if name == "no tile" else ["a"])
        for page in all_pages():
            inspector.show_page(page.id)
            form = inspector.page(page.id)
            for number in range(max(1, len(start.watermarks)) if page.id == "watermarks" else 1):
                if page.id == "watermarks":
                    form.go_to(f"watermarks.{number}")
                form.refresh()
                for binding in form.bindings:
                    if not binding.paths():
                        continue
                    found = seen.setdefault(binding.entry.path, Seen())
                    if binding.row.editor.isEnabled():
                        found.on.append(name)
                        continue
                    found.off.append(name)
                    said = binding.row.message
                    assert said.text, (name, binding.entry.path)
                    assert said.level == "off", (name, binding.entry.path)
                    assert said.text in binding.row.editor.accessibleDescription(), (name, binding.entry.path)
    entries = {one.entry.path: one.entry for page in all_pages() for one in inspector.page(page.id).bindings}
    assert {path for path, entry in entries.items() if entry.off is not on and not seen[path].off} == set()


def test_that_a_choice_that_means_nothing_offers_nothing_without_a_name(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    for page in all_pages():
        for binding in inspector.page(page.id).bindings:
            kind = binding.entry.kind
            if isinstance(kind, Choice):
                assert all(option.text for option in kind.options), binding.entry.path
                assert kind.absent or kind.look != "list", binding.entry.path
