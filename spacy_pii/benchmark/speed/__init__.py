"""Latency, throughput, load time and memory of pipelines and analyzers, side by side in one run."""
