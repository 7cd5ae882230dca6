"""The page of whom the service tells about the job, and of the job's own fields (ci-jobs §1.1, §1.2, §1.7)."""

from __future__ import annotations

from collections.abc import Sequence

from ....checks.output import MARK_ROOM, OWN_USER_DATA_LIMIT
from ....checks.registry import View
from ...words import tr
from ..entry import Entry, Section
from ..kinds import Kind, choice
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
    prefixes = ("callback", "callback_format", "callback_type", "callback_mq", "user_data", "job_level")

    @classmethod
    def title(cls) -> str:
        return tr("Callback & priority")

    @classmethod
    def short_title(cls) -> str:
        return tr("Callback")

    def subtitle(self) -> str:
        return tr("What the job is told, and whom the service tells when it has ended")

    def sections(self) -> Sequence[Section]:
        return (
            Section(tr("Callback"), self._callback()),
            Section(tr("Message queue"), self._queue(), is_advanced=True),
            Section(tr("Job"), self._job()),
        )

    def _callback(self) -> tuple[Entry, ...]:
        who = Entry(
            "callback_type",
            kind=choice(("Url", tr("An address")), ("TDMQ", tr("A message queue")), absent=tr("As set in the service")),
            hint=tr("What is set here wins over the settings of the queue."),
            element="CallBackType",
            is_advanced=True,
        )
        address = Entry(
            "callback",
            hint=tr("A web address that the service can reach. Type “no” to tell nobody."),
            default=tr("As set in the service"),
            element="CallBack",
            off=_off_address,
        )
        form = Entry(
            "callback_format",
            kind=choice("XML", "JSON", absent=tr("Default: XML")),
            hint=tr("How the message is written that the service sends."),
            element="CallBackFormat",
            is_advanced=True,
        )
        return address, who, form

    def _queue(self) -> tuple[Entry, ...]:
        region = Entry(
            "callback_mq.mq_region",
            kind=choice(
                ("sh", tr("Shanghai (sh)")),
                ("bj", tr("Beijing (bj)")),
                ("gz", tr("Guangzhou (gz)")),
                ("cd", tr("Chengdu (cd)")),
                ("hk", tr("Hong Kong (hk)")),
                absent=tr("Not set"),
            ),
            hint=tr("Where the queue lies"),
            element="CallBackMqConfig.MqRegion",
            off=_off_queue,
            needed=_is_queue,
        )
        mode = Entry(
            "callback_mq.mq_mode",
            kind=choice(("Queue", tr("Queue")), ("Topic", tr("Topic")), absent=tr("Default: Queue")),
            hint=tr("A queue has one reader, a topic many."),
            element="CallBackMqConfig.MqMode",
            off=_off_queue,
            needed=_is_queue,
        )
        name = Entry(
            "callback_mq.mq_name",
            hint=tr("Of the queue or topic in TDMQ"),
            tells_parent=True,
            element="CallBackMqConfig.MqName",
            off=_off_queue,
            needed=_is_queue,
        )
        return region, mode, name

    def _job(self) -> tuple[Entry, ...]:
        note = Entry(
            "user_data",
            kind=Kind(most=OWN_USER_DATA_LIMIT),
            hint=tr(
                "English letters, digits and signs. It comes back with the job; {count} characters more are kept for "
                "the mark that finds it again."
            ).format(count=MARK_ROOM),
            element="UserData",
            is_advanced=True,
        )
        level = Entry(
            "job_level",
            kind=choice((0, tr("0, usual")), (1, tr("1, earlier")), (2, tr("2, first")), absent=tr("Default: 0")),
            hint=tr("Higher ones leave the queue earlier."),
            element="JobLevel",
        )
        return level, note
