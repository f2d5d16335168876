"""Office files are ZIP archives. Here none of them carries the hour it was packed: the same content, the same bytes."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP archive can say


class SteadyArchive(zipfile.ZipFile):
    """An archive to write whose entries all bear the same date and rights."""

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        path = Path(filename)
        entry = _entry(str(arcname or path))
        entry.file_size = path.stat().st_size  # decides whether the entry needs the form for large files
        with path.open("rb") as source, self.open(entry, "w") as copy:
            shutil.copyfileobj(source, copy)

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        name = getattr(zinfo_or_arcname, "filename", zinfo_or_arcname)
        super().writestr(_entry(name), data)

    def stream(self, name: str, pieces: Iterable[bytes], size: int) -> None:
        """An entry piece by piece. ``size`` is its length in bytes, which decides whether it needs the large form."""
        entry = _entry(name)
        entry.file_size = size
        with self.open(entry, "w") as file:
            file.writelines(pieces)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def repacked(content: bytes) -> bytes:
    """An archive that another program packed, without its dates."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, SteadyArchive(fixed, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            copy.writestr(name, source.read(name))
    return fixed.getvalue()
