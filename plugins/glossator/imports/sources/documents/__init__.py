"""Word documents, e-books and PDF files as sources, with their comments as notes."""
