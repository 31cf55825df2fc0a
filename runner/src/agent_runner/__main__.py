"""python -m agent_runner is the agent-runner command."""

import sys

from agent_runner.cli import main

sys.exit(main())
