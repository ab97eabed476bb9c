"""Examples of guides: commands in sections of no operation, and what these were answered with."""

from __future__ import annotations

import re
from functools import lru_cache

from codegen.claims import ExampleClaim, SampleClaim, Slot
from codegen.dialects.general.drafts import Reader, Shown
from codegen.dialects.general.samples import Sample

__all__ = ["claim_examples", "is_example"]

#: What sections and sentences about answers that are no success say.
_FAILS = re.compile(r"\b(?:error|fail|exception|invalid|denied|unauthori[sz]ed)", re.IGNORECASE)
#: What an answer's status is where the page names none.
_USUAL = "200"


def is_example(reader: Reader, sample: Sample) -> bool:
    """Whether a sample of no operation is a command of a guide, or what that was answered with.

    The answer has to be called one, and to be the next payload of the section.
    """
    if sample.request is not None and not sample.text.strip():
        reader.asked = sample.request
        return True
    asked, reader.asked = reader.asked, None
    if asked is None or sample.side != "response" or sample.request is not None:
        return False
    if _FAILS.search(reader.before) or any(_fails(node.title) for node in reader.node.up()):
        return False  # of a failure, whatever its status
    reader.examples.append((asked, Shown(sample=sample, node=reader.node)))
    return True


@lru_cache(maxsize=64)
def _fails(title: str) -> bool:
    return _FAILS.search(title) is not None


def claim_examples(reader: Reader) -> None:
    """What operations of other pages answer in the examples of a guide."""
    for key, shown in reader.examples:
        reader.section = shown.node.section
        start = len(reader.claims)
        slot = Slot(key, "response", shown.sample.status or _USUAL)
        reader.sample(slot, shown.sample.text, shown.sample.line)
        made = reader.claims[start:]
        reader.claims[start:] = [
            ExampleClaim(operation=key, sample=one, place=one.place)
            for one in made
            if isinstance(one, SampleClaim)
        ]
