"""Git repositories for tests: made in a folder of their own, whatever the user has configured."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

__all__ = ["GitRepo"]

_GIT = shutil.which("git") or "git"
_SET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


class GitRepo:
    """A repository at `folder`; a test writes files there and commits them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self("init", "--quiet", "--initial-branch=main")

    def __call__(self, *arguments: str) -> str:
        done = subprocess.run(
            [_GIT, "-c", "user.name=Tester", "-c", "user.email=t@example.org", *arguments],
            cwd=self.folder,
            env={**os.environ, **_SET},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def commit(self, message: str = "x") -> str:
        """Commit all that is there, and give the id."""
        self("add", "--all")
        self("commit", "--quiet", "--allow-empty", "--message", message)
        return self("rev-parse", "HEAD")
