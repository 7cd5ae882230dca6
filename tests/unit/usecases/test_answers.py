"""What an answer of the service says, in words and as facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tilewright.jobs.intent import Answer
from tilewright.usecases.answers import read_answers

JOBS = Path(__file__).resolve().parents[2] / "golden" / "reference" / "jobs"


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("Running", "The video is made; the state of its digital watermark is Running."),
        ("Failed", "The video is made; the state of its digital watermark is Failed."),
        ("Success", "The video is made."),
    ],
)
def test_that_the_state_of_an_invisible_watermark_is_told_beside_that_of_the_job(state: str, says: str) -> None:
    body = (
        (JOBS / "job-success.xml").read_bytes().replace(b"<State>Running</State>", f"<State>{state}</State>".encode())
    )
    heard = read_answers([Answer(1.0, "r1", 200, body, "query")], "")
    assert heard.answers[0].says == says
    assert ("DigitalWatermark", "State", state) in heard.media_info
    assert ("Format", "NumStream", "2") in heard.media_info


def test_that_an_answer_is_shown_without_an_encryption_key() -> None:
    body = (
        b"<Response><JobsDetail><JobId>j1</JobId><State>Running</State><Operation><Transcode><TransConfig>"
        b"<HlsEncrypt><UriKey>key-one</UriKey></HlsEncrypt></TransConfig></Transcode></Operation></JobsDetail></Response>"
    )
    for answer in (Answer(1.0, "r1", 200, body, "query"), Answer(1.0, "r1", 502, body[:-20], "query")):
        (read,) = read_answers([answer], "").answers
        assert "key-one" not in read.text + read.says
        assert "HIDDEN" in read.text
