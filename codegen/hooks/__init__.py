"""Build hooks: a file per build backend, and what they have in common.

A build makes the models from the pages every time, whether the tree holds older ones or none, and
never changes the tree: what it makes goes straight into the wheel or the sdist, so that a build
works in a tree that cannot be written and leaves no work behind for version control. An editable
install is the exception: there the tree is what gets installed, and the files are written as
``doc-codegen generate`` does. An sdist holds the generated files and everything that they are made
from, so that a wheel can be built from it alone.
"""
