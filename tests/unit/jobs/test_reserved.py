"""What is looked for before a name is written, and which names are one."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.builders import ACCOUNT, LOCAL, composition, output
from support.ledgers import bring_to
from tilewright.cli.exit_codes import code_of
from tilewright.errors import NameTaken, NameUnsure
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.naming import Naming
from tilewright.jobs.reserved import NOT_LOOKED, Look, look_for, of_same_name, require_free
from tilewright.jobs.wish import make_wish
from tilewright.model.composition import Composition
from tilewright.model.options import Container
from tilewright.model.states import State

from .service import START, Service

KEY = "output/lesson.mp4"


def kind_of_file(name: str | None, **more: str) -> Composition:
    made = composition(output=output(), **more)
    assert made.transcode is not None
    return made.replace(transcode=made.transcode.replace(container=Container(format=name) if name else None))


@pytest.mark.parametrize("bucket", ["a.example/", "a.example?", "films-1250000000.example", "Films", ""])
def test_that_what_is_no_bucket_is_not_asked(bucket: str) -> None:
    service = Service(LOCAL)
    look, _ = look_for(KEY, bucket, LOCAL.region, "exact", service, 0)  # type: ignore[arg-type]
    assert (look.is_there, service.calls) == (None, [])
    assert "cannot be asked" in look.why


@pytest.mark.parametrize(
    ("made", "reserved"),
    [
        (kind_of_file("mp4"), KEY),
        (kind_of_file("mkv"), "output/lesson.mkv"),
        (kind_of_file("mp4", transcode_template_id="t1"), "output/lesson.${ext}"),
        (kind_of_file(None), "output/lesson.${ext}"),
        (kind_of_file("hls"), "output/lesson.${ext}"),
        (kind_of_file("WebM"), "output/lesson.${ext}"),
        (kind_of_file("mp4").replace(output=output("output/${jobid}.${ext}")), ""),
        (kind_of_file(None).replace(output=output("output/${jobid}.${ext}")), ""),
        (kind_of_file("mp4").replace(output=output("output/${time}.${ext}")), "output/${time}.mp4"),
    ],
)
def test_that_an_exact_name_is_reserved_as_far_as_it_is_certain(made: Composition, reserved: str) -> None:
    for naming in ("exact", "replace"):
        assert make_wish(made, naming).reserved == reserved


def test_that_what_the_service_puts_into_a_name_is_not_looked_for() -> None:
    service = Service(LOCAL)
    looks = [
        look_for(key, LOCAL.bucket, LOCAL.region, "exact", service, 0)[0]  # type: ignore[arg-type]
        for key in ("output/lesson.${ext}", "output/${time}.mp4")
    ]
    assert [(look.is_there, look.why) for look in looks] == [
        (None, "Only the service knows what ${ext} becomes."),
        (None, "Only the service knows what ${time} becomes."),
    ]
    assert service.calls == []


def test_that_a_name_of_which_nobody_can_tell_is_wrong_use_and_the_way_out_is_named() -> None:
    wish = make_wish(kind_of_file(None), "exact")
    with pytest.raises(NameUnsure, match="nothing was sent") as caught:
        require_free(wish, (), NOT_LOOKED)
    assert code_of(caught.value) == 2
    assert "--replace" in caught.value.hint
    require_free(make_wish(kind_of_file(None), "replace"), (), NOT_LOOKED)


def test_that_a_number_needs_no_ending() -> None:
    assert make_wish(kind_of_file(None), "numbered").reserved == ""
    wish = make_wish(kind_of_file("hls"), "numbered")
    assert wish.reserved == f"output/lesson-{wish.short_id}.hls"


def test_that_an_ending_that_nobody_knows_may_be_any() -> None:
    def names(name: str | None, naming: Naming = "exact") -> set[object]:
        return set(of_same_name(make_wish(kind_of_file(name), naming), LOCAL)[1])

    assert {KEY, "output/lesson.mkv", "output/lesson.${ext}"} <= names(None)
    assert {KEY, "output/lesson.${ext}"} <= names("mp4")
    assert "output/lesson.mkv" not in names("mp4")


FILMS = ACCOUNT.replace(profile="films", bucket="films-1250000001")


@pytest.mark.parametrize("is_over", [False, True])
def test_that_jobs_of_two_profiles_that_write_into_one_bucket_have_no_name_in_common(
    tmp_path: Path, *, is_over: bool
) -> None:
    free = Look(START, is_there=False)
    to_films = {"output": output(target=FILMS)}
    with Ledger(tmp_path, now=lambda: START) as ledger:
        first = ledger.intend(make_wish(composition(user_data="1", **to_films), "exact"), FILMS, look=free).intent
        if is_over:
            bring_to(ledger, first.id, State.SUCCESS, {"ended": START + 1})
        with pytest.raises(NameTaken) as caught:
            ledger.intend(make_wish(composition(user_data="2", **to_films), "exact"), ACCOUNT, look=free)
        assert caught.value.writer == ("" if is_over else first.id)
        elsewhere = make_wish(composition(user_data="3", output=output(target=ACCOUNT)), "exact")
        assert ledger.intend(elsewhere, ACCOUNT, look=free).how == "new"
