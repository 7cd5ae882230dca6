"""Refusals of the service, each given by the fault proxy over HTTP, and what a user is told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.builders import LOCAL, composition
from support.failure_cases import MESSAGES, SERVICE
from support.fault_proxy import FaultProxy, Say, fault_proxy
from support.local_cloud import local_cloud
from tilewright.cloud.client import Client
from tilewright.errors import AppError, Rejected
from tilewright.failures.entry import Failure
from tilewright.failures.explain import explain_error
from tilewright.jobs.verdict import Refused, classify
from tilewright.jobs.wish import make_wish
from tilewright.wire.faults import write_fault
from tilewright.wire.signature import Keys

IDS = (("x-ci-request-id", "NjA"),)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultProxy]:
    with local_cloud(tmp_path_factory.mktemp("cloud")) as cloud, fault_proxy(cloud.endpoint.address) as proxy:
        yield proxy


@pytest.fixture
def client(proxy: FaultProxy) -> Iterator[Client]:
    proxy.faults_of_reads.clear()
    with Client(LOCAL, Keys("id", "key"), proxy.address, tries=1, sleep=lambda _: None) as client:
        yield client


def told(error: AppError) -> Failure:
    failure = explain_error(error)
    assert failure is not None
    for sentence in (failure.what, failure.why, failure.cure):
        assert sentence.endswith((".", "?")), sentence
    return failure


def said(status: int, code: str, message: str, *more: tuple[str, str]) -> Say:
    return Say(status, write_fault(code, message, "NjA", resource=None), headers=(*IDS, *more))


@pytest.mark.parametrize(("section", "status", "code", "expected"), SERVICE)
def test_that_every_code_of_the_service_is_explained(
    section: str, status: int, code: str, expected: str, client: Client, proxy: FaultProxy
) -> None:
    message = code if code == "Request has expired" else "Said so."
    code = "AccessDenied" if code == "Request has expired" else code
    proxy.faults_of_reads.extend([said(status, code, message)] * 2)  # one for the clock is asked again
    calls: dict[str, Callable[[], object]] = {
        "9.4": client.list_objects,
        "local": client.list_objects,
        "templates": client.list_templates,
        "queues": client.list_queues,
    }
    with pytest.raises(Rejected) as caught:
        calls.get(section, client.list_jobs)()
    failure = told(caught.value)
    assert failure.id == expected
    assert message in failure.words
    assert failure.what in caught.value.message
    assert "NjA" in caught.value.message


CALLS: dict[str, Callable[[Client], object]] = {
    "ask": lambda client: client.query(["j1"]),
    "list": lambda client: client.list_jobs(),
    "cancel": lambda client: client.cancel("j1"),
    "browse": lambda client: client.list_objects(),
}


@pytest.mark.parametrize(
    ("status", "call", "expected"),
    [
        (404, "ask", "call-unknown"),
        (404, "cancel", "job-absent"),
        (404, "list", "call-unknown"),
        (404, "browse", "file-absent"),
        (408, "ask", "request-slow"),
        (408, "browse", "upload-slow"),
        (409, "list", "call-conflict"),
        (409, "browse", "path-conflict"),
    ],
)
def test_that_a_status_without_a_code_means_what_it_means_for_that_call(
    status: int, call: str, expected: str, client: Client, proxy: FaultProxy
) -> None:
    proxy.faults_of_reads.append(Say(status, headers=IDS))
    with pytest.raises(Rejected) as caught:
        CALLS[call](client)
    failure = told(caught.value)
    assert failure.id == expected
    assert failure.what in caught.value.message


@pytest.mark.parametrize(("code", "message", "expected"), MESSAGES)
def test_that_what_stands_in_the_message_counts_more(
    code: str, message: str, expected: str, client: Client, proxy: FaultProxy
) -> None:
    proxy.faults_of_reads.extend([said(403, code, message)] * 2)
    with pytest.raises(Rejected) as caught:
        client.list_jobs()
    assert told(caught.value).id == expected


def test_that_a_wrong_clock_is_measured_and_told_in_minutes(proxy: FaultProxy) -> None:
    date = ("Date", "Sat, 28 Nov 2026 12:00:00 GMT")
    proxy.faults_of_reads.clear()
    proxy.faults_of_reads.extend([said(403, "RequestTimeTooSkewed", "", date)] * 2)
    ahead = datetime(2026, 11, 28, 12, 7, 10, tzinfo=UTC).timestamp()
    with (
        Client(LOCAL, Keys("i", "k"), proxy.address, now=lambda: ahead) as client,
        pytest.raises(Rejected) as caught,
    ):
        client.list_jobs()
    assert told(caught.value).what == "This computer's clock is 7 min ahead of the service's."
    assert "7 min ahead" in caught.value.message


def test_that_each_call_names_the_permission_it_lacks(client: Client, proxy: FaultProxy, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"x")
    calls = {
        "ci:DescribeMediaJobs": client.list_jobs,
        "ci:DescribeMediaJob ": lambda: client.query(["j1"]),
        "ci:CancelMediaJob": lambda: client.cancel("j1"),
        "cos:HeadObject": lambda: client.head("a.mp4"),
        "cos:GetBucket": client.list_objects,
        "cos:PutObject": lambda: client.put_file("a.mp4", tmp_path / "a.mp4"),
        "cos:DeleteObject": lambda: client.delete("a.mp4"),
        "ci:DescribeMediaTemplates": client.list_templates,
        "ci:DescribeMediaQueues": client.list_queues,
    }
    for right, call in calls.items():
        proxy.faults_of_reads.append(said(403, "AccessDenied", "No."))
        with pytest.raises(Rejected) as caught:
            call()
        assert right in f"{told(caught.value).why} ".replace(",", " ")
        proxy.faults_of_reads.clear()


def test_that_a_submission_that_is_not_allowed_names_both_permissions(client: Client, proxy: FaultProxy) -> None:
    proxy.faults.append(said(403, "AccessDenied", "No."))
    wish = make_wish(composition())
    verdict = classify(client.submit(wish.request, (0, 1)), wish.mark)
    assert isinstance(verdict, Refused)
    assert "ci:CreateMediaJobs or cam:PassRole" in told(verdict.error).why
