"""Turn a text, a Markdown file, a web page or a saved page into the Markdown of a source.

Nothing here opens the network or writes a file.  Web pages need the `import` extra, the rest the core only.
"""

from glossator.imports.sources.formats import read_file
from glossator.imports.sources.record import Imported, ImportFailure, page

__all__ = ["ImportFailure", "Imported", "page", "read_file"]
