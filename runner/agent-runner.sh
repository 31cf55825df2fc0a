#!/opt/agent-runner/hidden/sh
# The agent-runner command of the image. It begins in a shell that may be run and not be read: the environment of such a
# process, with the worker's keys, the kernel keeps from others of the same user, such as the commands of agents. The worker
# hides itself as soon as it runs (guard.py); a health check comes and goes, and goes on without the keys.
case ${1-} in
  health)
    exec /opt/agent-runner/hidden/env -i AGENT_RUNNER_STATE_FILE="${AGENT_RUNNER_STATE_FILE-}" PYTHONDONTWRITEBYTECODE=1 \
      /opt/agent-runner/bin/python /opt/agent-runner/hidden/main.py "$@"
    ;;
esac
exec /opt/agent-runner/bin/python /opt/agent-runner/hidden/main.py "$@"
