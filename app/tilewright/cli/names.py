"""The names of the verbs, without the verbs: a window or a verb starts before anything of the others is imported."""

from __future__ import annotations

NAMES = (
    "new",
    "layouts",
    "check",
    "xml",
    "import",
    "render",
    "submit",
    "jobs",
    "status",
    "cancel",
    "fetch",
    "bucket",
    "template",
    "queue",
    "serve",
    "doctor",
)
"""What a verb of the command line is, in the order of the help."""
