"""Rules about the source itself that the import contracts cannot say. Each test says why the rule is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from support.catalogue import no_search_for_garbage, script

PACKAGE = Path(__file__).parents[1] / "app" / "tilewright"
MODULE_LINES = 400
CLASS_LINES = 250
MAIN_WINDOW_LINES = 150
"""A main window that does the work is how windows of this kind become impossible to change."""

THREADS = {
    "localcloud/connection.py",
    "localcloud/sending.py",
    "localcloud/sums.py",
    "localcloud/server.py",
    "localcloud/worker.py",
    "media/workers.py",
    "cloud/progress.py",
    "cloud/transfers.py",
    "jobs/watch.py",
    "ui/background.py",
}
STARTERS = {
    "Thread",
    "Timer",
    "ThreadPoolExecutor",
    "ProcessPoolExecutor",
    "QThread",
    "QThreadPool",
    "start_new_thread",
}

READERS = {"environ", "environb", "getenv", "getenvb"}
ENVIRONMENT = {"settings.py", "log.py", "__main__.py"}
CHILD_ENVIRONMENT = {"media/ffmpeg.py", "localcloud/home.py"}
"""These may look into the environment only to choose what a child process inherits of it."""
ABOVE_SETTINGS = ("usecases/", "cli/", "ui/")


@pytest.fixture(autouse=True, scope="module")
def no_tree_is_kept() -> Iterator[None]:
    """Whoever looks for garbage in a later test would go through all of them."""
    with no_search_for_garbage():
        yield
        modules.cache_clear()
        by_kind.cache_clear()


@cache
def modules() -> dict[str, ast.Module]:
    files = sorted(PACKAGE.rglob("*.py"))
    return {file.relative_to(PACKAGE).as_posix(): ast.parse(file.read_text("utf-8")) for file in files}


@cache
def by_kind() -> dict[type[ast.AST], list[tuple[str, ast.AST]]]:
    """All nodes, each with the name of its module."""
    found: dict[type[ast.AST], list[tuple[str, ast.AST]]] = {}
    for name, tree in modules().items():
        for node in ast.walk(tree):
            found.setdefault(type(node), []).append((name, node))
    return found


def nodes(*kinds: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    return (node for kind in kinds for node in by_kind().get(kind, ()))


def called(node: ast.AST) -> str:
    """The last part of the name that a call calls."""
    function = node.func if isinstance(node, ast.Call) else node
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def test_that_no_module_is_too_long_to_be_read_at_once() -> None:
    lengths = {name: len((PACKAGE / name).read_text("utf-8").splitlines()) for name in modules()}
    assert {name: length for name, length in lengths.items() if length > MODULE_LINES} == {}


def test_that_no_class_does_the_work_of_several() -> None:
    long = [
        f"{name}: {node.name}"
        for name, node in nodes(ast.ClassDef)
        if isinstance(node, ast.ClassDef) and (node.end_lineno or 0) - node.lineno >= CLASS_LINES
    ]
    assert long == []


def test_that_the_main_window_only_puts_panels_in_their_places() -> None:
    (window,) = [node for _, node in nodes(ast.ClassDef) if getattr(node, "name", "") == "MainWindow"]
    assert isinstance(window, ast.ClassDef)
    assert (window.end_lineno or 0) - window.lineno < MAIN_WINDOW_LINES


def test_that_threads_start_only_where_an_owner_can_close_them() -> None:
    found = {name for name, node in nodes(ast.Call) if called(node) in STARTERS}
    classes = {
        name
        for name, node in nodes(ast.ClassDef)
        if isinstance(node, ast.ClassDef) and any(called(base) in STARTERS for base in node.bases)
    }
    assert found | classes <= THREADS


def test_that_no_sentence_below_the_window_names_one_of_its_pages() -> None:
    """The command line says it, too, and a window has not every page: of a local cloud that somebody else started
    nothing is set there.
    """
    texts = [(name, node.value) for name, node in nodes(ast.Constant) if isinstance(getattr(node, "value", 0), str)]
    pages = {text for name, text in texts if name.startswith("ui/commands/") and re.fullmatch("[A-Z].+…", text)}
    assert {"Local cloud…", "Accounts…", "Open…"} <= pages
    told = {(name, page) for name, text in texts if not name.startswith("ui/") for page in pages if page in text}
    assert told == set()


def test_that_nothing_below_settings_reads_the_environment() -> None:
    found = {name for name, node in nodes(ast.Attribute, ast.ImportFrom) if _reads_environment(node)}
    assert {name for name in found - CHILD_ENVIRONMENT - ENVIRONMENT if not name.startswith(ABOVE_SETTINGS)} == set()


def test_that_a_job_is_posted_from_one_place_only() -> None:
    """A job costs money: jobs/send.py alone asks the client to submit."""
    found = {
        name
        for name, node in nodes(ast.Attribute)
        if isinstance(node, ast.Attribute) and node.attr == "submit" and not name.startswith("cloud/")
    }
    assert {name for name in found if not name.startswith(("cli/", "ui/", "usecases/"))} <= {"jobs/send.py"}


def _is_the_loop_of_qt(name: str, node: ast.AST) -> bool:
    """Qt calls running its loop ``exec``; only the start of the window does, nothing waits in a nested one."""
    return name == "ui/application.py" and isinstance(node, ast.Call) and ast.unparse(node) == "application.exec()"


def test_that_no_text_is_evaluated_and_no_shell_is_asked() -> None:
    found = [(name, node) for name, node in nodes(ast.Call) if called(node) in {"eval", "exec", "system", "popen"}]
    assert [name for name, node in found if not _is_the_loop_of_qt(name, node)] == []
    assert [
        name
        for name, node in nodes(ast.Call)
        if isinstance(node, ast.Call)
        and any(word.arg == "shell" and not _is_false(word.value) for word in node.keywords)
    ] == []


TIPS, LABELS = "ui/widgets/tips.py", "ui/widgets/labels.py"
TELLERS = {"setToolTip", "setWhatsThis", "setHtml", "showText"}


def test_that_what_the_pointer_is_told_is_made_plain_in_one_place() -> None:
    """Qt takes a text that looks like HTML for it, and names of tiles, templates and messages come from strangers."""
    calls = {name for name, node in nodes(ast.Call) if called(node) in TELLERS}
    handed = {name for name, node in nodes(ast.Attribute) if isinstance(node, ast.Attribute) and node.attr in TELLERS}
    assert calls | handed <= {TIPS}
    answering = {name for name, node in nodes(ast.Attribute) if getattr(node, "attr", "") == "ToolTipRole"}
    assert answering
    assert answering <= {name for name, node in nodes(ast.Call) if called(node) == "plain_tip"}


def test_that_labels_of_the_window_are_plain_text() -> None:
    """`widgets.labels.Label` is; Qt's own looks whether its text be HTML."""
    made = {name for name, node in nodes(ast.Call) if called(node) in {"QLabel", "QMessageBox", "QTextBrowser"}}
    derived = {
        name
        for name, node in nodes(ast.ClassDef)
        if isinstance(node, ast.ClassDef) and any(called(base) == "QLabel" for base in node.bases)
    }
    assert made | derived == {LABELS}


