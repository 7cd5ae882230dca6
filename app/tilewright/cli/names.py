"""The names of the verbs, without the verbs: the window is to be seen before anything of theirs is imported."""

from __future__ import annotations

NAMES = frozenset(
    {
        "bucket",
        "cancel",
        "check",
        "doctor",
        "fetch",
        "import",
        "jobs",
        "layouts",
        "new",
        "render",
        "serve",
        "status",
        "submit",
        "xml",
    }
)
