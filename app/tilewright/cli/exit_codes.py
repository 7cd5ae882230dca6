"""The exit codes of the contract, and which failure has which."""

from __future__ import annotations

from .. import errors

DONE = 0
PROBLEMS = 1
WRONG_USE = 2
JOB_ENDED_BADLY = 3
NO_ANSWER = 4
REFUSED = 5
LOCAL_TROUBLE = 6
INTERRUPTED = 130

TEXT = """exit codes:
  0    done
  1    problems of severity error (check --strict: warnings too)
  2    wrong use; input absent, unreadable, damaged, refused or of a newer format;
       unknown job; output exists
  3    the job failed or was cancelled
  4    the service could not be reached or did not answer; trying again is safe
  5    refused: credentials, permission, quota
  6    local trouble: disk, port, FFmpeg
  130  interrupted; a submitted job goes on"""

_BY_FAMILY: tuple[tuple[type[errors.AppError], int], ...] = (
    (errors.NoKeys, REFUSED),
    (errors.WrongUse, WRONG_USE),
    (errors.BadInput, WRONG_USE),
    (errors.ProblemsFound, PROBLEMS),
    (errors.JobEnded, JOB_ENDED_BADLY),
    (errors.LocalTrouble, LOCAL_TROUBLE),
    (errors.CloudError, NO_ANSWER),
)


_NO_ROOM = "No room left on the disk"
"""So sentences of the local cloud begin (`durable`, `localcloud.room`); an account in trouble has other words."""


def code_of(error: errors.AppError) -> int:
    """The exit code for a failure."""
    if isinstance(error, errors.Rejected):
        return _of_refusal(error)
    return next((code for family, code in _BY_FAMILY if isinstance(error, family)), LOCAL_TROUBLE)


def _of_refusal(error: errors.Rejected) -> int:
    """A refusal: a full disk of the local cloud is this machine's trouble, what is not there is wrong use, a service in
    trouble is no answer, all else is refused.
    """
    if error.code == "DiskFull" or error.service_message.startswith(_NO_ROOM):
        return LOCAL_TROUBLE
    if error.status == 404:
        return WRONG_USE
    if error.status >= 500:
        return NO_ANSWER
    return REFUSED
