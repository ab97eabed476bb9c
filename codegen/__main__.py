"""``python -m codegen`` is ``doc-codegen``."""

from codegen.cli import main

if __name__ == "__main__":
    main(prog_name="doc-codegen")
