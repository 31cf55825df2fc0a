# shellcheck shell=bash
# The processes of one cluster, known by the pids that kwokctl recorded. Nothing is ever stopped by
# its name, and no pid is trusted before its command line was seen to belong to this cluster.

# cluster_paths NAME: where everything of that cluster is.
# shellcheck disable=SC2034 # read by the other files
cluster_paths() {
  NAME=$1
  FOLDER=$STATE/$NAME
  WORK=$FOLDER/clusters/$NAME # kwokctl's own layout under its KWOK_WORKDIR, which is FOLDER
  KUBECONFIG_FILE=$FOLDER/kubeconfig
  AUDIT_LOG=$WORK/logs/audit.log
}

# command_line PID: its arguments, one a line; nothing when there is no such process.
command_line() {
  if [[ -d /proc/self ]]; then
    { tr '\0' '\n' <"/proc/$1/cmdline"; } 2>/dev/null
  else
    ps -ww -o args= -p "$1" | tr ' ' '\n'
  fi
}

belongs() { [[ $1 =~ ^[0-9]+$ && $(command_line "$1") == *"$FOLDER/"* ]]; }

components() {
  local file
  for file in "$WORK"/pids/*.pid; do
    [[ -e $file ]] && basename "$file" .pid
  done
}

pid_of() { cat "$WORK/pids/$1.pid" 2>/dev/null || true; }

alive() { belongs "$(pid_of "$1")"; }

# dead_components: those that were started and don't run any more.
dead_components() {
  local component
  for component in $(components); do
    alive "$component" || echo "$component"
  done
}

# kill_hard PID...: ends processes that belong to this cluster, and returns when they are gone.
# SIGKILL, since an API server takes over 20 s for anything gentler and there is no data to save.
kill_hard() {
  local pid
  for pid in "$@"; do
    if belongs "$pid"; then kill -KILL "$pid" 2>/dev/null || true; fi
  done
  for pid in "$@"; do
    while belongs "$pid"; do sleep 0.05; done
  done
}

# remember_commands: keeps each component's command line, for `start` after a crash.
remember_commands() {
  local component
  mkdir -p "$FOLDER/commands"
  for component in $(components); do
    command_line "$(pid_of "$component")" >"$FOLDER/commands/$component"
  done
}

# launch COMPONENT PROGRAM [ARGUMENT...]: starts it the way kwokctl does, apart from this terminal.
launch() {
  local component=$1
  shift
  (
    set -m # a process group of its own: Ctrl-C is not for it
    trap '' HUP
    cd "$WORK" || exit
    "$@" >>"logs/$component.log" 2>&1 </dev/null 9>&- &
    printf %s $! >"pids/$component.pid"
  )
}

# remove_cluster: no process and no file of it is left.
remove_cluster() {
  local component pids=()
  if belongs "$(cat "$FOLDER/kwokctl.pid" 2>/dev/null)"; then
    kill -TERM "$(cat "$FOLDER/kwokctl.pid")" 2>/dev/null || true # it may be about to record a pid
    sleep 0.5
    kill_hard "$(cat "$FOLDER/kwokctl.pid")"
  fi
  for component in $(components); do pids+=("$(pid_of "$component")"); done
  kill_hard ${pids[@]+"${pids[@]}"}
  rm -rf "$FOLDER"
}
