"""The command line in a sandbox that turns every connection away: `turned_away.py VERB …`. Ends with 77 without one.

A filter of the kernel (seccomp) refuses the call `connect`, as sandboxes of programs and some firewalls do.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys

NO_SANDBOX = 77
"""How it ends where the system has no such filter."""

CONNECT = {"x86_64": 42, "aarch64": 203}
"""The number of the call on each machine."""

NO_NEW_PRIVILEGES, SET_SECCOMP, WITH_FILTER = 38, 22, 2
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
LOAD, IS_EQUAL, RETURN = 0x20, 0x15, 0x06


def turn_away() -> bool:
    """From now on no connection of this process is made; whether that could be arranged."""
    number = CONNECT.get(platform.machine())
    if sys.platform != "linux" or number is None:
        return False
    steps = [
        (LOAD, 0, 0, 0),  # the number of the call
        (IS_EQUAL, 0, 1, number),
        (RETURN, 0, 0, REFUSE | errno.EACCES),
        (RETURN, 0, 0, ALLOW),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(SET_SECCOMP, WITH_FILTER, ctypes.byref(program), 0, 0) == 0)


if __name__ == "__main__":
    if not turn_away():
        sys.exit(NO_SANDBOX)
    from tilewright.__main__ import main

    sys.exit(main())
