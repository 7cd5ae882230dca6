"""The verbs, in the order of the help."""

from __future__ import annotations

from ..verb import Verb
from . import bucket, cancel, check, doctor, fetch, import_request, jobs, layouts, new, render, serve, status, submit
from . import xml as xml_verb

VERBS: tuple[Verb, ...] = (
    new.VERB,
    layouts.VERB,
    check.VERB,
    xml_verb.VERB,
    import_request.VERB,
    render.VERB,
    submit.VERB,
    jobs.VERB,
    status.VERB,
    cancel.VERB,
    fetch.VERB,
    bucket.VERB,
    serve.VERB,
    doctor.VERB,
)
