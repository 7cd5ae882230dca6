#!/usr/bin/env python3
"""Write ``docs/composition-file.md``, the fields of a ``.tilewright`` file: ``make_composition_file.py``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from tilewright.model.composition import MOST_TILES
from tilewright.model.document import DEEPEST, FORMAT, LARGEST, Document
from tilewright.model.labels import words_of
from tilewright.wire.nodes import Branch, Group, Part
from tilewright.wire.request import REQUEST_PARTS

TOP = Path(__file__).parents[1]
TARGET = TOP / "docs" / "composition-file.md"
SCHEMA = TOP / "resources" / "schema" / f"composition-{FORMAT}.json"

EXAMPLE = """\
{
  "format": 1,
  "composition": {
    "tiles": [
      {
        "id": "t1",
        "url": "https://studio-1250000000.cos.local.myqcloud.com/input/slides.mp4",
        "x": 0,
        "y": 0,
        "width": 1280,
        "height": 720
      },
      {
        "id": "t2",
        "url": "https://studio-1250000000.cos.local.myqcloud.com/input/teacher.mp4",
        "x": 944,
        "y": 524,
        "width": 320,
        "height": 180,
        "name": "teacher"
      }
    ],
    "keep_audio_track": true,
    "transcode": {
      "container": {
        "format": "mp4"
      },
      "video": {
        "codec": "H.264",
        "width": 1280,
        "height": 720
      },
      "audio": {
        "codec": "aac"
      }
    },
    "output": {
      "region": "local",
      "bucket": "studio-1250000000",
      "object": "output/lesson.${ext}"
    }
  }
}
"""

HEAD = f"""# The composition file

`NAME.tilewright` is JSON in UTF-8: `format`, the number {FORMAT}, and `composition`. Window and command line write it
with a field a line, in an order that never changes, so that two versions compare well. This page is made of the schema,
[composition-{FORMAT}.json](../resources/schema/composition-{FORMAT}.json), by `packaging/make_composition_file.py`.
Programs can hold a file against the schema itself; `tilewright check FILE` says what the service would not take.

A whole one, two videos in a frame of 1280 × 720:

```json
{EXAMPLE}```

- A field that is not there is not set, and does not get into the request: the service's own default holds. Only fields
  marked *needed* must be there.
- A field that this page does not have is refused, as is a value of another kind: the message names the field and what
  is expected.
- A file with a smaller `format` opens; one with a larger `format` was saved by a newer Tilewright and is refused.
- At most {LARGEST // 1024 // 1024} MiB, {MOST_TILES:,} tiles and {DEEPEST} levels.
- No account's keys, tokens or signatures are in it: what signs an address is left out when a request is imported.
- `kept`, a list of texts, can be in every group that has an element below. It holds what an opened request had there
  beyond these fields, so that it is written again; leave it as it is, or take it out.

*Called* is the name of the field in the window, *element* the one of the request that it becomes; without one it is
Tilewright's own. Paths in messages count from 0: `composition.tiles[1].x` is X of the second tile.
"""

KINDS = {"integer": "whole number", "number": "number", "string": "text", "boolean": "true or false"}


class Place(NamedTuple):
    """One table: the fields of a type of the schema, at every place where it stands."""

    name: str
    places: list[str]
    elements: Mapping[str, Part]


def render() -> str:
    """The whole page."""
    types = json.loads(SCHEMA.read_text("utf-8"))["$defs"]
    for name, told in msgspec.json.schema(Document)["$defs"].items():
        properties = types[name]["properties"]
        types[name]["properties"] = {one: properties[one] for one in told["properties"]}  # as a file has them
    groups = _groups(types)
    anchors = {name: _anchor(_title(group)) for name, group in groups.items()}
    return "\n".join((HEAD, *(_section(group, types[group.name], anchors) for group in groups.values())))


def _anchor(title: str) -> str:
    """As pages of Markdown make it of a heading."""
    return title.replace("`", "").replace(".", "").replace(" ", "-")


def _groups(types: Mapping[str, Any]) -> dict[str, Place]:
    """All types from the composition down, in the order in which fields name them."""
    found = {"Composition": Place("Composition", ["composition"], dict(_elements(REQUEST_PARTS)))}
    waiting = ["Composition"]
    while waiting:
        group = found[waiting.pop(0)]
        for name, told in types[group.name]["properties"].items():
            inner = _type_of(told)
            if not inner:
                continue
            place = f"{group.places[0]}.{name}".removeprefix("composition.")
            if inner in found:
                found[inner].places.append(place)
                continue
            part = group.elements.get(name)
            table = dict(_elements(part.table.parts)) if isinstance(part, Branch) else {}
            found[inner] = Place(inner, [place], table)
            waiting.append(inner)
    return found


def _elements(parts: Sequence[Part]) -> Iterator[tuple[str, Part]]:
    """The parts of a request by the fields they become, groups that are no value opened."""
    for part in parts:
        if isinstance(part, Group):
            yield from _elements(part.parts)
        elif part.field:
            yield part.field, part


def _type_of(told: Mapping[str, Any]) -> str:
    """The type that a field holds, one or many; empty for a plain one."""
    for one in (told, told.get("items", {}), *told.get("anyOf", ())):
        if "$ref" in one:
            return str(one["$ref"]).rpartition("/")[2]
    return ""


def _title(group: Place) -> str:
    return " and ".join(f"`{place}`" for place in group.places)


def _section(group: Place, told: Mapping[str, Any], anchors: Mapping[str, str]) -> str:
    lines = [f"## {_title(group)}\n"]
    if description := told.get("description", "").replace("``None``", "`null`").replace("``", "`"):
        description = description.replace("; see `Element.kept`", ", as `kept` above")
        lines.append(f"{description}\n")
    lines += ["| field | kind | called | element |", "|---|---|---|---|"]
    needed = told.get("required", ())
    for name, kind in told["properties"].items():
        if name == "kept" and group.name != "Composition":
            continue
        path = f"{group.places[0]}.{name}".removeprefix("composition.")
        words = words_of(path if not path.startswith(("tiles.", "watermarks.")) else path.replace("s.", "s.*.", 1))
        part = group.elements.get(name)
        marked = ", needed" if name in needed else ""
        called, element = words.name if words else "", f"`{part.name}`" if part else ""
        lines.append(f"| `{name}` | {_kind(kind, anchors)}{marked} | {called} | {element} |".replace("  |", " |"))
    return "\n".join([*lines, ""])


def _kind(told: Mapping[str, Any], anchors: Mapping[str, str]) -> str:
    if name := _type_of(told):
        return f"list of [groups](#{anchors[name]})" if "items" in told else f"[group](#{anchors[name]})"
    if "items" in told:
        return f"list of {KINDS[told['items']['type']]}s"
    kinds = {KINDS[one["type"]]: None for one in told.get("anyOf", (told,)) if one.get("type") != "null"}
    if "number" in kinds:
        kinds.pop("whole number", None)
    return " or ".join(kinds)


def main() -> int:
    TARGET.write_text(render(), "utf-8")
    print(f"{TARGET} is written.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
