"""One request in everything that may contain one, for what reads it there."""

from __future__ import annotations

import json
import re
import shlex

from tilewright.wire.request import read_request

REQUEST = (
    "<Request><Tag>VideoSynthesis</Tag><Operation><VideoSynthesis><KeepAudioTrack>true</KeepAudioTrack><SpliceInfo>"
    "<Url>https://a-1.cos.r.myqcloud.com/1.mp4</Url><X>0</X><Width>640</Width><Name>it's &quot;é&quot; 第七课</Name>"
    "</SpliceInfo><SpliceInfo><Url>https://a-1.cos.r.myqcloud.com/2.mp4</Url><X>640</X></SpliceInfo></VideoSynthesis>"
    "<Output><Region>r</Region><Bucket>a-1</Bucket><Object>out/${ext}</Object></Output>"
    "<UserData>my $data `here`</UserData></Operation></Request>"
)
TILES = read_request(REQUEST.encode()).composition.tiles

_OPERATION = REQUEST[REQUEST.index("<Operation>") : REQUEST.index("</Request>")]
_RESULT = "<MediaResult><OutputFile><ObjectName>o</ObjectName></OutputFile></MediaResult></Operation>"
DETAIL = (
    "<JobsDetail><Code>Success</Code><JobId>j7</JobId><State>Success</State><Tag>VideoSynthesis</Tag>"
    f"{_OPERATION.replace('</Operation>', _RESULT)}</JobsDetail>"
)
REPLY = f'<?xml version="1.0" encoding="utf-8"?>\n<Response>\n{DETAIL}\n</Response>'
CALLBACK = f"<Response><EventName>TaskFinish</EventName>{DETAIL}</Response>"

NODES = {
    "Tag": "VideoSynthesis",
    "Operation": {
        "VideoSynthesis": {
            "KeepAudioTrack": "true",
            "SpliceInfo": [
                {
                    "Url": "https://a-1.cos.r.myqcloud.com/1.mp4",
                    "X": "0",
                    "Width": 640,
                    "Name": 'it\'s "é" 第七课',
                },
                {"Url": "https://a-1.cos.r.myqcloud.com/2.mp4", "X": 640},
            ],
        },
        "Output": {"Region": "r", "Bucket": "a-1", "Object": "out/${ext}"},
        "UserData": "my $data `here`",
    },
}
JSON_CALLBACK = json.dumps(
    {"EventName": "TaskFinish", "JobsDetail": [{"JobId": "j7", "State": "Success", **NODES}]}, ensure_ascii=False
)

SECRET = "AKIDsecretsecretsecret"
"""Stands in every header and address of a carrier that must not be kept."""

_AUTHORIZATION = f"q-sign-algorithm=sha1&q-ak={SECRET}&q-signature={SECRET}"
HEADERS = (
    f"Host: a-1.ci.r.myqcloud.com\nAuthorization: {_AUTHORIZATION}\nCookie: session={SECRET}\n"
    f"x-cos-security-token: {SECRET}\nContent-Type: application/xml\n"
)


def dump(start: str, body: str, more: str = "", end: str = "\r\n") -> bytes:
    head = f"{start}\n{HEADERS}{more}\n".replace("\n", end)
    return (head + body).encode()


def chunked(body: str, size: int = 100, end: str = "\r\n") -> str:
    """``body`` in chunks; sizes are those of its bytes, so it is cut between letters of ASCII."""
    data = body.encode("ascii", "xmlcharrefreplace").decode()
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return "".join(f"{len(piece):x}{end}{piece}{end}" for piece in [*pieces, ""]) + end


def _post(body: str, **more: str) -> bytes:
    return dump("POST /jobs HTTP/1.1", body, **more)


def for_cmd(word: str) -> str:
    """As browsers write a word for cmd.exe."""
    quoted = word.replace("\\", "\\\\").replace('"', '\\"')
    return '^"' + re.sub(r"[^a-zA-Z0-9\s_:=+~'/.,?;()*`-]", r"^\g<0>", quoted).replace("\n", "^\n\n") + '^"'


_TALK = (
    "*   Trying 127.0.0.1:80...\n> GET /jobs/j7 HTTP/1.1\n> Host: h\n> Authorization: "
    f"{_AUTHORIZATION}\n>\n* Request completely sent off\n< HTTP/1.1 200 OK\n< Content-Type: application/xml\n< \n"
    f"{REPLY}* Connection #0 to host h left intact\n"
)
_CURL = f"curl -sS -X POST 'https://h/jobs?q-ak={SECRET}&q-signature={SECRET}' -H 'Authorization: {_AUTHORIZATION}'"
_PIECES = REQUEST.replace("><", ">\0<").split("\0")

