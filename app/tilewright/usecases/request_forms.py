"""The request of a composition in forms for other hands: XML, a script for curl, one for Python, FFmpeg's command.

All of it is text, made of values. No form has a key, a signature, or anything else secret in it: keys come from the
environment when a script is run, and what the request itself has of the kind is replaced by ``HIDDEN``.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
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
    """A script for a POSIX shell that sends the request once: curl (7.55 or later), and Python 3 for the signature."""
    form = as_xml(composition)
    body = "\\\n".join(map(shlex.quote, _pieces(form.text)))
    notes = "".join(f"# {note}\n" for note in form.notes)
    text = _filled(_CURL, target, HEAD=_HEAD + notes, BODY=body, BASE=_shell_base(target))
    return Form(text, form.notes)


def as_python(composition: Composition, target: Target) -> Form:
    """A script for Python 3 with `requests` that sends the request once."""
    form = as_xml(composition)
    body = "\n".join(f"    {piece!r}" for piece in _pieces(form.text))
    notes = "".join(f"# {note}\n" for note in form.notes)
    return Form(_filled(_PYTHON, target, HEAD=_HEAD + notes, BODY=body, BASE=_python_base(target)), form.notes)


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
        return f"${{{ENDPOINT}:?Set it to the address that tilewright serve --json printed.}}"
    return f"${{{ENDPOINT}:-{target.scheme}://{target.ci_host}}}"


def _python_base(target: Target) -> str:
    if target.local:
        return f'os.environ["{ENDPOINT}"]  # the address that `tilewright serve --json` printed'
    return f'os.environ.get("{ENDPOINT}") or "{target.scheme}://{target.ci_host}"'


_HEAD = f"""\
# Sends this request once: one job, which an account pays for. Nothing is sent again. If no answer comes, look at the
# list of jobs before you send it again: there may be a job already.
# The keys come from the environment: {SECRET_ID} and {SECRET_KEY}, with temporary keys {TOKEN}, too.
"""

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

_CURL = f"""\
@HEAD@# The Authorization header is made of them by the lines of Python, and handed to curl where nobody else sees it.
(
set -eu
: "${{{SECRET_ID}:?Set and export it.}}" "${{{SECRET_KEY}:?Set and export it.}}"
endpoint="@BASE@"
body=@BODY@
headers=$(python3 -c '
import hashlib, hmac, os, time
from urllib.parse import quote

@SIGNING@


for name, value in signed_headers(int(time.time())).items():
    print(f"{{name}}: {{value}}")
')
printf '%s' "$body" | curl --silent --show-error --retry 0 --max-time 60 --request POST "$endpoint/jobs" \\
  --header 'Content-Type: application/xml' --header 'Expect:' --header @/dev/fd/3 --data-binary @- 3<<SIGNED
$headers
SIGNED
)
"""

_PYTHON = """\
@HEAD@
import hashlib
import hmac
import os
import time
from urllib.parse import quote

import requests

@SIGNING@


BASE = @BASE@
BODY = (
@BODY@
)


def send_once():
    \"\"\"POST the body: no repetition, no redirect.\"\"\"
    headers = {**signed_headers(int(time.time())), "content-type": "application/xml"}
    address, ours = f"{BASE}/jobs", lambda call: call  # else a .netrc would take the place of the signature
    return requests.post(
        address, data=BODY.encode(), headers=headers, auth=ours, allow_redirects=False, timeout=(10, 30)
    )


answer = send_once()
print(answer.text)
if not answer.ok:
    raise SystemExit(f"The service refused it: HTTP {answer.status_code}")
"""
