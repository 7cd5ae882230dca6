"""The request of a composition in forms for other hands: XML, a script for curl, one for Python, FFmpeg's command.

All of it is text, made of values. No form has a key, a signature, or anything else secret in it: keys come from the
environment when a script is run, and what the request itself has of the kind is replaced by ``HIDDEN``.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ..accounts.keys import SECRET_ID, SECRET_KEY, TOKEN
from ..errors import WrongUse
from ..model.composition import Composition
from ..model.target import Target
from ..settings import ENDPOINT
from ..text import say
from ..wire.address import HOST_OF_BUCKET
from ..wire.secrets import hide_secrets
from .make import request_text

Kind = Literal["xml", "curl", "python", "ffmpeg"]
KINDS: tuple[Kind, ...] = ("xml", "curl", "python", "ffmpeg")


@dataclass(frozen=True, slots=True)
class Form:
    """``text`` to copy; ``notes`` are sentences to tell with it."""

    text: str
    notes: tuple[str, ...] = ()


def as_xml(composition: Composition, *, pretty: bool = False, with_mark: bool = False) -> Form:
    """The request as ``request_text`` writes it, with placeholders for what is secret in it."""
    data = request_text(composition, pretty=pretty, with_mark=with_mark)
    shown, hidden = hide_secrets(data, say("The request"))
    return Form(shown.decode(), tuple(_note(name) for name in hidden))


def as_curl(composition: Composition, target: Target) -> Form:
    """A script for a POSIX shell that sends the request once: curl (7.55 or later), and Python 3 for the signature.

    Its exit code is 0 when the service took the request, 1 when it refused or nothing was sent, else curl's own.
    """
    form = as_xml(composition)
    body = "\\\n".join(map(shlex.quote, _pieces(form.text)))
    parts = {"BODY": body, "BASE": _shell_base(target), "NEEDED": " ".join(_needed(target))}
    return Form(_filled(_CURL, target, HEAD=_head(composition, target, form), **parts), form.notes)


def as_python(composition: Composition, target: Target) -> Form:
    """A script for Python 3 with `requests` that sends the request once.

    Its exit code is 0 when the service took the request, 1 when it refused or nothing was sent, 2 when no answer came.
    """
    form = as_xml(composition)
    body = "\n".join(f"    {piece!r}" for piece in _pieces(form.text))
    parts = {"BODY": body, "BASE": _python_base(target), "NEEDED": json.dumps(_needed(target))}
    return Form(_filled(_PYTHON, target, HEAD=_head(composition, target, form), **parts), form.notes)


def comments(sentences: Iterable[str]) -> str:
    """A line of comment each, for a shell or Python: a name in it may be a stranger's and have line ends."""
    return "".join(f"# {' '.join(sentence.split())}\n" for sentence in sentences)


def _head(composition: Composition, target: Target, form: Form) -> str:
    paid = "" if target.local else ", which the account pays for"
    told = [
        f"Sends this request once. Each run of it is one more job{paid}.",
        "Nothing is sent again by itself. If no answer comes, look at the list of jobs before you send it again:",
        "there may be a job already.",
    ]
    output = composition.output
    if output and output.object and "${jobid}" not in output.object:
        bucket = output.bucket or target.bucket
        told += [f"The result is written to {output.object} in the bucket {bucket}: what has that name is replaced."]
    told.append(f"The keys come from the environment: {SECRET_ID} and {SECRET_KEY}, with temporary keys {TOKEN}, too.")
    return comments((*told, *form.notes))


def _needed(target: Target) -> list[str]:
    """The variables without which nothing can be sent."""
    return [SECRET_ID, SECRET_KEY, *([ENDPOINT] if target.local else [])]


def _note(name: str) -> str:
    return say("What is secret in {name} is left out: HIDDEN stands in its place.", name=name)


def _pieces(text: str) -> Sequence[str]:
    """``text`` in lines that can be read: one begins with each opening tag. Joined they are ``text``."""
    return re.split(r"(?<=>)(?=<[^/])", text)


def _filled(template: str, target: Target, **parts: str) -> str:
    """``template`` with its ``@NAME@``; what is put in is not looked at again: it is a stranger's text."""
    if HOST_OF_BUCKET.fullmatch(target.ci_host) is None:
        raise WrongUse(
            say("{bucket} in {region} cannot be a bucket.", bucket=target.bucket, region=target.region),
            "Mend the profile.",
        )
    signing = _SIGNING.replace("@HOST@", target.ci_host)
    return re.sub(r"@([A-Z]+)@", lambda found: {**parts, "SIGNING": signing}[found[1]], template)


def _shell_base(target: Target) -> str:
    if target.local:
        return f"${ENDPOINT}"
    return f"${{{ENDPOINT}:-{target.scheme}://{target.ci_host}}}"


def _python_base(target: Target) -> str:
    if target.local:
        return f'os.environ["{ENDPOINT}"]'
    return f'os.environ.get("{ENDPOINT}") or "{target.scheme}://{target.ci_host}"'


