"""`doctor`: what works here."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from ...usecases.doctor import can_make_a_video, examine
from ...usecases.workplace import Workplace
from .. import exit_codes
from ..output import Output
from ..verb import Verb


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--take-over",
        action="store_true",
        help="from now on the jobs of this home are sent from this computer; only if no other one sends them any more",
    )


def _run(args: argparse.Namespace, output: Output) -> int:
    if args.take_over:
        count = Workplace.open().take_over()
        output.hint(f"The jobs of this home are those of this computer now; {count} of them are not at their end.")
    findings = []
    for finding in examine():
        findings.append(finding)
        if args.json:
            output.record(asdict(finding))
        else:
            output.result(f"{finding.state:<8}{finding.name:<10}{finding.sentence} {finding.cure}".rstrip())
    if can_make_a_video(findings):
        output.hint("A first video can be made: `tilewright` without arguments makes it.")
        return exit_codes.DONE
    return exit_codes.LOCAL_TROUBLE


VERB = Verb(
    "doctor", "say what works on this machine, with the cure for what does not", "tilewright doctor", _add, _run
)
