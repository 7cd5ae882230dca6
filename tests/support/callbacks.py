"""The jobs that a callback or another answer tells of, taken out as the importer does."""

from __future__ import annotations

from tilewright.wire import xml
from tilewright.wire.jobs import Job, read_job
from tilewright.wire.json_documents import read_json


def jobs_of(data: bytes) -> tuple[Job, ...]:
    """Of XML or JSON; empty where none is named."""
    if data.lstrip()[:1] == b"{":
        root = read_json(data, "The callback").root
        assert root is not None
    else:
        root = xml.parse(data, "The callback")
        xml.drop_namespace(root)
    return tuple(read_job(detail) for detail in xml.children(root, "JobsDetail"))