def test_that_no_window_is_asked_for_its_focus() -> None:
    """PySide6 6.11 takes what `QWidget.focusWidget` and `QWindow.focusObject` return for a child of the one that was
    asked, and windows that were asked have died when they were closed. `ui.keyboard` knows it, and the application.
    """
    asked = [
        f"{name}:{node.lineno}"
        for name, node in nodes(ast.Call)
        if isinstance(node.func, ast.Attribute)
        and node.func.attr in {"focusWidget", "focusObject"}
        and ast.unparse(node.func.value) != "QApplication"
    ]
    assert asked == []


def test_that_every_module_takes_annotations_as_text() -> None:
    """Else a name that only the type checker sees would have to exist at run time."""
    without = [
        name
        for name, tree in modules().items()
        if any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)
        and not any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body)
    ]
    assert without == []


def test_that_no_sentence_has_its_values_in_it_before_it_is_said() -> None:
    """No catalogue can match ``f"The frame is {side} pixels wide."``: problems, fixes and errors are literals or `say`.

    The command line speaks English.
    """
    places = script().text_places({name: tree for name, tree in modules().items() if not name.startswith("cli/")})
    found = [
        f"{name}:{argument.lineno}"
        for name, node in nodes(ast.Call)
        if isinstance(node, ast.Call) and not name.startswith("cli/")
        for argument in script().arguments(node, places)
        if _is_put_together(argument)
    ]
    assert found == []


def test_that_what_is_said_is_written_where_it_is_said() -> None:
    """Else translators do not find it. A function that takes a ``template`` hands it on."""
    found = [
        f"{name}:{node.lineno}"
        for name, node in nodes(ast.Call)
        if isinstance(node, ast.Call) and called(node) == "say" and isinstance(node.func, ast.Name)
        if not (node.args and (list(script().literals(node.args[0])) or called(node.args[0]) == "template"))
        if not _is_another_say(name)
    ]
    assert found == []


WHAT = {"storage_error": 1, "translated": 1, "Call": 0, "refusal": 0, "bad_reply": 0}
"""Which argument says what was being done, as in "Cannot read a.mp4": it becomes a part of the sentence."""


def test_that_what_was_being_done_is_said_in_words_for_translators() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, node in nodes(ast.Call)
        if isinstance(node, ast.Call) and called(node) in WHAT
        for argument in node.args[WHAT[called(node)] :][:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    assert found == []


def _is_another_say(name: str) -> bool:
    """A module of the window with a function of that name of its own."""
    return any(isinstance(node, ast.FunctionDef) and node.name == "say" for node in ast.walk(modules()[name]))


def _is_put_together(value: ast.expr) -> bool:
    """An f-string, a sum, ``"…".format()`` or ``"…".join()``, also as one of two choices."""
    if isinstance(value, ast.IfExp):
        return _is_put_together(value.body) or _is_put_together(value.orelse)
    if isinstance(value, ast.Call):
        return called(value) in {"format", "join", "replace", "strip", "rstrip"}
    return isinstance(value, ast.JoinedStr | ast.BinOp)


def _reads_environment(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "os" and any(alias.name in READERS for alias in node.names)
    return isinstance(node, ast.Attribute) and node.attr in READERS and called(node.value) == "os"


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is False
