"""What can go wrong between the client and a service, told in typed errors and without secrets."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from support import fault_proxy as faults
from support.builders import LOCAL, composition
from support.fault_proxy import FaultProxy, Say, fault_proxy
from support.local_cloud import local_cloud
from tilewright.cloud.client import Client
from tilewright.cloud.connection import Call
from tilewright.errors import BadReply, CloudError, NoAnswer, Rejected, Unreachable
from tilewright.jobs.wish import make_wish
from tilewright.wire.faults import write_fault
from tilewright.wire.signature import Keys, claim_of_query

BODY = make_wish(composition()).request
IDS = (("x-ci-request-id", "NjA"), ("Content-Type", "application/xml"))


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Keys]]:
    with local_cloud(tmp_path_factory.mktemp("cloud")) as made:
        yield made.endpoint.address, Keys(made.endpoint.secret_id, made.endpoint.secret_key)


@pytest.fixture
def proxy(cloud: tuple[str, Keys]) -> Iterator[FaultProxy]:
    with fault_proxy(cloud[0]) as made:
        yield made


@pytest.fixture
def client(cloud: tuple[str, Keys], proxy: FaultProxy) -> Iterator[Client]:
    with Client(LOCAL, cloud[1], proxy.address, sleep=lambda _: None, read_timeout=2) as made:
        yield made


def span(client: Client) -> tuple[int, int]:
    now = int(client.service_now)
    return now - 5, now + 5


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_that_a_refused_connection_means_that_nothing_was_sent(cloud: tuple[str, Keys]) -> None:
    with (
        Client(LOCAL, cloud[1], f"http://127.0.0.1:{free_port()}") as client,
        pytest.raises(Unreachable, match="connection refused"),
    ):
        client.submit(BODY, span(client))


def test_that_an_unknown_name_means_that_nothing_was_sent(cloud: tuple[str, Keys]) -> None:
    with (
        Client(LOCAL, cloud[1], "http://nobody.invalid", tries=1) as client,
        pytest.raises(Unreachable, match="name is not known"),
    ):
        client.submit(BODY, span(client))


def test_that_failing_tls_means_that_nothing_was_sent(cloud: tuple[str, Keys]) -> None:
    """The service behind the address does not speak TLS at all."""
    secure = cloud[0].replace("http:", "https:")
    with Client(LOCAL, cloud[1], secure) as client, pytest.raises(Unreachable, match="no safe connection"):
        client.submit(BODY, span(client))


@pytest.mark.parametrize("fault", [faults.LOSE_ANSWER, faults.DROP, faults.RESET, faults.RESET_AFTER, faults.CUT])
def test_that_a_break_after_sending_is_never_called_unreachable(
    client: Client, proxy: FaultProxy, fault: faults.Fault
) -> None:
    proxy.faults.append(fault)
    with pytest.raises(NoAnswer):
        client.submit(BODY, span(client))
    assert proxy.seen == 1


def test_that_a_reset_in_the_middle_of_the_request_is_never_called_unreachable(cloud: tuple[str, Keys]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take_and_close() -> None:
            connection, _ = server.accept()
            connection.recv(50)
            connection.close()

        thread = threading.Thread(target=take_and_close)
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        with Client(LOCAL, cloud[1], address) as client, pytest.raises(NoAnswer):
            client.submit(BODY * 2000, span(client))
        thread.join()


def test_that_silence_ends_in_time(client: Client, proxy: FaultProxy) -> None:
    proxy.faults.append(faults.HOLD)
    with pytest.raises(NoAnswer, match="in time"):
        client.submit(BODY, span(client))


@pytest.mark.parametrize("fault", [faults.DRIP, faults.DRIP_HEAD])
def test_that_an_answer_that_drips_is_given_up(cloud: tuple[str, Keys], proxy: FaultProxy, fault: faults.Fault) -> None:
    """Each byte comes in time, so that no read times out; all of it would take minutes."""
    proxy.faults.append(fault)
    with Client(LOCAL, cloud[1], proxy.address, read_timeout=2, reply_seconds=0.5) as client:
        began = time.monotonic()
        with pytest.raises(NoAnswer):
            client.submit(BODY, span(client))
        assert 0.5 <= time.monotonic() - began < 5


@pytest.mark.parametrize(
    "say",
    [faults.HTML_OK, faults.BAD_GATEWAY, Say(200), Say(200, b"<Response><JobsDetail>"), Say(204), faults.REDIRECT],
)
def test_that_a_strange_answer_keeps_status_and_beginning(client: Client, proxy: FaultProxy, say: Say) -> None:
    proxy.faults_of_reads.extend([say] * 10)
    with pytest.raises(BadReply) as caught:
        client.list_jobs()
    assert caught.value.status == say.status
    assert caught.value.start == say.body.decode()[:200]
    assert len(proxy.calls) == 4


def test_that_of_a_page_only_its_words_are_told(client: Client, proxy: FaultProxy) -> None:
    page = b"<!DOCTYPE html><html><style>p {color: red}</style><body><p>Please&nbsp;sign\nin</p></body></html>"
    told = []
    for body in (page, b"no such route", b"<Answer>17</Answer>", b""):
        proxy.faults_of_reads.extend([Say(502, body)] * 4)
        with pytest.raises(BadReply) as caught:
            client.list_jobs()
        told.append(caught.value.message)
    assert told == [
        "Cannot list the jobs: the answer (status 502) is not one of the service. It says: “Please sign in”.",
        "Cannot list the jobs: the answer (status 502) is not one of the service. It says: “no such route”.",
        "Cannot list the jobs: the answer (status 502) is not one of the service.",
        "Cannot list the jobs: the answer (status 502) is not one of the service, and it is empty.",
    ]


def test_that_an_answer_about_another_job_is_none(client: Client, proxy: FaultProxy) -> None:
    other = b"<Response><JobsDetail><JobId>j2</JobId><State>Success</State></JobsDetail></Response>"
    proxy.faults_of["query"].append(Say(200, other, headers=IDS))
    with pytest.raises(BadReply, match="is about another job"):
        client.query(["j1"], tries=1)


def test_that_only_the_service_can_say_yes_to_a_cancel(client: Client, proxy: FaultProxy) -> None:
    """Whoever asks for a page to sign in at says it with status 200."""
    proxy.faults_of["cancel"].append(faults.HTML_OK)
    with pytest.raises(BadReply, match="Please sign in"):
        client.cancel("j1")


def test_that_redirects_are_not_followed(client: Client, proxy: FaultProxy) -> None:
    proxy.faults.append(Say(307, b"", headers=(("Location", proxy.address + "/jobs"),)))
    assert client.submit(BODY, span(client)).status == 307
    assert proxy.seen == 1


def test_that_a_huge_answer_is_not_swallowed(client: Client, proxy: FaultProxy) -> None:
    proxy.faults_of_reads.extend([Say(200, b"<Response>" + b" " * 5_000_000 + b"</Response>")] * 4)
    with pytest.raises(NoAnswer, match="4 MiB"):
        client.list_jobs()


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (403, "SignatureDoesNotMatch", "SecretKey does not belong"),
        (403, "InvalidAccessKeyId", "does not know the SecretId"),
        (404, "NoSuchBucket", "no such bucket"),
        (403, "QueueSaturated", "queue of the bucket is full"),
        (451, "UnavailableForLegalReasons", "blocked for this account"),
        (402, "PaymentRequired", "no money left"),
        (400, "1106", "QueueNotFound"),
        (418, "NeverHeardOf", "NeverHeardOf"),
    ],
)
def test_that_a_refusal_is_a_sentence_with_its_code_and_number(
    client: Client, proxy: FaultProxy, status: int, code: str, words: str
) -> None:
    proxy.faults_of_reads.append(Say(status, write_fault(code, "said so", "NjA", resource=None), headers=IDS))
    with pytest.raises(Rejected, match=words) as caught:
        client.list_jobs()
    assert (caught.value.status, caught.value.request_id) == (status, "NjA")
    assert "NjA" in caught.value.message
    assert len(proxy.calls) == 1


def test_that_wrong_keys_are_refused_by_the_service_itself(cloud: tuple[str, Keys]) -> None:
    with Client(LOCAL, Keys(cloud[1].secret_id, "wrong"), cloud[0]) as client, pytest.raises(Rejected) as caught:
        client.list_objects()
    assert caught.value.code == "SignatureDoesNotMatch"
    assert "SecretKey" in caught.value.hint
    with Client(LOCAL, Keys("wrong", "wrong"), cloud[0]) as client, pytest.raises(Rejected):
        client.list_jobs()


def test_that_reading_is_tried_again_and_only_so_often(client: Client, proxy: FaultProxy) -> None:
    busy = Say(429, write_fault("SlowDown", "", "r", resource=None), headers=IDS)
    proxy.faults_of_reads.extend([busy, faults.DROP, Say(503)])
    assert client.list_jobs()[1].next_token == ""
    assert len(proxy.calls) == 4
    proxy.faults_of_reads.extend([faults.DROP] * 4)
    with pytest.raises(NoAnswer):
        client.list_jobs()
    assert len(proxy.calls) == 8


def test_that_a_wrong_clock_is_corrected_once(cloud: tuple[str, Keys], proxy: FaultProxy) -> None:
    with Client(LOCAL, cloud[1], proxy.address, now=lambda: time.time() - 100_000) as client:
        assert client.list_jobs()[1].next_token == ""
        assert client.offset == pytest.approx(100_000, abs=2)
        assert len(proxy.calls) == 2
        client.list_jobs()
        assert len(proxy.calls) == 3


def test_that_a_proxys_clock_is_not_believed(client: Client, proxy: FaultProxy) -> None:
    late = (("Date", "Mon, 01 Jan 2035 00:00:00 GMT"),)
    proxy.faults_of_reads.extend([Say(502, b"<html/>", headers=late)] * 4)
    with pytest.raises(BadReply):
        client.list_jobs()
    assert client.offset == 0.0


def test_that_proxies_of_the_environment_do_not_come_between_us_and_loopback(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    assert client.list_jobs()[1].next_token == ""


def test_that_passwords_of_a_netrc_do_not_replace_the_signature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login me password mine\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with Client(LOCAL.replace(local=False), Keys("id", "sk")) as client:
        connection = client._connection
        session = connection._session(False)
        call = Call("look", "GET", LOCAL.cos_host, "/a")
        prepared = session.prepare_request(connection._request(call, None))
    assert session.trust_env
    assert prepared.headers["authorization"].startswith("q-sign-algorithm=")


class _All(logging.Handler):
    def __init__(self) -> None:
        super().__init__(0)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {record.args} {record.exc_text}")


def test_that_no_secret_shows_in_logs_errors_or_repr(
    proxy: FaultProxy, cloud: tuple[str, Keys], tmp_path: Path
) -> None:
    keys = Keys(cloud[1].secret_id, cloud[1].secret_key, "TOKEN-OF-MINE")
    handler, root = _All(), logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(1)
    shown: list[str] = []
    try:
        with Client(LOCAL, keys, proxy.address, sleep=lambda _: None) as client:
            proxy.faults.extend([faults.DROP, faults.HTML_OK])
            proxy.faults_of_reads.extend([faults.PASS, faults.BAD_GATEWAY, faults.CUT, faults.RESET, faults.DROP])
            (tmp_path / "a").write_bytes(b"a")
            for ask in (
                lambda: client.submit(BODY, span(client)),
                lambda: client.submit(BODY, span(client)),
                lambda: client.list_jobs(),
                lambda: client.list_jobs(),
                lambda: client.put_file("a", tmp_path / "a"),
                lambda: client.get_file("a", tmp_path / "b"),
                lambda: client.head("nothing"),
            ):
                try:
                    ask()
                except CloudError as error:
                    shown += [repr(error), "".join(traceback.format_exception(error))]
            shown += [repr(client), repr(keys), str(vars(client))]
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    everything = "\n".join([*handler.lines, *shown])
    assert "GET" in everything
    for secret in (keys.secret_key, "TOKEN-OF-MINE", "q-signature", "q-ak", "uthorization: "):
        assert secret not in everything


def test_that_a_presigned_address_opens_the_object_for_a_short_time_only() -> None:
    keys = Keys("id", "sk", "token")
    with Client(LOCAL, keys) as client:
        address = urlsplit(client.presigned_get("课/a b.mp4", 100_000))
    params = dict(parse_qsl(address.query, keep_blank_values=True))
    claim = claim_of_query(params)
    assert claim is not None
    assert address.hostname == LOCAL.cos_host
    assert address.path == "/%E8%AF%BE/a%20b.mp4"
    assert claim.sign_time[1] - claim.sign_time[0] <= 960
    assert params["x-cos-security-token"] == "token"


def test_that_the_token_goes_under_the_name_that_each_host_knows(cloud: tuple[str, Keys]) -> None:
    got: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            for _ in range(2):
                connection, _ = server.accept()
                with connection:
                    got.append(connection.recv(65536))
                    connection.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nx-cos-request-id: r\r\n\r\n")

        thread = threading.Thread(target=listen)
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        with Client(LOCAL, Keys("id", "sk", "token"), address, tries=1) as client:
            assert client.head("a") is None
            client.submit(BODY, span(client))
        thread.join()
    on_cos, on_ci = (text.lower() for text in got)
    assert b"x-cos-security-token: token" in on_cos
    assert f"host: {LOCAL.cos_host}".encode() in on_cos
    assert b"x-ci-security-token: token" in on_ci
    assert b"x-cos-security-token" not in on_ci
    assert b"connection: close" in on_ci
    assert f"host: {LOCAL.ci_host}".encode() in on_ci
    assert b"q-header-list=" in on_ci
    assert b"host" in on_ci.partition(b"q-header-list=")[2].partition(b"&")[0]


def test_that_tls_is_checked(cloud: tuple[str, Keys]) -> None:
    assert ssl.create_default_context().verify_mode is ssl.CERT_REQUIRED
    with Client(LOCAL, cloud[1]) as client:
        session = client._connection._new_session()
        assert session.verify is True
        session.close()


@pytest.mark.parametrize(
    "keys",
    [
        Keys("hunter2\nX: y", "hunter2"),
        Keys("hunter2\u4e00", "hunter2"),
        Keys("id", "hunter2", "hunter2\r\nX: y"),
        Keys("id", "hunter2", "hunter2\u4e00"),
    ],
)
@pytest.mark.parametrize("submits", [True, False])
def test_that_keys_that_cannot_be_sent_are_never_shown(
    proxy: FaultProxy,
    keys: Keys,
    submits: bool,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    with Client(LOCAL, keys, proxy.address) as client, pytest.raises(Unreachable) as caught:
        if submits:
            client.submit(BODY, span(client))
        else:
            client.query(["j1"], tries=1)
    told = "".join(traceback.format_exception(caught.value, chain=True))
    out, err = capfd.readouterr()
    assert "hunter2" not in f"{told} {caught.value!r} {caplog.text} {out} {err}"
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert proxy.calls == []
