"""What a race found: runs by name, and tables of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from support.race import Spent

LIMIT = 1.05
"""Our wall time from the submission to the file at most, as a part of that of the best command by hand."""

MEMORY_LIMIT = 1.15
GOALS = {"GStreamer": 1.0, "MLT": 0.45, "MoviePy": 0.35}
"""Our wall time at most, as a part of theirs."""


@dataclass
class Course:
    """What one case took: the runs of each by name, and the size of what each made, in bytes; ``encoders`` are the
    seconds of processors that x264 and AAC take of any of them.
    """

    case: str
    runs: dict[str, list[Spent]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    encoders: float = 0.0

    def note(self, name: str, spent: Spent, size: int) -> None:
        self.runs.setdefault(name, []).append(spent)
        self.sizes[name] = size

    def wall(self, name: str) -> float:
        """Of the quickest run."""
        return min(one.wall for one in self.runs[name])

    def processors(self, name: str) -> float:
        return min(one.processors for one in self.runs[name])

    def memory(self, name: str) -> int:
        """The peak of the first run, in bytes; 0 of our job, whose FFmpeg runs apart to be measured."""
        return self.runs[name][0].memory

    def part(self, name: str) -> float:
        """Our wall time as a part of that of ``name``."""
        return self.wall("ours") / self.wall(name)

    def least_part(self, name: str) -> float:
        """What a program would take as a part of ``name`` that decoded and composed in no time, by their processors."""
        return min(1.0, self.encoders / self.processors(name))

    @property
    def memory_part(self) -> float:
        return self.memory("our FFmpeg") / self.memory("by hand")

    def figures(self) -> dict[str, object]:
        return {
            "case": self.case,
            "walls": {name: [round(one.wall, 3) for one in runs] for name, runs in self.runs.items()},
            "processors": {name: [round(one.processors, 2) for one in runs] for name, runs in self.runs.items()},
            "memory": {name: self.memory(name) for name in self.runs},
            "sizes": self.sizes,
            "encoders": round(self.encoders, 2),
        }


def table(course: Course) -> list[str]:
    """Of one case: who took what."""
    rows = [
        f"{name:20}{course.wall(name):9.2f}{course.processors(name):9.2f}{_mebibytes(course.memory(name)):>10}"
        f"{course.sizes[name] / 2**20:8.2f}{course.part(name):10.3f}"
        for name in course.runs
    ]
    head = f"{course.case:20}{'wall s':>9}{'CPU s':>9}{'peak MiB':>10}{'MiB':>8}{'ours ÷':>10}"
    return [head, *rows, ""]


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:.0f}" if size else "–"


def summary(courses: Sequence[Course]) -> list[str]:
    """All cases against all goals; a goal that was missed has a star."""
    rivals = {"by hand": LIMIT, **GOALS}
    names = [*rivals, "memory"]
    goals = [*rivals.values(), MEMORY_LIMIT]
    lines = [f"{'ours ÷':20}" + "".join(f"{name:>12}" for name in names)]
    lines.append(f"{'at most':20}" + "".join(f"{goal:12.2f}" for goal in goals))
    for course in courses:
        parts = [course.part(name) if name in course.runs else None for name in rivals]
        cells = [
            f"{'–':>12}" if part is None else f"{part:11.3f}{'*' if part > goal else ' '}"
            for part, goal in zip([*parts, course.memory_part], goals, strict=True)
        ]
        lines.append(f"{course.case:20}{''.join(cells)}")
    return lines
