"""What translators are given."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from support.catalogue import no_search_for_garbage, script, texts

SCRIPT = Path(__file__).parents[2] / "packaging" / "make_catalogue.py"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Tile {number}", id="say"),
        pytest.param("Rename {tile}", id="tr"),
        pytest.param("Move it into the frame", id="fix"),
        pytest.param("The name of the result has a fixed ending. With ${ext} the ending always fits the kind of file.",
                     id="problem"),
        pytest.param("Gap and margin cannot be less than 0 pixels.", id="error"),
        pytest.param("Watermark {number} is an image; what becomes of its text is not documented.",
                     id="one of two templates"),
        pytest.param("Nothing can be divided by 0.", id="template of a class"),
    ],
)  # fmt: skip
def test_that_a_text_is_found_wherever_one_may_stand(text: str) -> None:
    assert text in texts()


def test_that_values_stand_in_texts_by_name_alone() -> None:
    """A translator who moves ``{}`` would mix them up, and ``{x.y}`` says nothing to one."""
    for text in texts():
        if "{" in text and "${" not in text:
            names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
            assert all(name.isidentifier() for name in names), text


def test_that_a_catalogue_holds_every_text_once(tmp_path: Path) -> None:
    target = tmp_path / "words.ts"
    told = subprocess.run([sys.executable, SCRIPT, target], check=True, capture_output=True, text=True).stdout
    sources = [source.text for source in ElementTree.parse(target).iter("source")]
    assert told.startswith(f"{len(sources)} texts")
    assert sorted(sources) == sorted(texts())


def test_that_whatever_has_a_template_is_a_place_of_texts() -> None:
    tree = script().ast.parse("def _told(code, template, **values): ...\n_told('x', 'The {side} is {size}.', side=1)")
    call = tree.body[1].value
    errors = script().ast.parse("")
    places = script().text_places({"errors.py": errors, "a.py": tree})
    (argument,) = script().arguments(call, places)
    assert [each.value for each in script().literals(argument)] == ["The {side} is {size}."]


ENGLISH = ("cli/", "localcloud/", "usecases/doctor.py")
"""The command line speaks English, and so does the local cloud over HTTP, as the service does."""

SENTENCE = re.compile(r"[A-Z{“].* .* .*(?:[.…]|\w\?)")

NOT_SHOWN = {"The rendering was stopped.", "Reading the videos was stopped.", "There is no window to ask in yet."}


def test_that_every_sentence_of_the_program_is_one_for_translators() -> None:
    found = set()
    for name, tree in _modules():
        if not name.startswith(ENGLISH):
            nodes = list(ast.walk(tree))
            strays = _values_of_no_one(nodes)
            literals = (node for node in nodes if isinstance(node, ast.Constant) and node not in strays)
            found |= {node.value for node in literals if isinstance(node.value, str) and SENTENCE.fullmatch(node.value)}
    assert len(found) > 500
    assert found - texts() == NOT_SHOWN


def _modules() -> Iterator[tuple[str, ast.Module]]:
    package = script().PACKAGE
    with no_search_for_garbage():
        for file in package.rglob("*.py"):
            yield file.relative_to(package).as_posix(), ast.parse(file.read_text("utf-8"))


def _values_of_no_one(nodes: list[ast.AST]) -> set[ast.AST]:
    """Docstrings, parts of f-strings, and what goes into the log."""
    strays: set[ast.AST] = set()
    for node in nodes:
        if isinstance(node, ast.Expr):
            strays.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            strays.update(node.values)
        elif isinstance(node, ast.Call) and _is_of_the_log(node.func):
            strays.update(node.args)
    return strays


def _is_of_the_log(called: ast.expr) -> bool:
    return isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "log"
