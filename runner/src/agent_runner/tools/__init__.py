"""What an agent can do on the workspace: one module a kind of tool, `registry` has them all."""
