#!/usr/bin/env python3
"""Collect every text that can be translated into a catalogue for translators: ``make_catalogue.py words.ts``.

A text is found where it is written as one literal: in ``tr("…")`` and ``say("…")``, as the sentence of a ``Problem``,
a ``Fix`` or an error of ``errors.py``, and for any parameter that is called ``template``. Qt's ``lrelease`` makes
``resources/translations/tilewright_<locale>.qm`` of a finished catalogue.
"""

from __future__ import annotations

import ast
import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

PACKAGE = Path(__file__).parents[1] / "app" / "tilewright"

Places = dict[str, tuple[tuple[int, str], ...]]
"""By the name of what is called: the number and the name of each argument that is a text."""


def text_places(trees: dict[str, ast.Module]) -> Places:
    """Where texts stand in calls."""
    places: Places = {"tr": ((0, "text"),), "Fix": ((0, "text"),), "Problem": ((3, "sentence"),)}
    for node in trees["errors.py"].body:
        if isinstance(node, ast.ClassDef):
            places[node.name] = ((0, "message"), (1, "hint"))
    starts: dict[ast.stmt, str] = {}
    for tree in trees.values():
        for node in ast.walk(tree):  # a class comes before what is in it
            if isinstance(node, ast.ClassDef):
                starts |= {each: node.name for each in node.body if getattr(each, "name", "") == "__init__"}
            elif isinstance(node, ast.FunctionDef):
                names = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
                if "template" in names:
                    number = names.index("template") - (names[0] == "self")
                    places[starts.get(node, node.name)] = ((number, "template"),)
    return places


def literals(value: ast.expr) -> Iterator[ast.Constant]:
    """The texts that ``value`` may be."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value
    elif isinstance(value, ast.IfExp):
        yield from literals(value.body)
        yield from literals(value.orelse)
    elif isinstance(value, ast.BoolOp):
        for each in value.values:
            yield from literals(each)


def arguments(call: ast.Call, places: Places) -> Iterator[ast.expr]:
    """The arguments of ``call`` that are texts. A method may be called ``say``, too: that is another one."""
    is_method = isinstance(call.func, ast.Attribute)
    name = call.func.attr if is_method else getattr(call.func, "id", "")
    if is_method and name == "say":
        return
    for number, keyword in places.get(name, ()):
        yield from call.args[number : number + 1]
        yield from (each.value for each in call.keywords if each.arg == keyword)


def collect(package: Path = PACKAGE) -> dict[str, list[tuple[str, int]]]:
    """Every text, with the files and lines where it stands; in the order of files and lines."""
    trees = {file.relative_to(package).as_posix(): ast.parse(file.read_text("utf-8")) for file in package.rglob("*.py")}
    places = text_places(trees)
    found: dict[str, list[tuple[str, int]]] = {}
    for name in sorted(trees):
        calls = [node for node in ast.walk(trees[name]) if isinstance(node, ast.Call)]
        texts = [text for call in calls for value in arguments(call, places) for text in literals(value)]
        for text in sorted(texts, key=lambda text: (text.lineno, text.col_offset)):
            if text.value:
                found.setdefault(str(text.value), []).append((name, text.lineno))
    return found


def write(found: dict[str, list[tuple[str, int]]]) -> str:
    """The catalogue as Qt's tools read it."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>", '<TS version="2.1" sourcelanguage="en">']
    lines += ["<context>", "    <name>Tilewright</name>"]
    for text, wheres in found.items():
        lines.append("    <message>")
        lines += [f'        <location filename="app/tilewright/{name}" line="{line}"/>' for name, line in wheres]
        lines.append(f"        <source>{escape(text)}</source>")
        lines += ['        <translation type="unfinished"></translation>', "    </message>"]
    return "\n".join([*lines, "</context>", "</TS>", ""])


def main() -> int:
    if len(sys.argv) != 2:
        print("Usage: make_catalogue.py FILE.ts", file=sys.stderr)
        return 2
    gc.disable()  # trees are no garbage, and looking for it takes longer than reading them
    found = collect()
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(write(found), "utf-8")
    print(f"{len(found)} texts are in {target}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
