"""`serve`: the local cloud in the foreground."""

from __future__ import annotations

import argparse
from pathlib import Path

from ... import settings
from ...accounts.profile import LOCAL, require_valid
from ...durable import make_private
from ...localcloud.home import Endpoint, as_record
from ...localcloud.local_settings import MOST_AT_A_TIME
from ...localcloud.process import serve_here
from ...model.target import LOCAL_BUCKET, LOCAL_REGION
from .. import exit_codes
from ..output import Output
from ..verb import Verb


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", help="folder of its objects and jobs (default: that of the program)")
    parser.add_argument("--port", type=_port, default=0, metavar="N", help="port of 127.0.0.1 (default: a free one)")
    parser.add_argument("--bucket", default=LOCAL_BUCKET, metavar="B", help=f"default bucket ({LOCAL_BUCKET})")
    parser.add_argument("--region", default=LOCAL_REGION, metavar="R", help=f"its region ({LOCAL_REGION})")
    parser.add_argument(
        "--jobs",
        type=int,
        choices=range(1, MOST_AT_A_TIME + 1),
        metavar="N",
        help=f"jobs that are rendered side by side, 1 to {MOST_AT_A_TIME} (default: what its settings say, or 1)",
    )
    parser.add_argument("--embedded", action="store_true", help=argparse.SUPPRESS)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is no port; use 0 to 65535")
    return int(text)


def _run(args: argparse.Namespace, output: Output) -> int:
    require_valid(LOCAL.replace(bucket=args.bucket, region=args.region))
    folder = Path(args.data).absolute() if args.data else settings.home() / "local-cloud"
    serve_here(
        make_private(folder),
        port=args.port,
        bucket=args.bucket,
        region=args.region,
        embedded=args.embedded,
        jobs_at_a_time=args.jobs,
        on_ready=lambda endpoint: _tell(endpoint, output),
    )
    return exit_codes.DONE


def _tell(endpoint: Endpoint, output: Output) -> None:
    if output.as_json:
        output.record(as_record(endpoint))
        return
    output.result(f"The local cloud answers at {endpoint.address}, bucket {endpoint.bucket}. Ctrl+C ends it.")
    output.hint("--json prints the keys of this start as well.")


VERB = Verb("serve", "run the local cloud in the foreground", "tilewright serve --data cloud --json", _add, _run)
