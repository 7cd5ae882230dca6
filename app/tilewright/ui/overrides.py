"""What the window does in place of Qt's own methods may fail, and the window goes on.

Up to Python 3.11 an error that C code raises (`1 / 0`, a wrong argument, an object that Qt has deleted) is a class and
its text at first, and becomes an exception where some code handles it. PySide6 (6.9 to 6.11) takes it for an exception
when it comes out of a method of ours that Qt called within a call of ours, and the process dies. So each such method
handles what it raises, only to raise it again.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import FunctionType, MethodDescriptorType
from typing import Any

from shiboken6 import Shiboken


def install() -> None:
    """From now on, for every class that is made of one of Qt's."""
    if sys.version_info < (3, 12):
        Shiboken.Object.__init_subclass__ = classmethod(_guard)  # type: ignore[method-assign, arg-type, assignment]  # no other way in


def _guard(cls: type, **named: object) -> None:
    super(Shiboken.Object, cls).__init_subclass__(**named)  # type: ignore[misc]  # it is one: only those come here
    for name, method in list(vars(cls).items()):
        if isinstance(method, FunctionType) and _is_of_qt(cls, name):
            setattr(cls, name, _whole(method))


def _is_of_qt(cls: type, name: str) -> bool:
    """Whether the method of that name takes the place of one of Qt's own."""
    return any(isinstance(vars(base).get(name), MethodDescriptorType) for base in cls.__mro__[1:])


def _whole(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def override(*args: Any, **named: Any) -> Any:
        try:
            return method(*args, **named)
        except BaseException:  # noqa: TRY203 - handled, it is whole
            raise

    return override
