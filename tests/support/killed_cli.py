"""The command line, killed by SIGKILL at a named point: ``killed_cli.py POINT COUNT VERB …``."""

from __future__ import annotations

import os
import signal
import sys

from tilewright import points
from tilewright.__main__ import main

point, count = sys.argv[1], int(sys.argv[2])
reached = 0


def kill_there(name: str) -> None:
    global reached
    if name == point:
        reached += 1
        if reached == count:
            os.kill(os.getpid(), signal.SIGKILL)


points.listen(kill_there)
sys.exit(main(sys.argv[3:]))
