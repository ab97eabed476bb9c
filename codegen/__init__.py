"""doc-codegen: from a vendor's API reference pages to typed models.

The flow, a file per stage::

    sources.py -> markdown.py -> dialects/ -> resolve/ -> targets/ -> outputs.py
    files         pages          claims       spec        modules     disk
"""

__version__ = "0.1.0"
