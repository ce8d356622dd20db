"""Benchmarks: one figure each, beside its peer. README.md tells how to add one."""
