"""A Temporal worker that runs AI agents on files under /workspace.

This file stays empty of imports: `agent-runner health` must not load what the worker loads.
"""
