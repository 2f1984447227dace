"""Notes that others wrote, made notes of ours: W3C Web Annotations, Hypothes.is exports, footnotes, our own CSV."""
