"""What strangers wrote, read safely and written back: files, YAML that knows its places, front matter."""
