"""Writing notes: new ones, mended ones, in an editor or on the page."""
