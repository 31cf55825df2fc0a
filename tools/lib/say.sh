# shellcheck shell=bash
# What every tool needs: talk on standard error (results go to standard output),
# one hash, one lock.

say() { printf '%s\n' "$*" >&2; }

# die SENTENCE [EXIT CODE]: what is wrong and what to do about it.
die() {
  say "tools/${0##*/}: $1"
  exit "${2:-1}"
}

sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }

# with_lock FILE FUNCTION [ARGUMENT...]: runs the function while nobody else runs under that lock, in
# a subshell. A process that is to outlive it must be started with `9>&-`, or it keeps the lock.
# The holder may remove the file: who waited for it then notices and takes the new one.
# Without flock (macOS) there is no lock: builds stay safe, two `up` of one name at once do not.
with_lock() {
  local file=$1
  shift
  (
    while command -v flock >/dev/null; do
      exec 9>"$file"
      flock -n 9 || { say "Waiting for another tools/${0##*/} that works on this ..." && flock 9; }
      if [[ $file -ef /dev/fd/9 ]]; then break; fi
    done
    "$@"
  )
}
