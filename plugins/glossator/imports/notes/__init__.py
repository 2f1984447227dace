"""Notes that other programs wrote, made notes of ours: W3C Web Annotations, Hypothes.is exports and our own CSV."""
