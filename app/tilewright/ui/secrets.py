"""Addresses that come with a signature or a token: wherever one enters the window, it is told what is left out."""

from __future__ import annotations

from .report import Report
from .words import tr


def tell_cleaned(report: Report) -> None:
    """A signature, a token or a user name was left out of an address."""
    told = tr("The signature or token in the address was left out.")
    report.say(told, tr("It would expire, and whoever has it can read the video: it is not stored."))
