"""A job's life, from the wish to its end; no job is lost and none is sent twice.

``wish`` makes the request with its mark; ``ledger`` is the durable record; ``send`` the only `POST /jobs` of the
program; ``verdict`` says what its outcome means; ``reconcile`` finds out what became of a job when that is unknown;
``watch`` follows it; ``course`` takes an intent from wherever it is to its end; ``events`` is what they all tell.
"""
