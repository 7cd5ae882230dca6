"""Two processes and one wish at the same moment on one home: one job."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.kills import Place, place
from support.local_cloud import local_cloud
from support.sending import produce_slowly


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A home whose commands use a local cloud in this process: nothing is rendered, that is not what is looked at."""
    folder = tmp_path_factory.mktemp("two")
    with local_cloud(folder / "cloud", produce=produce_slowly) as cloud:
        environment = {
            "TILEWRIGHT_ENDPOINT": cloud.endpoint.address,
            "TILEWRIGHT_SECRET_ID": cloud.endpoint.secret_id,
            "TILEWRIGHT_SECRET_KEY": cloud.endpoint.secret_key,
        }
        with place(folder, folder / "cloud", environment) as made:
            yield made


def submit_twice(here: Place, name: str) -> None:
    wish = here.wish(name)
    both = [here.start("submit", wish, "--json"), here.start("submit", wish, "--json")]
    one, other = (command.wait().expect().records[-1] for command in both)
    assert one["intent"] == other["intent"]
    assert one["job"] == other["job"] is not None
    assert here.accepted(wish) == 1


def test_that_thirty_wishes_of_two_processes_are_thirty_jobs(here: Place) -> None:
    for number in range(30):
        submit_twice(here, f"few{number}")


@pytest.mark.full
@pytest.mark.parametrize("part", range(25))
def test_that_five_hundred_wishes_of_two_processes_are_as_many_jobs(here: Place, part: int) -> None:
    for number in range(20):
        submit_twice(here, f"many{part}n{number}")
