"""What a dialect makes of documents: how much of them it understands, and what it does not.

The flow, a file per step::

    pages.py -> merge.py -> starter.py, render.py
    a page      all pages   TOML, text

A page is looked at without the dialect (`forms`: its headings, tables, samples, requests, words of
types) and with it (what became of each); the words of `model` say it all. For those who write a
dialect: nothing here decides what a page means.
"""

from codegen.coverage.merge import cover
from codegen.coverage.model import PARTS, Coverage, Form, Gap, Share
from codegen.coverage.starter import starter

__all__ = ["PARTS", "Coverage", "Form", "Gap", "Share", "cover", "starter"]
