"""Our models beside their peers: accuracy here, latency and memory in `speed`."""
