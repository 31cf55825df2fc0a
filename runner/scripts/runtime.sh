# shellcheck shell=bash
# What the image's scripts share: the container runtime, and how a failure is told.

die() { printf '%s\n' "$*" >&2; exit 1; }

# find_runtime: sets RUNTIME to the command. CONTAINER_RUNTIME wins; else Docker where its daemon answers, else Podman.
find_runtime() {
  if [[ -n ${CONTAINER_RUNTIME:-} ]]; then
    command -v "$CONTAINER_RUNTIME" >/dev/null || die "CONTAINER_RUNTIME=$CONTAINER_RUNTIME is no command: give docker, podman, or a path to one."
    RUNTIME=$CONTAINER_RUNTIME
  elif docker info >/dev/null 2>&1; then
    RUNTIME=docker
  elif command -v podman >/dev/null; then
    RUNTIME=podman
  elif command -v docker >/dev/null; then
    die "Docker is installed, but its daemon does not answer: start it (systemctl start docker, or Docker Desktop), or install Podman."
  else
    die "Neither Docker nor Podman is installed: install one of them, or set CONTAINER_RUNTIME to its path."
  fi
  "$RUNTIME" info >/dev/null 2>&1 || die "$RUNTIME does not answer: start its daemon, or choose another by CONTAINER_RUNTIME."
}

is_podman() { [[ $("$RUNTIME" --version) == podman* ]]; }

# has_buildx: without it, Docker's client can't use BuildKit since version 23.
has_buildx() { "$RUNTIME" buildx version >/dev/null 2>&1; }

# require_buildkit: Podman, and Docker with the plugin or before version 23, know the cache mounts of the Dockerfile.
require_buildkit() {
  local version
  is_podman || has_buildx && return
  version=$("$RUNTIME" --version | sed -n 's/^Docker version \([0-9]*\).*/\1/p')
  ((${version:-0} < 23)) ||
    die "This Docker has no BuildKit: install its plugin (docker-buildx-plugin from Docker, docker-buildx from Debian or Homebrew), or use CONTAINER_RUNTIME=podman."
}

# passed_environment: fills PASSED with -e NAME for each variable of the worker that is set. Values are not on the command line.
passed_environment() {
  local name
  PASSED=()
  for name in $(compgen -e | grep -E '^(TEMPORAL|STIGMER|OPENAI|ANTHROPIC|OLLAMA|AGENT_RUNNER|LOG)_'); do
    PASSED+=(-e "$name")
  done
}

# CONFINED: how a container of this image runs: as an AgentRunner's pod would.
# shellcheck disable=SC2034 # read by the scripts
CONFINED=(--read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges)
