"""The page of whom the service tells about the job (ci-jobs §1.1, §1.7)."""

from __future__ import annotations

from collections.abc import Sequence

from ....checks.registry import View
from ...words import tr
from ..entry import Entry, Pair, Section
from ..kinds import choice
from ..page import Page, register


def _is_queue(view: View) -> bool:
    return (view.composition.callback_type or "").lower() == "tdmq"


def _off_address(view: View) -> str:
    return tr("Off because it goes to a message queue.") if _is_queue(view) else ""


def _off_queue(view: View) -> str:
    return "" if _is_queue(view) else tr("Only for a message queue.")


@register
class CallbackPage(Page):
    id = "callback"
    icon = "bell"
    order = 70
    prefixes = ("callback", "callback_format", "callback_type", "callback_mq")

    @classmethod
    def title(cls) -> str:
        return tr("Callback")

    def subtitle(self) -> str:
        return tr("Whom the service tells when the job has ended")

    def sections(self) -> Sequence[Section]:
        who = Entry(
            "callback_type",
            tr("Goes to"),
            choice(("Url", tr("An address")), ("TDMQ", tr("A message queue")), absent=tr("As set in the service")),
            name=tr("Kind of callback"),
            element="CallBackType",
        )
        address = Entry(
            "callback",
            tr("Address"),
            name=tr("Callback address"),
            hint=tr("A web address that the service can reach. Type “no” to tell nobody."),
            default=tr("As set in the service"),
            element="CallBack",
            off=_off_address,
        )
        form = Entry(
            "callback_format",
            tr("Format"),
            choice("XML", "JSON", absent=tr("Default: XML")),
            name=tr("Format of the callback"),
            element="CallBackFormat",
        )
        region = Entry(
            "callback_mq.mq_region",
            tr("Region"),
            choice("sh", "bj", "gz", "cd", "hk", absent=tr("Not set")),
            name=tr("Region of the message queue"),
            element="CallBackMqConfig.MqRegion",
            off=_off_queue,
        )
        mode = Entry(
            "callback_mq.mq_mode",
            tr("Mode"),
            choice(("Queue", tr("Queue")), ("Topic", tr("Topic")), absent=tr("Default")),
            name=tr("Mode of the message queue"),
            element="CallBackMqConfig.MqMode",
            off=_off_queue,
        )
        name = Entry(
            "callback_mq.mq_name",
            tr("Name"),
            name=tr("Name of the message queue"),
            element="CallBackMqConfig.MqName",
            off=_off_queue,
        )
        return (
            Section("", (who, address, form)),
            Section(tr("Message queue"), (Pair(region, mode), name)),
        )
