from __future__ import annotations

from support.forker import run
from tilewright.layout.gallery import LAYOUTS


def test_that_each_layout_is_listed_with_what_it_is_called_and_how_many_it_holds() -> None:
    done = run("layouts").expect()
    lines = done.out.splitlines()
    assert [line.split()[0] for line in lines] == [layout.name for layout in LAYOUTS]
    assert "1+5               6 tiles    One large, five around it" in lines
    assert "single            1 tile     One video fills the frame" in lines
    assert "auto              any number Best fit for the videos' own proportions" in lines
