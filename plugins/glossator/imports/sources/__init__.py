"""Turn a file of another kind into the Markdown of a source.

Nothing here opens the network or writes a file.  Text and Markdown need the core only; web pages need the extra
`import`, Word documents `docx`, e-books `epub`, PDF files `pdf`.
"""

from glossator.imports.sources.formats import read_file
from glossator.imports.sources.record import Imported, ImportFailure, page

__all__ = ["ImportFailure", "Imported", "page", "read_file"]
