# shellcheck shell=bash
# Where the cluster's programs come from: a given folder, the user's cache, or a build of tools/go.mod.

PROGRAMS=(kwokctl kwok-controller kubectl etcd kube-apiserver kube-controller-manager kube-scheduler provisioner)
KUBE_VERSION=$(awk '$1 == "k8s.io/kubernetes" { print $2 }' "$TOOLS/go.mod")
# The one that builds all of them: a newer one than go.mod asks for may not build a dependency of today any more.
GO_TOOLCHAIN=go1.26.8
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/agentrunner-operator/cluster

package_of() {
  case $1 in
    kwokctl) echo sigs.k8s.io/kwok/cmd/kwokctl ;;
    kwok-controller) echo sigs.k8s.io/kwok/cmd/kwok ;;
    kubectl) echo k8s.io/kubernetes/cmd/kubectl ;;
    etcd) echo go.etcd.io/etcd/server/v3 ;;
    kube-*) echo "k8s.io/kubernetes/cmd/$1" ;;
    provisioner) echo ./provisioner ;;
  esac
}

# The version has to be linked in: without it the API server calls itself v0.0.0.
ldflags() {
  local version=k8s.io/component-base/version minor=${KUBE_VERSION#v1.}
  echo "-s -w -X $version.gitVersion=$KUBE_VERSION -X $version.gitMajor=1 -X $version.gitMinor=${minor%%.*}"
}

# Programs of one go.mod, one set of flags and one platform share a folder; our own one, whose
# source is here, has a folder for each state of that source.
folder_of() {
  local short
  short=$( (cat "$TOOLS/go.mod" "$TOOLS/go.sum" && ldflags && uname -sm &&
    if [[ $1 == provisioner ]]; then cat "$TOOLS"/provisioner/*.go; fi) | sha256)
  case $1 in
    provisioner) echo "$CACHE/provisioner-${short:0:12}" ;;
    *) echo "$CACHE/$KUBE_VERSION-${short:0:12}" ;;
  esac
}

# program NAME: the path of a program that locate_programs found.
program() {
  if [[ -n ${AGENTRUNNER_CLUSTER_BIN:-} ]]; then
    echo "$AGENTRUNNER_CLUSTER_BIN/$1"
  elif [[ $1 == provisioner ]]; then
    echo "$PROVISIONER_FOLDER/$1"
  else
    echo "$CONTROL_PLANE_FOLDER/$1"
  fi
}

locate_programs() {
  if [[ -n ${AGENTRUNNER_CLUSTER_BIN:-} ]]; then
    AGENTRUNNER_CLUSTER_BIN=$(cd "$AGENTRUNNER_CLUSTER_BIN" 2>/dev/null && pwd) || die "AGENTRUNNER_CLUSTER_BIN is not a folder: correct it, or unset it to have the programs built."
    return
  fi
  CONTROL_PLANE_FOLDER=$(folder_of kubectl)
  PROVISIONER_FOLDER=$(folder_of provisioner)
}

missing_programs() {
  local name
  for name in "${PROGRAMS[@]}"; do
    [[ -x $(program "$name") ]] || echo "$name"
  done
}

# ensure_programs: all of them are there when it returns.
ensure_programs() {
  local missing
  locate_programs
  missing=$(missing_programs)
  [[ -z $missing ]] && return
  if [[ -n ${AGENTRUNNER_CLUSTER_BIN:-} ]]; then
    die "AGENTRUNNER_CLUSTER_BIN=$AGENTRUNNER_CLUSTER_BIN lacks $(echo "$missing" | paste -sd' ' -): add them there, or unset it to have them built."
  fi
  mkdir -p "$CONTROL_PLANE_FOLDER" "$PROVISIONER_FOLDER"
  with_lock "$CACHE/lock" build_missing
}

build_missing() {
  local go name index=0 missing count
  missing=$(missing_programs)
  [[ -z $missing ]] && return
  go=$(find_go)
  trap 'say "interrupted: run it again, it goes on here."; exit 130' INT TERM HUP
  count=$(echo "$missing" | wc -l | tr -d ' ')
  say "Building $count of the cluster's ${#PROGRAMS[@]} programs, once (about 8 minutes for all on 2 cores, 3 GB of disk; may be interrupted)."
  for name in $missing; do
    index=$((index + 1))
    printf '[%d/%d] %s: building ... ' "$index" "$count" "$name" >&2
    build_program "$go" "$name"
  done
}

# build_program GO NAME: one of the cluster's.
build_program() {
  local log=$CACHE/build-$2.log started=$SECONDS
  if ! compile "$1" "$TOOLS" "$(ldflags)" "$(package_of "$2")" "$(program "$2")" >"$log" 2>&1; then
    say "failed"
    tail -n 15 "$log" >&2
    die "$2 did not build (the lines above; all of it in $log): check the network or GOPROXY and run this again, it goes on where it stopped."
  fi
  rm -f "$log"
  say "$((SECONDS - started)) s"
}

# built_once NAME PACKAGE PROGRAM SENTENCE: prints the path of a program of tools/NAME/go.mod. The first time it is built,
# and the sentence told.
built_once() {
  local short target
  short=$( (cat "$TOOLS/$1/go.mod" "$TOOLS/$1/go.sum" && uname -sm) | sha256)
  target=$CACHE/$1-${short:0:12}/$3
  mkdir -p "$(dirname "$target")"
  if [[ ! -x $target ]]; then with_lock "$target.lock" build_once "$TOOLS/$1" "$2" "$target" "$4"; fi
  echo "$target"
}

build_once() {
  local go
  if [[ -x $3 ]]; then return; fi
  go=$(find_go)
  say "$4"
  compile "$go" "$1" "-s -w" "$2" "$3" >&2 ||
    die "$(basename "$3") did not build (the lines above): check the network or GOPROXY and run this again."
}

# compile GO FOLDER LDFLAGS PACKAGE TARGET: never leaves half a file under the final name.
compile() {
  (cd "$2" && unset GOOS GOARCH GOEXPERIMENT && CGO_ENABLED=0 GOWORK=off GOTOOLCHAIN=$GO_TOOLCHAIN GOFLAGS=-mod=readonly \
    "$1" build -buildvcs=false -trimpath -ldflags "$3" -o "$5.new" "$4" 9>&-) && mv "$5.new" "$5"
}

# A Go that is 1.21 or newer fetches that toolchain by itself.
find_go() {
  local go version found=
  for go in "$(command -v go || true)" /usr/local/go/bin/go /usr/lib/go/bin/go /usr/lib/go-*/bin/go /opt/homebrew/bin/go; do
    [[ -x $go ]] || continue
    version=$(cd / && GOTOOLCHAIN=local "$go" version | awk '{ print substr($3, 3) }')
    if [[ $version =~ ^1\.([0-9]+) ]] && ((BASH_REMATCH[1] >= 21)); then
      echo "$go"
      return
    fi
    found="${found:-$version at $go}"
  done
  die "Go 1.21 or newer is needed to build the local cluster${found:+ (found only $found)}: install it from https://go.dev/dl or with your package manager."
}
