"""The head of the page Tile: what is selected, with its picture and what is known of its source."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...model.composition import Tile
from ...model.source import Known, Source
from ..names import file_name
from ..theme import icons, tokens
from ..widgets.buttons import IconButton
from ..widgets.labels import ElidedLabel
from ..windows.summary import clock
from ..words import tell, tr
from ..workbench import Workbench

_WIDTH, _HEIGHT = 56, 32


def facts_of(tile: Tile, known: Known) -> str:
    """``640 × 272 · 0:31 · sound``, or why that is not known."""
    source, trouble = known.sources.get(tile.url), known.troubles.get(tile.url)
    if source is not None:
        sound = tr("sound") if source.has_sound else tr("no sound")
        return f"{source.width} × {source.height} · {clock(source.duration)} · {sound}"
    if trouble is not None:
        return tell(trouble.sentence)
    return tr("Not looked at yet")


def details_of(source: Source) -> str:
    """``mp4 · h264, 30 a second · aac, 2 channels, 48000 Hz · turned by 90°``, as far as it is known."""
    rate = tr("{rate} a second").format(rate=f"{source.fps:.4g}") if source.fps else ""
    one = source.channels == 1
    heard = tr("1 channel") if one else tr("{count} channels").format(count=source.channels)
    channels = heard if source.channels else ""
    samples = tr("{rate}\u00a0Hz").format(rate=source.samplerate) if source.samplerate else ""
    turned = tr("turned by {angle}°").format(angle=source.rotation) if source.rotation else ""
    picture = ", ".join(part for part in (source.video_codec, rate) if part)
    sound = ", ".join(part for part in (source.audio_codec, channels, samples) if part)
    return " · ".join(part for part in (source.container, picture, sound, turned) if part)


class Thumbnail(QWidget):
    """The picture of a source, cut to 16:9."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(_WIDTH, _HEIGHT)
        self._image: QImage | None = None

    def show_image(self, image: QImage | None) -> None:
        if image is not self._image:
            self._image = image
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rect = QRectF(self.rect())
        shape = QPainterPath()
        shape.addRoundedRect(rect, tokens.radius("mark"), tokens.radius("mark"))
        painter.setClipPath(shape)
        painter.fillRect(rect, tokens.colour("track"))
        image = self._image
        if image is None or image.isNull():
            icons.paint(painter, "film", QRectF(rect.center().x() - 8, rect.center().y() - 8, 16, 16), "text_3")
            return
        scale = max(rect.width() / image.width(), rect.height() / image.height())
        width, height = rect.width() / scale, rect.height() / scale
        part = QRectF((image.width() - width) / 2, (image.height() - height) / 2, width, height)
        painter.drawImage(rect, image, part)


class TileHeader(QWidget):
    """Picture, name and facts of the selected tile, or the number of several."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._urls: tuple[str, ...] = ()
        self.picture = Thumbnail()
        self.name = ElidedLabel("", "body_strong")
        self.facts = ElidedLabel("", "label", "2")
        self.facts.cut = Qt.TextElideMode.ElideRight  # of size, length and sound in this order, or a sentence
        self.more = IconButton("ellipsis", tr("More for this tile"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 10)
        row.setSpacing(10)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignVCenter)
        bench.pictures.arrived.connect(self._on_arrived)

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        self._urls = tuple(tile.url for tile in tiles)
        self.picture.setVisible(len(tiles) == 1)
        if len(tiles) > 1:
            self.name.set_whole(tr("{count} tiles").format(count=len(tiles)))
            self.facts.set_whole(tr("What is set here is set for all of them"))
        else:
            tile = tiles[0]
            self.name.set_whole(tile.name or file_name(tile.url) or tr("No source"))
            self.facts.set_whole(facts_of(tile, self._bench.session.known))
            self._show_picture()

    def _on_arrived(self, urls: frozenset[str]) -> None:
        if self.isVisible() and not urls.isdisjoint(self._urls):
            self._show_picture()

    def _show_picture(self) -> None:
        if len(self._urls) == 1:
            self.picture.show_image(self._bench.pictures.of(self._urls[0]))
