"""What the user types to find jobs, as a question to the history."""

from __future__ import annotations

from ...jobs.wanted import Term
from ...model.states import State
from ..words import tr
from .wording import state_words


def terms_of(text: str) -> tuple[Term, ...]:
    """Each word is looked for in the texts of a job, in the words of its state, and in the name of the local cloud."""
    words = {state: word.casefold() for state, word in state_words().items()}
    local = tr("Local cloud").casefold()
    return tuple(_term(word, words, local) for word in text.casefold().split())


def _term(text: str, words: dict[State, str], local: str) -> Term:
    return Term(text, frozenset(state for state, word in words.items() if text in word), is_local=text in local)
