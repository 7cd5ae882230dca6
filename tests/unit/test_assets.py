from __future__ import annotations

import pytest

from tilewright.assets import resource
from tilewright.errors import StorageError


def test_that_a_folder_of_the_resources_is_found() -> None:
    assert resource("samples").is_dir()


def test_that_a_missing_resource_is_told_by_its_name_and_how_to_get_it_back() -> None:
    with pytest.raises(StorageError, match=r"no/such\.thing") as raised:
        resource("no", "such.thing")
    assert "Install" in raised.value.hint