CARRIERS: dict[str, tuple[bytes, str]] = {
    "request": (REQUEST.encode(), ""),
    "request in UTF-16": (REQUEST.encode("utf-16"), ""),
    "answer": (REPLY.encode(), "It was an answer about job j7, whose state is Success."),
    "one job": (DETAIL.encode(), "It was an answer about job j7, whose state is Success."),
    "callback": (CALLBACK.encode(), "It was a callback of job j7, whose state is Success."),
    "callback as JSON": (JSON_CALLBACK.encode(), "It was a callback of job j7, whose state is Success."),
    "JSON of an SDK": (json.dumps(NODES).encode(), "It was a request as JSON."),
    "JSON in Request": (json.dumps({"Request": NODES}, indent=2).encode(), "It was a request as JSON."),
    "JSON in body": (json.dumps({"body": NODES}).encode(), "It was a request as JSON."),
    "JSON in Body in Request": (json.dumps({"Body": {"Request": NODES}}).encode(), "It was a request as JSON."),
    "dict of Python": (f"{NODES!r}".encode(), "It was a request as JSON."),
    "dict in source of Python": (
        f"# sends it\nbody = {NODES!r}\nclient.post(body)  # once\n".encode(),
        "It was found in the middle of a text.",
    ),
    "call of an SDK": (
        f"log = {{'level': 1}}\nclient.ci_create_media_jobs(Bucket='b', Jobs={NODES!r}, L={{}})\n".encode(),
        "It was found in the middle of a text.",
    ),
    "line of a log with JSON": (
        f'INFO {{"level":"info"}} it\'s sent }} {json.dumps(NODES)} took {{3}} ms }}\n'.encode(),
        "It was found in the middle of a text.",
    ),
    "the second Operation of a log": (
        f'{{"Operation": "send"}} {json.dumps({"Request": NODES})}'.replace(
            '{"Operation', 'DEBUG {"Operation'
        ).encode(),
        "It was found in the middle of a text.",
    ),
    "XML in JSON": (json.dumps({"method": "POST", "body": REQUEST}).encode(), ""),
    "dump of a request": (_post(REQUEST), "It was taken out of a record of HTTP."),
    "dump with line feeds": (_post(REQUEST, end="\n"), "It was taken out of a record of HTTP."),
    "dump of an answer": (dump("HTTP/1.1 200 OK", REPLY), "It was taken out of a record of HTTP."),
    "dump of a callback": (
        dump("POST /done?token=t HTTP/1.1", JSON_CALLBACK, "Content-Type: application/json\n"),
        "It was taken out of a record of HTTP.",
    ),
    "dump in chunks": (
        _post(chunked(REQUEST), more="Transfer-Encoding: chunked\n"),
        "It was taken out of a record of HTTP.",
    ),
    "dump in chunks, with line feeds": (
        _post(chunked(REQUEST, end="\n"), more="Transfer-Encoding: chunked\n", end="\n"),
        "It was taken out of a record of HTTP.",
    ),
    "dump that is no more in chunks": (
        _post(REQUEST, more="Transfer-Encoding: chunked\n"),
        "It was taken out of a record of HTTP.",
    ),
    "dump of a question and its answer": (
        dump("GET /jobs/j7 HTTP/1.1", "") + dump("HTTP/1.1 200 OK", REPLY),
        "It was taken out of a record of HTTP.",
    ),
    "what curl -v prints": (_TALK.encode(), "It was taken out of a record of HTTP."),
    "curl --data": (f"{_CURL} --data {shlex.quote(REQUEST)}".encode(), "It was taken out of a curl command."),
    "curl -d attached": (f"{_CURL} -d{shlex.quote(REQUEST)}\n".encode(), "It was taken out of a curl command."),
    "curl --data-raw=": (f"{_CURL} --data-raw={shlex.quote(REQUEST)}".encode(), "It was taken out of a curl command."),
    "curl over several lines": (
        f"$ curl -sS \\\n -u id:{SECRET} \\\r\n --data-binary \\\n{shlex.quote(REQUEST)} \\\n https://h/jobs\n".encode(),
        "It was taken out of a curl command.",
    ),
    "curl with double quotes": (
        (
            'curl --data "'
            + REQUEST.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$").replace("`", "\\`")
            + '" h'
        ).encode(),
        "It was taken out of a curl command.",
    ),
    "curl for cmd": (
        (
            f"curl --location -X POST {for_cmd(f'https://h/jobs?q-signature={SECRET}')} ^\r\n"
            f"  -H {for_cmd(f'Authorization: {_AUTHORIZATION}')} ^\r\n  --data-raw {for_cmd(REQUEST)}\r\n"
        ).encode(),
        "It was taken out of a curl command.",
    ),
    "curl with $''": (
        (
            "curl --data-raw $'" + REQUEST.replace("'", "\\'").replace("é", "\\xc3\\xa9").replace("><", ">\\n<") + "' h"
        ).encode(),
        "It was taken out of a curl command.",
    ),
    "curl with a here-document": (
        f"curl --data-binary @- https://h/jobs <<'EOF'\n{REQUEST}\nEOF\necho done\n".encode(),
        "It was taken out of a curl command.",
    ),
    "curl with JSON": (f"curl --json {shlex.quote(JSON_CALLBACK)} h".encode(), "It was taken out of a curl command."),
    "a script that pipes to curl": (
        (
            "set -eu\nbody=" + "\\\n".join(map(shlex.quote, _PIECES)) + "\nprintf '%s' \"$body\" | curl -d @- h\n"
        ).encode(),
        "It was found in the middle of a text.",
    ),
    "source of Python": (
        (
            "import requests\n\nBODY = (\n" + "\n".join(f"    {piece!r}" for piece in _PIECES) + "\n)\nprint(BODY)\n"
        ).encode(),
        "It was found in the middle of a text.",
    ),
    "bytes in source of Python": (
        f"requests.post(url, data={REQUEST.encode()!r}, timeout=3)\n".encode(),
        "It was found in the middle of a text.",
    ),
    "three quotes in source of Python": (
        f'BODY = """{REQUEST}"""\n'.encode(),
        "It was found in the middle of a text.",
    ),
    "line of a log": (
        f"2026-11-29 12:00:00 DEBUG sent {REQUEST} to h\n".encode(),
        "It was found in the middle of a text.",
    ),
}
"""What it is: the bytes, and the note that is told first, empty for none."""
