"""The four scenes of the sample clips: what each looks and sounds like at a moment in seconds."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

ZOOM = 2
"""Pictures are drawn so many times larger and then reduced: smooth edges."""

Colour = tuple[int, int, int]
Point = tuple[float, float]


class Sheet:
    """A drawing in pixels of the clip, whatever the zoom it is drawn at."""

    def __init__(self, width: int, height: int, colour: Colour) -> None:
        self.size = (width, height)
        self.image = Image.new("RGB", (width * ZOOM, height * ZOOM), colour)
        self._draw = ImageDraw.Draw(self.image)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour, radius: float = 0) -> None:
        if right > left and bottom > top:
            self._draw.rounded_rectangle(self._scaled(left, top, right, bottom), radius * ZOOM, colour)

    def disc(self, x: float, y: float, across: float, down: float, colour: Colour) -> None:
        self._draw.ellipse(self._scaled(x - across, y - down, x + across, y + down), colour)

    def slice(self, x: float, y: float, radius: float, start: float, end: float, colour: Colour) -> None:
        """Degrees clockwise from the top."""
        box = self._scaled(x - radius, y - radius, x + radius, y + radius)
        self._draw.pieslice(box, start - 90, end - 90, colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        scaled = [(x * ZOOM, y * ZOOM) for x, y in points]
        self._draw.line(scaled, colour, round(width * ZOOM), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, width / 2, colour)

    def area(self, points: Sequence[Point], colour: Colour) -> None:
        self._draw.polygon([(x * ZOOM, y * ZOOM) for x, y in points], colour)

    def text(self, x: float, y: float, words: str, size: float, colour: Colour, anchor: str = "la") -> None:
        font = ImageFont.load_default(size * ZOOM)
        self._draw.text((x * ZOOM, y * ZOOM), words, colour, font, anchor)

    def finish(self) -> bytes:
        return self.image.resize(self.size, Image.Resampling.BOX).tobytes()

    @staticmethod
    def _scaled(*values: float) -> tuple[float, float, float, float]:
        left, top, right, bottom = (value * ZOOM for value in values)
        return left, top, right, bottom


def blend(first: Colour, second: Colour, part: float) -> Colour:
    part = min(1.0, max(0.0, part))
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(first, second, strict=True))
    return red, green, blue


def ease(value: float) -> float:
    """0 to 1, starting and ending gently."""
    value = min(1.0, max(0.0, value))
    return value * value * (3 - 2 * value)


def fade_down(sheet: Sheet, top: Colour, bottom: Colour, until: float) -> None:
    width = sheet.size[0]
    for y in range(0, math.ceil(until), 4):
        sheet.box(0, y, width, y + 4, blend(top, bottom, y / until))


# --- the teacher -------------------------------------------------------------------------------------------------

SKIN, HAIR, PULLOVER, PULLOVER_DARK = (236, 190, 160), (82, 54, 44), (226, 120, 74), (196, 96, 56)
CHALK: Colour = (238, 240, 228)


def draw_teacher(time: float) -> Sheet:
    """A teacher before a board on which a curve grows."""
    sheet = Sheet(640, 480, (240, 229, 208))
    sheet.box(0, 400, 640, 480, (206, 176, 140))
    sheet.box(232, 40, 612, 306, (150, 108, 72), 8)
    sheet.box(242, 50, 602, 296, (44, 92, 80), 3)
    _draw_board(sheet, time)
    sheet.box(300, 300, 420, 308, (170, 126, 88), 3)
    _draw_figure(sheet, time)
    sheet.box(20, 420, 300, 480, (166, 116, 76), 6)
    sheet.box(20, 420, 300, 430, (186, 136, 92), 4)
    sheet.box(52, 396, 118, 408, (86, 132, 184), 2)
    sheet.box(46, 408, 126, 420, (214, 92, 84), 2)
    sheet.disc(244, 404, 16, 16, (206, 62, 58))
    sheet.line([(244, 390), (250, 380)], (90, 66, 44), 3)
    return sheet


def _draw_board(sheet: Sheet, time: float) -> None:
    sheet.text(262, 62, "y = sin x", 26, CHALK)
    sheet.line([(264, 190), (264 + 316 * ease(time), 190)], CHALK, 2.5)
    sheet.line([(272, 276), (272, 276 - 166 * ease(time))], CHALK, 2.5)
    drawn = ease((time - 0.8) / 5.4)
    points = [(272 + x, 190 - 62 * math.sin(x / 300 * 2 * math.pi)) for x in range(0, round(300 * drawn) + 1, 3)]
    if len(points) > 1:
        sheet.line(points, (250, 210, 98), 5)
        sheet.disc(*points[-1], 6, 6, (255, 240, 190))


def _draw_figure(sheet: Sheet, time: float) -> None:
    sway = 3 * math.sin(time * 1.7)
    x, talk = 148 + sway, abs(math.sin(time * 7.3)) * (0.55 + 0.45 * math.sin(time * 1.9))
    sheet.box(x - 17, 236, x + 17, 290, (222, 174, 144), 8)
    sheet.box(x - 76, 272, x + 76, 470, PULLOVER, 50)
    sheet.area([(x - 24, 272), (x + 24, 272), (x, 304)], (246, 242, 234))
    sheet.line([(x - 60, 318), (x - 84, 372), (x - 52, 408)], PULLOVER_DARK, 34)
    lift = math.sin(time * 2.2) * 14
    hand = (x + 142, 236 + lift)
    sheet.line([(x + 58, 316), (x + 102, 302 + lift / 2), hand], PULLOVER_DARK, 32)
    sheet.disc(hand[0] + 8, hand[1] - 4, 16, 15, SKIN)
    sheet.line([(hand[0] + 8, hand[1] - 6), (hand[0] + 58, hand[1] - 44)], (120, 82, 54), 5)
    nod = 2.5 * math.sin(time * 3.1)
    sheet.disc(x, 190 + nod, 58, 62, HAIR)
    sheet.disc(x, 206 + nod, 48, 54, SKIN)
    sheet.slice(x, 178 + nod, 50, -92, 92, HAIR)
    sheet.disc(x - 50, 208 + nod, 9, 12, SKIN)
    sheet.disc(x + 50, 208 + nod, 9, 12, SKIN)
    _draw_face(sheet, x + 4, 206 + nod, talk, is_blinking=time % 2.6 < 0.14)


def _draw_face(sheet: Sheet, x: float, y: float, talk: float, *, is_blinking: bool) -> None:
    for side in (-20.0, 20.0):
        sheet.disc(x + side, y, 15, 14, (70, 64, 80))
        sheet.disc(x + side, y, 12.5, 11.5, (250, 250, 252))
        if is_blinking:
            sheet.box(x + side - 11, y - 2, x + side + 11, y + 2, SKIN)
        else:
            sheet.disc(x + side + 2, y, 6.2, 6.8, (62, 48, 48))
            sheet.disc(x + side + 4, y - 2.5, 2, 2, (255, 255, 255))
        sheet.line([(x + side - 10, y - 18), (x + side, y - 21), (x + side + 10, y - 18)], HAIR, 3.5)
    sheet.line([(x - 6, y), (x + 6, y)], (70, 64, 80), 3)
    sheet.disc(x, y + 14, 5, 6, (224, 172, 142))
    sheet.disc(x - 30, y + 24, 9, 6, (238, 168, 146))
    sheet.disc(x + 30, y + 24, 9, 6, (238, 168, 146))
    sheet.slice(x, y + 26, 10 + 5 * talk, 90, 270, (150, 58, 62))
    sheet.box(x - 7, y + 26, x + 7, y + 29, (250, 250, 248), 1)


def sing_teacher(time: float) -> float:
    """A calm walking melody, low and soft."""
    notes = [196.0, 246.9, 293.7, 246.9, 220.0, 261.6, 329.6, 293.7]
    beat = time * 2
    return _pluck(notes[int(beat) % len(notes)], beat % 1 / 2, 3.5) * 0.30


# --- the slides --------------------------------------------------------------------------------------------------

BARS: list[tuple[str, float, Colour]] = [
    ("Mon", 0.38, (92, 142, 214)),
    ("Tue", 0.52, (78, 168, 168)),
    ("Wed", 0.47, (110, 180, 110)),
    ("Thu", 0.74, (240, 186, 76)),
    ("Fri", 0.95, (232, 118, 84)),
]
INK: Colour = (52, 60, 78)


def draw_slides(time: float) -> Sheet:
    """Two slides: a chart whose bars grow one by one, then a ring that closes."""
    sheet = Sheet(640, 360, (250, 250, 247))
    _draw_ring(sheet, time - 4.4)
    turned = ease((time - 4.0) / 0.7)
    if turned < 1:
        _draw_chart(sheet, time, -640 * turned)
    sheet.box(0, 350, 640 * time / 7, 360, (92, 142, 214))
    return sheet


def _draw_chart(sheet: Sheet, time: float, left: float) -> None:
    sheet.box(left, 0, left + 640, 350, (250, 250, 247))
    sheet.box(left + 40, 30, left + 48, 66, (232, 118, 84), 3)
    sheet.text(left + 60, 30, "Books read this week", 30, INK)
    for row in range(5):
        sheet.line([(left + 60, 300 - row * 50), (left + 600, 300 - row * 50)], (226, 228, 230), 1.5)
    tops: list[Point] = []
    for number, (day, value, colour) in enumerate(BARS):
        grown = ease((time - 0.3 - number * 0.55) / 0.6) * value
        x = left + 92 + number * 104
        sheet.box(x, 300 - 200 * grown, x + 64, 300, colour, 6)
        sheet.text(x + 32, 318, day, 17, (110, 116, 130), "mm")
        if grown > 0.3 * value:
            sheet.text(x + 32, 288 - 200 * grown, str(round(grown * 40)), 18, INK, "mm")
        if grown:
            tops.append((x + 32, 300 - 200 * grown))
    sheet.line([(left + 60, 300), (left + 600, 300)], INK, 2.5)


def _draw_ring(sheet: Sheet, time: float) -> None:
    sheet.box(40, 30, 48, 66, (78, 168, 168), 3)
    sheet.text(60, 30, "Our goal: 125 books", 30, INK)
    closed = ease(time / 1.8)
    sheet.disc(200, 210, 110, 110, (230, 232, 236))
    sheet.slice(200, 210, 110, 0, 0.01 + 360 * 0.98 * closed, (78, 168, 168))
    sheet.disc(200, 210, 72, 72, (250, 250, 247))
    sheet.text(200, 210, f"{round(98 * closed)} %", 40, INK, "mm")
    for number, words in enumerate(("123 books", "5 days", "1 happy library")):
        shown = ease((time - 0.5 - number * 0.4) / 0.5)
        if shown > 0:
            y, colour = 140 + number * 58, BARS[number + 2][2]
            sheet.disc(376, y + 14, 11 * shown, 11 * shown, colour)
            sheet.text(402 + 24 * (1 - shown), y, words, 24, blend((250, 250, 247), INK, shown))


def sing_slides(time: float) -> float:
    """A bright note for each bar, and a chord when the ring closes."""
    notes = [523.3, 587.3, 659.3, 784.0, 1046.5]
    total = 0.0
    for number, note in enumerate(notes):
        total += _pluck(note, time - 0.3 - number * 0.55, 5)
        total += _pluck(note / 2, time - 4.9 - number * 0.22, 3)
    return total * 0.16


# --- the ball ----------------------------------------------------------------------------------------------------

BOUNCE = 1.0
PALETTE: list[Colour] = [
    (240, 98, 88),
    (250, 176, 64),
    (96, 186, 120),
    (76, 150, 226),
    (160, 110, 214),
    (238, 120, 170),
]


def draw_ball(time: float) -> Sheet:
    """A ball that jumps over five blocks; each lights up as it is touched."""
    sheet = Sheet(640, 360, (36, 40, 66))
    fade_down(sheet, (38, 42, 78), (92, 74, 128), 300)
    for number in range(26):
        x, y = number * 97 % 640, number * 53 % 210
        shine = 0.5 + 0.5 * math.sin(time * 2 + number)
        sheet.disc(x, y, 1.4 + shine, 1.4 + shine, blend((80, 74, 120), (230, 226, 250), shine))
    sheet.box(0, 300, 640, 360, (48, 44, 78))
    number, phase = int(time / BOUNCE), time / BOUNCE % 1
    for block in range(6):
        x = 58 + block * 105
        since = time - block * BOUNCE
        glow = math.exp(-3 * since) if since >= 0 else 0.0
        press = 6 * math.exp(-9 * since) if since >= 0 else 0.0
        colour = blend(blend((66, 60, 100), PALETTE[block], 0.75 if since >= 0 else 0.2), (255, 250, 235), 0.6 * glow)
        sheet.box(x - 42, 268 + press, x + 42, 320 + press, blend(colour, (0, 0, 0), 0.3), 8)
        sheet.box(x - 42, 268 + press, x + 42, 306 + press, colour, 8)
    across = 58 + (number + phase) * 105
    height = 4 * phase * (1 - phase)
    squash = max(0.0, 1 - min(phase, 1 - phase) / 0.09) * 0.22
    for step in range(5, 0, -1):
        back = max(0.0, time - step * 0.035)
        before = back / BOUNCE % 1
        trail = (58 + back / BOUNCE * 105, 240 - 170 * 4 * before * (1 - before))
        sheet.disc(*trail, 26 - step * 3, 26 - step * 3, blend(PALETTE[number % 6], (70, 62, 110), 0.45 + step * 0.1))
    sheet.disc(across, 240 - 170 * height + 28 * squash, 28 * (1 + squash), 28 * (1 - squash), PALETTE[number % 6])
    sheet.disc(across - 9, 230 - 170 * height + 28 * squash, 8, 7, blend(PALETTE[number % 6], (255, 255, 255), 0.6))
    return sheet


def sing_ball(time: float) -> float:
    notes = [261.6, 329.6, 392.0, 440.0, 523.3, 659.3]
    number = int(time / BOUNCE)
    return _pluck(notes[number % 6], time - number * BOUNCE, 4) * 0.30


# --- the landscape -----------------------------------------------------------------------------------------------


def draw_landscape(time: float) -> Sheet:
    """A day over hills in eight seconds, with a clock that keeps count of it."""
    day = time / 8
    sheet = Sheet(640, 360, (0, 0, 0))
    light = math.sin(math.pi * (0.06 + 0.88 * day))
    warm = 1 - ease((light - 0.1) / 0.6)
    top = blend(blend((40, 48, 96), (86, 158, 224), light), (120, 90, 150), warm * 0.5)
    fade_down(sheet, top, blend((196, 226, 240), (252, 178, 120), warm), 300)
    angle = math.pi * (0.06 + 0.88 * day)
    sun = (320 - 300 * math.cos(angle), 300 - 240 * math.sin(angle))
    sheet.disc(*sun, 44, 44, blend((252, 236, 180), (253, 196, 136), warm))
    sheet.disc(*sun, 32, 32, blend((255, 246, 205), (255, 150, 84), warm))
    for number in range(3):
        x = (number * 260 + time * (16 + 7 * number)) % 800 - 80
        _draw_cloud(sheet, x, 70 + number * 34, 1 - number * 0.2, blend((255, 255, 255), (250, 206, 178), warm))
    shade = 0.55 * (1 - light)
    for base, rise, length, move, colour in (
        (236, 26, 210, 4, (122, 168, 176)),
        (266, 22, 150, 9, (92, 152, 112)),
        (304, 16, 110, 18, (66, 126, 74)),
    ):
        _draw_hills(sheet, base, rise, length, time * move, blend(colour, (30, 34, 60), shade))
    _draw_house(sheet, 470, 296, light, shade)
    _draw_clock(sheet, 84, 84, 6 + 12 * day)
    return sheet


def _draw_cloud(sheet: Sheet, x: float, y: float, size: float, colour: Colour) -> None:
    for across, up, radius in ((-34, 0, 18), (-10, -10, 24), (18, -4, 22), (40, 2, 15)):
        sheet.disc(x + across * size, y + up * size, radius * size * 1.2, radius * size, colour)


def _draw_hills(sheet: Sheet, base: float, rise: float, length: float, shift: float, colour: Colour) -> None:
    ridge = [
        (x, base + rise * math.sin((x + shift) / length * 2) + rise / 2 * math.sin((x + shift) / length * 5))
        for x in range(0, 646, 5)
    ]
    sheet.area([*ridge, (645, 360), (0, 360)], colour)


def _draw_house(sheet: Sheet, x: float, y: float, light: float, shade: float) -> None:
    wall, roof = blend((244, 226, 196), (40, 40, 70), shade), blend((186, 76, 62), (40, 30, 60), shade)
    sheet.box(x, y, x + 84, y + 50, wall)
    sheet.area([(x - 10, y), (x + 94, y), (x + 42, y - 36)], roof)
    window = blend((255, 214, 110), (150, 196, 220), ease((light - 0.3) / 0.4))
    sheet.box(x + 12, y + 14, x + 32, y + 34, window, 2)
    sheet.box(x + 52, y + 14, x + 72, y + 50, blend((132, 88, 62), (40, 30, 50), shade), 2)


def _draw_clock(sheet: Sheet, x: float, y: float, hours: float) -> None:
    sheet.disc(x, y, 50, 50, (58, 64, 88))
    sheet.disc(x, y, 45, 45, (252, 250, 244))
    for mark in range(12):
        turn = mark / 6 * math.pi
        inner = 34 if mark % 3 == 0 else 38
        ends = [(x + r * math.sin(turn), y - r * math.cos(turn)) for r in (inner, 41)]
        sheet.line(ends, (58, 64, 88), 2.5 if mark % 3 == 0 else 1.5)
    for turn, length, width, colour in (
        (hours / 6 * math.pi, 23, 5, (58, 64, 88)),
        (hours * 2 * math.pi, 33, 3, (214, 84, 72)),
    ):
        sheet.line([(x, y), (x + length * math.sin(turn), y - length * math.cos(turn))], colour, width)
    sheet.disc(x, y, 4, 4, (58, 64, 88))


def sing_landscape(time: float) -> float:
    """Two slow chords under a breath of wind."""
    chord = (130.8, 196.0, 329.6) if time < 4 else (146.8, 220.0, 349.2)
    swell = math.sin(math.pi * (time % 4) / 4) ** 2
    return sum(math.sin(2 * math.pi * note * time) for note in chord) * swell * 0.07


def _pluck(pitch: float, since: float, decay: float) -> float:
    """A string that was plucked ``since`` seconds ago."""
    if since < 0:
        return 0.0
    turn = 2 * math.pi * pitch * since
    tone = math.sin(turn) + 0.35 * math.sin(2 * turn) + 0.12 * math.sin(3 * turn)
    return min(1.0, since * 200) * math.exp(-decay * since) * tone
