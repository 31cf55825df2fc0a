# shellcheck shell=bash
# The cluster with real pods that KUBECONFIG names, for tests which may change everything in it.

end_with() { printf '%s\n' "$*" >&2; exit 2; }
k() { kubectl --kubeconfig "$kubeconfig" --request-timeout=20s "$@"; }

# given_cluster FOLDER TARGET: sets kubeconfig to a file of its own in that folder, whatever KUBECONFIG lists (it may hold
# credentials), once the cluster is as the tests of make TARGET need it.
given_cluster() {
  local running
  [[ -n ${KUBECONFIG:-} ]] ||
    end_with "Set KUBECONFIG to a cluster with real pods that may be used for tests, e.g.: kind create cluster &&" \
      "kind get kubeconfig >kind.yaml && KUBECONFIG=\$PWD/kind.yaml make $2"
  command -v kubectl >/dev/null || end_with "kubectl is needed and not on the PATH."
  kubeconfig=$1/kubeconfig
  (umask 077 && kubectl config view --raw --flatten --minify >"$kubeconfig") || end_with "KUBECONFIG=$KUBECONFIG has no current context."
  echo "The cluster: context $(k config current-context), $(k config view -o 'jsonpath={.clusters[0].cluster.server}')"
  k get --raw /readyz >/dev/null || end_with "The cluster does not answer."
  k auth can-i impersonate serviceaccounts -A >/dev/null || end_with "This user may not impersonate the operator: be cluster-admin."
  k get storageclass -o 'jsonpath={.items[*].metadata.annotations}' | grep -q '"storageclass.kubernetes.io/is-default-class":"true"' ||
    end_with "The cluster has no default storage class."
  running=$(k get deployments -A --field-selector metadata.name=agentrunner-operator -o 'jsonpath={.items[?(@.spec.replicas>0)].metadata.namespace}')
  [[ -z $running ]] ||
    end_with "An operator runs in this cluster already: kubectl -n $running scale deploy/agentrunner-operator --replicas=0, or take another cluster."
}

# tests_on_pods GROUP [-DNAME=VALUE...]: the operator's tests of that tag in the cluster, with the images that the
# environment names.
tests_on_pods() {
  local group=$1
  shift
  JAVA_HOME=$("$root/tools/jdk")
  export JAVA_HOME MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"
  cd "$root"
  ./mvnw -B -ntp -pl operator -am test -Dgroups="$group" -Dcampaigns=none -Dsurefire.failIfNoSpecifiedTests=false \
    -Dkubeconfig="$kubeconfig" -Dimage="${IMAGE:-busybox}" -Dversion="${VERSION:-1.36}" -Dnext.version="${NEXT_VERSION:-1.37}" \
    -Dbuilder="${BUILDER:-moby/buildkit:v0.34.2-rootless}" -Dbase="${BASE:-${IMAGE:-busybox}:${VERSION:-1.36}}" \
    -Drunner.image="${RUNNER_IMAGE:-}" -Drunner.version="${RUNNER_VERSION:-dev-local}" "$@"
}
