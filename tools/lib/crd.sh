# shellcheck shell=bash

# await_crd KUBECTL...: until AgentRunners are served, for at most 30 seconds. kubectl wait gives up on a CRD whose status is
# not written yet.
await_crd() {
  for _ in $(seq 300); do
    if "$@" wait --for=condition=Established crd/agentrunners.stigmer.ai >/dev/null 2>&1; then return; fi
    sleep 0.1
  done
  "$@" wait --for=condition=Established crd/agentrunners.stigmer.ai --timeout=1s >/dev/null
}
