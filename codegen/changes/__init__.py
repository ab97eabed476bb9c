"""What changed between two specs: one generator of typed changes, rendered separately.

Things of both specs are matched (`match`, `renames`), every rule (`rules`) looks at every match,
and what it finds is put in words (`compare`) with the Python that it touches (`source`).

Around that: what the arguments of the command are (`operands`, `revisions`), how both sides come of
it (`sides`, `places`, `contradictions`), which changes are accepted (`approvals`) and have landed
(`landing`), the outcome (`diff`) and its forms (`render`).
"""

from codegen.changes.compare import compare
from codegen.changes.model import LEVELS, Change, Level, Side, Subject, Touched

__all__ = ["LEVELS", "Change", "Level", "Side", "Subject", "Touched", "compare"]
