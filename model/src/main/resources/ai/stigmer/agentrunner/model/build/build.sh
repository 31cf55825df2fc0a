#!/bin/sh
# Builds and pushes an image with rootless BuildKit, in a build's pod, and tells the outcome by the termination message.
#   $@           what to build: arguments of buildctl build
#   CONFIG       buildkitd.toml
#   NEEDED       lines "FILE WHAT", for each file that a Secret brings
#   PASSING      what an error says that may be gone with the next try
#   WORKSPACE    not empty: the directory that is built from, whose files are others'
#   KEEP         not empty: BuildKit's state outlives the pod and is left in order, unless that takes long
#   /build/files files of a ConfigMap or of the manifest; built from /tmp/context
#   /build/git   where mounted, the repository's Secret: ssh-privatekey, or token or password, with or without username
# The message: "built DIGEST SECONDS" and what git said of the commit, or "failed STAGE" and the end of the log.
# Exit codes: 0 built; 1 another try would end the same way; 2 another try may go well.
set -eu
in=${BUILD_DIR:-/build} tmp=${TMPDIR:-/tmp} result=${RESULT:-/dev/termination-log} start=$(date +%s)
fail() { # CODE STAGE [WORDS]; of the message the kubelet keeps 4096 bytes
  [ $# = 2 ] || echo "$3" | tee -a "$tmp/log" >&2
  { echo "failed $2" && tail -c 3900 "$tmp/log"; } >"$result"
  exit "$1"
}
trap 'fail 2 Stopped' TERM
: >"$tmp/log"
printf %s "${NEEDED:-}" | while read -r file what; do [ -s "$file" ] || fail 2 Secret "$what is missing or empty"; done
# Without the links that Kubernetes mounts them by.
[ ! -d "$in/files" ] || { cp -RL "$in/files" "$tmp/context" && rm -rf "$tmp/context"/..?*; }
if [ "${WORKSPACE:-}" ]; then # of what it can't read buildctl would make empty files
  closed=$(find "$WORKSPACE" -type f 2>&1 | while IFS= read -r file; do [ -r "$file" ] || echo "$file"; done | head -n 5)
  [ -z "$closed" ] || fail 1 Build "error: the build may not read $closed"
fi
if [ -s "$in/git/ssh-privatekey" ]; then
  set -- "$@" --ssh "default=$in/git/ssh-privatekey"
elif [ -d "$in/git" ]; then
  user=$(cat "$in/git/username" 2>/dev/null || echo x-access-token)
  password=$(cat "$in/git/token" 2>/dev/null || cat "$in/git/password" 2>/dev/null || :)
  [ "$password" ] || fail 2 Secret "source.git.secretRef: the Secret is missing, or has no key token, password or ssh-privatekey"
  printf 'Basic %s' "$(printf %s:%s "$user" "$password" | base64 | tr -d '\n')" >"$XDG_RUNTIME_DIR/git" # no line's end
  set -- "$@" --secret "id=GIT_AUTH_HEADER,src=$XDG_RUNTIME_DIR/git"
fi

printf %s "${CONFIG:-}" >"$tmp/buildkitd.toml"
rootlesskit buildkitd --config "$tmp/buildkitd.toml" >"$tmp/buildkitd.log" 2>&1 &
buildkitd=$!
until [ -e "${BUILDKIT_HOST#unix://}" ]; do
  kill -0 $buildkitd 2>/dev/null || fail 1 Start "BuildKit did not start: $(cat "$tmp/buildkitd.log")"
  sleep 0.05
done
{ buildctl build --metadata-file "$tmp/metadata" "$@" 2>&1 || : >"$tmp/failed"; } | tee -a "$tmp/log" &
wait $!
if [ -e "$tmp/failed" ]; then
  ! grep -qs '^oom_kill [1-9]' /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control || fail 1 Memory
  error=$(sed -n '/^error: /,$p' "$tmp/log")
  case $error in *'" did not complete successfully: '*) fail 1 Build ;; '') fail 2 Build ;; esac # a step may have said anything
  ! echo "$error" | grep -qiE "$PASSING" || fail 2 Build
  fail 1 Build
fi
digest=$(sed -n 's/.*"containerimage.digest": "\(.*\)".*/\1/p' "$tmp/metadata")
git=$(grep -E '^#[0-9]+ (\[internal\] load git source|[0-9.]+ [0-9a-f]{40})' "$tmp/log" | head -n 5)
printf 'built %s %s\n%s\n' "$digest" $(($(date +%s) - start)) "$git" >"$result"
[ "${KEEP:-}" ] || exit 0
kill $buildkitd && sleep 5 && kill -9 $buildkitd &
wait $buildkitd || :
kill $! 2>/dev/null || :