_SIGNING = f"""\
HOST = "@HOST@"


def signed_headers(now):
    \"\"\"Host and Authorization of this POST to /jobs: an HMAC-SHA1 by the secret key, good for two minutes.\"\"\"

    def mac(key, text):
        return hmac.new(key.encode(), text.encode(), hashlib.sha1).hexdigest()

    headers = {{"host": HOST}}
    if os.environ.get("{TOKEN}"):
        headers["x-ci-security-token"] = os.environ["{TOKEN}"]
    span = f"{{now - 60}};{{now + 120}}"
    listed = "&".join(name + "=" + quote(headers[name], safe="") for name in sorted(headers))
    call = hashlib.sha1(f"post\\n/jobs\\n\\n{{listed}}\\n".encode()).hexdigest()
    signature = mac(mac(os.environ["{SECRET_KEY}"], span), f"sha1\\n{{span}}\\n{{call}}\\n")
    items = ["q-sign-algorithm=sha1", "q-ak=" + os.environ["{SECRET_ID}"], "q-sign-time=" + span, "q-key-time=" + span]
    items += ["q-header-list=" + ";".join(sorted(headers)), "q-url-param-list=", "q-signature=" + signature]
    return {{**headers, "authorization": "&".join(items)}}"""

_PROGRAMS = "Nothing is sent. These programs are needed:"
_MISSING = "Nothing is sent. Set and export first:"
_WHERE = f"{ENDPOINT} is the address that tilewright serve --json prints."
_LOOK = "look at the list of jobs before you send it again"

_CURL = f"""\
@HEAD@# The Authorization header is made of them by the lines of Python, and handed to curl where nobody else sees it.
(
set -eu
missing=
for name in curl python3; do
  command -v "$name" >/dev/null 2>&1 || missing="$missing${{missing:+, }}$name"
done
if [ -n "$missing" ]; then
  echo "{_PROGRAMS} $missing." >&2
  exit 1
fi
for name in @NEEDED@; do
  eval "test -n \\"\\${{$name:-}}\\"" || missing="$missing${{missing:+, }}$name"
done
if [ -n "$missing" ]; then
  echo "{_MISSING} $missing." >&2
  case $missing in *{ENDPOINT}*) echo "{_WHERE}" >&2 ;; esac
  exit 1
fi
export {SECRET_ID} {SECRET_KEY}
if [ -n "${{{TOKEN}:-}}" ]; then export {TOKEN}; fi
endpoint="@BASE@"
body=@BODY@
headers=$(python3 -c '
import hashlib, hmac, os, time
from urllib.parse import quote

@SIGNING@


for name, value in signed_headers(int(time.time())).items():
    print(f"{{name}}: {{value}}")
')
line='
'
answer=$(printf '%s' "$body" | curl --silent --show-error --retry 0 --max-time 60 --request POST "$endpoint/jobs" \\
  --header 'Content-Type: application/xml' --header 'Expect:' --header @/dev/fd/3 --data-binary @- \\
  --write-out '\\n%{{http_code}}' 3<<SIGNED
$headers
SIGNED
) || {{
  code=$?
  echo "No answer came. There may be a job: {_LOOK}." >&2
  exit "$code"
}}
status=${{answer##*"$line"}}
answer=${{answer%"$line"*}}
printf '%s\\n' "${{answer%"$line"}}"
case $status in 2??) exit 0 ;; esac
message=$(printf '%s\\n' "$answer" | sed -n 's:.*<Message>\\(.*\\)</Message>.*:\\1:p')
echo "The service refused it (HTTP $status)${{message:+: $message}}" >&2
case $status in 5??) echo "There may be a job all the same: {_LOOK}." >&2 ;; esac
exit 1
)
"""

_PYTHON = f"""\
@HEAD@
import hashlib
import hmac
import os
import re
import sys
import time
from urllib.parse import quote

try:
    import requests
except ImportError:
    sys.exit("Nothing is sent. The package requests is needed: python3 -m pip install requests")

missing = [name for name in @NEEDED@ if not os.environ.get(name)]
if missing:
    where = "\\n{_WHERE}" if "{ENDPOINT}" in missing else ""
    sys.exit("{_MISSING} " + ", ".join(missing) + "." + where)

@SIGNING@


BASE = @BASE@
BODY = (
@BODY@
)


def send_once():
    \"\"\"POST the body: no repetition, no redirect.\"\"\"
    headers = {{**signed_headers(int(time.time())), "content-type": "application/xml"}}
    address, ours = f"{{BASE}}/jobs", lambda call: call  # else a .netrc would take the place of the signature
    return requests.post(
        address, data=BODY.encode(), headers=headers, auth=ours, allow_redirects=False, timeout=(10, 30)
    )


try:
    answer = send_once()
except requests.RequestException as error:
    print(error, "No answer came. There may be a job: {_LOOK}.", sep="\\n", file=sys.stderr)
    sys.exit(2)
reply, status = answer.content.decode("utf-8", "replace"), answer.status_code
print(reply.rstrip("\\n"))
if not 200 <= status < 300:
    message = "".join(re.findall("<Message>(.*)</Message>", reply))
    print(f"The service refused it (HTTP {{status}})" + (f": {{message}}" if message else ""), file=sys.stderr)
    if status >= 500:
        print("There may be a job all the same: {_LOOK}.", file=sys.stderr)
    sys.exit(1)
"""
