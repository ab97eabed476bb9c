"""The cache: what was made before of the same input. A folder of files, each named by its key.

A key is a digest of all that a result depends on: the input, this doc-codegen to the byte, the
libraries and Python. What nobody has the key of any more is never asked for, and goes when the
folder is too large, the longest unused first.

A folder of the configuration may have come with a checkout that somebody else has made, and what
is taken from a cache is not looked at as pages are. So an entry counts only where it is signed
with a secret that lies in the user's own cache folder: what another user, another machine or an
attacker has written is not there. The secret is in the names of the files too, so that nothing
that was put in their place is even opened. Of an entry that is damaged the signature is wrong;
what cannot be read or written is a miss. Nothing here is an error.

Entries are data, read back by their types, never pickles.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import stat
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

from codegen import installation

__all__ = ["LIMIT", "Cache", "Key", "default_folder", "key", "opened"]

#: Bytes of all entries: some twenty states of the largest documentation that we know.
LIMIT = 1 << 30

#: So much of the limit is left when entries are removed, for it not to be reached at once again.
_KEPT = 0.75

#: Form of the entries; a new form has new names.
_FORM = b"doc-codegen cache 1\0"
_SUFFIX = ".entry"
_TEMPORARY = ".doc-codegen-"
_OURS = re.compile(rf"[0-9a-f]{{64}}\{_SUFFIX}|{re.escape(_TEMPORARY)}\w+")

_SECRET = "secret"  # noqa: S105 - the name of the file
_SECRET_BYTES = 32
_DIGEST = "sha256"
_DIGEST_BYTES = hashlib.new(_DIGEST).digest_size

#: Seconds after which a use is noted again, and a file that was never finished is abandoned.
_NOTED_FOR = 3600.0

#: Of what makes a backup, and git: the folder holds nothing that cannot be made again.
_TAGS = {
    # https://bford.info/cachedir/
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# Made by doc-codegen.\n",
    ".gitignore": "*\n",
}

Key = bytes


def key(kind: str, *parts: bytes) -> Key:
    """The key of what is made of `parts`, in this order; of a `kind` that no other result has."""
    made = hashlib.new(_DIGEST, installation.mark())
    for part in (kind.encode(), *parts):
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()


def default_folder() -> Path:
    """The folder of this user's cache, which the secret lies in too."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - start-up time

    return user_cache_path("doc-codegen", appauthor=False)


def opened(folder: Path | None, *, limit: int = LIMIT) -> Cache | None:
    """The cache in `folder`; None where that is None, or where this user has no place for a secret.

    `limit`: the bytes that its entries may have after `Cache.prune`.
    """
    if folder is None:
        return None
    secret = _secret(default_folder())
    return Cache(folder, secret, limit=limit) if secret else None


class Cache:
    """Entries by key, in the files of `folder`, signed with `secret`.

    Several processes may use one folder at the same time: an entry is there as a whole or not at
    all, and of two with one key either will do.
    """

    def __init__(self, folder: Path, secret: bytes, *, limit: int = LIMIT) -> None:
        self.folder = folder
        self.written = 0
        """How many entries were written."""
        self._secret = secret
        self._limit = limit
        self._writable = True

    def get(self, key: Key) -> bytes | None:
        """What was put at `key`; None where there is nothing, or it is not as it was put there."""
        path = self.path(key)
        try:
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - hundreds of them
                data = file.read()
                noted = os.fstat(file.fileno()).st_mtime
            if abs(time.time() - noted) > _NOTED_FOR:
                os.utime(path)
        except OSError:
            return None
        signature, packed = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
        if not hmac.compare_digest(signature, self._sign(key, packed)):
            return None
        try:
            return zlib.decompress(packed)
        except zlib.error:
            return None

    def put(self, key: Key, data: bytes) -> None:
        """Keep `data` at `key`. After the first time that this fails it is not tried again."""
        if not self._writable:
            return
        packed = zlib.compress(data, 1)
        try:
            _make(self.folder)
            _replace(self.path(key), self._sign(key, packed) + packed, self.folder)
            self.written += 1
        except OSError:
            self._writable = False

    def path(self, key: Key) -> str:
        """The file of an entry."""
        name = hmac.digest(self._secret, _FORM + key, _DIGEST).hex()
        return os.path.join(self.folder, f"{name}{_SUFFIX}")  # noqa: PTH118 - hundreds of them

    def prune(self) -> None:
        """Where anything was written: remove the longest unused beyond the limit."""
        if not self.written:
            return
        found = sorted(self._entries(), reverse=True)
        if sum(size for _, size, _ in found) <= self._limit:
            return
        kept = 0.0
        for _, size, path in found:
            kept += size
            if kept > self._limit * _KEPT:
                _remove(path)

    def _sign(self, key: Key, packed: bytes) -> bytes:
        return hmac.digest(self._secret, key + packed, _DIGEST)

    def _entries(self) -> Iterator[tuple[float, int, str]]:
        """When each entry was last used, its size and its path; abandoned files are removed."""
        try:
            with os.scandir(self.folder) as entries:
                ours = [one for one in entries if _OURS.fullmatch(one.name)]
        except OSError:
            return
        for entry in ours:
            with contextlib.suppress(OSError):
                found = entry.stat(follow_symlinks=False)
                if entry.name.endswith(_SUFFIX):
                    yield found.st_mtime, found.st_size, entry.path
                elif stat.S_ISREG(found.st_mode) and time.time() - found.st_mtime > _NOTED_FOR:
                    _remove(entry.path)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        return
    # A folder that was there may hold what somebody wants to keep.
    for name, text in _TAGS.items():
        (folder / name).write_text(text, encoding="utf-8")


def _replace(path: str, data: bytes, folder: Path) -> None:
    """Write the file at `path`, in `folder`, as a whole or not at all."""
    import tempfile  # noqa: PLC0415 - start-up time

    handle, temporary = tempfile.mkstemp(prefix=_TEMPORARY, dir=folder)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - a handle
            file.write(data)
        os.replace(temporary, path)  # noqa: PTH105 - names, not paths
    except BaseException:
        _remove(temporary)
        raise


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)  # noqa: PTH108 - names, not paths


def _secret(folder: Path) -> bytes | None:
    """The secret of this user, which is made where there is none; None where it cannot be kept."""
    path = folder / _SECRET
    for _ in range(2):
        with contextlib.suppress(OSError):
            found = path.read_bytes()
            if len(found) == _SECRET_BYTES:
                return found
        # Of two that make one at a time the last wins: what the other one writes will be misses.
        try:
            _make(folder)
            _replace(str(path), os.urandom(_SECRET_BYTES), folder)
        except OSError:
            return None
    return None
