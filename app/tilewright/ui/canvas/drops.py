"""What is dropped on the canvas: files and addresses."""

from __future__ import annotations

from PySide6.QtCore import QMimeData


def dropped(data: QMimeData) -> list[str]:
    """Paths of this machine and http(s) addresses in what is dragged or pasted, each once."""
    found: list[str] = []
    for url in data.urls():
        if url.isLocalFile():
            found.append(url.toLocalFile())
        elif url.scheme() in {"http", "https"}:
            found.append(url.toString())
    if not found and data.hasText():
        lines = (line.strip() for line in data.text().splitlines())
        found = [line for line in lines if line.startswith(("http://", "https://"))]
    return list(dict.fromkeys(found))
