"""The verbs: each a module with its ``VERB``, imported when it is wanted."""

from __future__ import annotations

from importlib import import_module

from ..verb import Verb

_MODULES = {"import": "import_request"}
"""Where the verb's name is none for a module."""


def verb(name: str) -> Verb:
    """The verb of that name, one of ``NAMES``; imports what it needs and nothing of the others."""
    found: Verb = import_module(f".{_MODULES.get(name, name)}", __name__).VERB
    return found
