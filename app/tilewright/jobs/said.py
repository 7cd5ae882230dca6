"""Sentences of ours as the ledger keeps them beside their English: of what they are made, for the window's language."""

from __future__ import annotations

import json
from typing import Any

from ..errors import AppError
from ..text import Text, say


def whole(error: AppError) -> str:
    """What happened and what to do about it, as one sentence."""
    return say("{message} {hint}", message=error.message, hint=error.hint) if error.hint else error.message


def pack(message: object) -> str:
    """Template and values of ``message`` as JSON; empty for what somebody else said, which is nothing but its words."""
    if not isinstance(message, Text):
        return ""
    return json.dumps(_parts(message), ensure_ascii=False, separators=(",", ":"))


def unpack(packed: str, message: str) -> str:
    """``message`` as the text that ``pack`` was given. What does not make that very sentence any more is left aside."""
    try:
        text = _text(json.loads(packed)) if packed else None
    except (ValueError, LookupError, AttributeError, TypeError):  # whoever wrote it: it is only a help
        return message
    return text if text is not None and str(text) == message else message


def _parts(text: Text) -> list[object]:
    values = {name: _parts(value) if isinstance(value, Text) else value for name, value in text.values.items()}
    return [text.template, values] if values else [text.template]


def _text(parts: list[Any]) -> Text:
    template, values = parts[0], parts[1] if len(parts) > 1 else {}
    return Text(template, {name: _text(value) if isinstance(value, list) else value for name, value in values.items()})
