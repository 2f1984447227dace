"""Site generators: one adapter each, and nothing else of ours knows one."""
