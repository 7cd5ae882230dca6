"""Templates of the local cloud: the official ones, and files in its folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tilewright.localcloud.official import OFFICIAL_TEMPLATES
from tilewright.localcloud.samples import SAMPLE_TEMPLATES
from tilewright.localcloud.templates import MOST_BYTES, Templates
from tilewright.model.template import Template

SAMPLES = Path(__file__).resolve().parents[2] / "golden" / "reference" / "templates"
CREATE = (SAMPLES / "transcode-template-create.request.xml").read_bytes()
TOLD = "is left out"


def own(folder: Path, templates: Templates | None = None) -> list[Template]:
    """Those of files."""
    shown = (templates or Templates(folder)).all()
    return [template for template in shown if template not in (*SAMPLE_TEMPLATES, *OFFICIAL_TEMPLATES)]


def test_that_the_official_ones_are_there_and_state_no_height() -> None:
    samples, found = Templates(Path("nowhere")).all()[:2], Templates(Path("nowhere")).all()[2:]
    assert found == OFFICIAL_TEMPLATES
    assert all(template.name.startswith("Sample-") and template.is_usable for template in samples)
    assert len({template.id for template in found}) == len(found) == 16
    assert all(template.frame.width and template.frame.height is None for template in found)


def test_that_a_file_is_a_template_named_by_the_file_where_it_names_none(tmp_path: Path) -> None:
    (tmp_path / "t1abcdef0123.xml").write_bytes(CREATE)
    (tmp_path / "my phone.xml").write_bytes(CREATE.replace(b"<Name>TemplateName</Name>", b""))
    (tmp_path / "notes.txt").write_text("no template")
    phone, named = own(tmp_path)
    assert (named.id, named.name) == ("t1abcdef0123", "TemplateName")
    assert (phone.id[:2], len(phone.id), phone.name) == ("t1", 34, "my phone")
    assert [template.id for template in own(tmp_path)] == [phone.id, named.id]


def test_that_a_changed_file_is_read_again_and_a_removed_one_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "t1abcdef0123.xml"
    path.write_bytes(CREATE)
    templates = Templates(tmp_path)
    assert templates.find(["t1abcdef0123"])[0].frame.width == 1280
    path.write_bytes(CREATE.replace(b"<Width>1280<", b"<Width>640<"))
    assert templates.find(["t1abcdef0123"])[0].frame.width == 640
    path.unlink()
    assert templates.find(["t1abcdef0123"]) == ()


@pytest.mark.expects_log(TOLD)
def test_that_what_cannot_be_used_is_left_out_and_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.xml").write_bytes(b"<Request>")
    (tmp_path / "b.xml").write_bytes(b"<Request><Tag>Concat</Tag></Request>")
    (tmp_path / "c.xml").write_bytes(CREATE + b" " * MOST_BYTES)
    (tmp_path / "d.xml").write_bytes(CREATE.replace(b"<Tag>", b"<TemplateId>../x</TemplateId><Tag>"))
    (tmp_path / "e.xml").mkdir()
    (tmp_path / "t1good00000.xml").write_bytes(CREATE)
    templates = Templates(tmp_path)
    assert [template.id for template in own(tmp_path, templates)] == ["t1good00000"]
    told = [record.message for record in caplog.records if TOLD in record.message]
    assert len(told) == 5
    assert not any(os.fspath(tmp_path) in line for line in told)
    templates.all()
    assert len([record for record in caplog.records if TOLD in record.message]) == 5  # once, until it changes
