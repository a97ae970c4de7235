"""Speed and memory, by one command: make bench."""
