# shellcheck shell=bash
# Starting a cluster: kwokctl starts the control plane, then come our provisioner, a default
# StorageClass and the nodes.

# healthy: the cluster was started to the end, every process of it runs, and the API server answers.
healthy() {
  [[ -e $FOLDER/ready && -z $(dead_components) ]] && kubectl get --raw /readyz --request-timeout=5s >/dev/null 2>&1
}

kubectl() { KUBECONFIG=$KUBECONFIG_FILE KUBECACHEDIR=$FOLDER/cache "$(program kubectl)" "$@" 9>&-; }

# free_port: a port nobody listens on, below the range that systems hand out by themselves.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 10000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

# kwokctl's own choice of ports always begins at the same one, so that two starts at once collide.
# Authorization and admission are on by default; priority and fairness stay so.
kwokctl_config() {
  cat <<YAML
apiVersion: config.kwok.x-k8s.io/v1alpha1
kind: KwokctlConfiguration
options:
  runtime: binary
  kubeVersion: $KUBE_VERSION
  bindAddress: 127.0.0.1
  etcdPort: $(free_port)
  etcdPeerPort: $(free_port)
  kubeApiserverPort: $(free_port)
  kubeControllerManagerPort: $(free_port)
  kubeSchedulerPort: $(free_port)
  kwokControllerPort: $(free_port)
  etcdBinary: "$(program etcd)"
  kubeApiserverBinary: "$(program kube-apiserver)"
  kubeControllerManagerBinary: "$(program kube-controller-manager)"
  kubeSchedulerBinary: "$(program kube-scheduler)"
  kwokControllerBinary: "$(program kwok-controller)"
  kubectlBinary: "$(program kubectl)"
  kubeAuditPolicy: "$([[ -z $AUDIT ]] || echo "$TOOLS/settings/audit-policy.yaml")"
componentsPatches:
  - name: etcd
    extraArgs:
      - {key: unsafe-no-fsync, value: "true"}
  - name: kube-apiserver
    extraArgs:
      - {key: audit-log-maxsize, value: "4096"} # MiB; who counts requests wants one file
      - {key: advertise-address, value: 192.0.2.1} # no pod will ever call it; a loopback address is refused
      - {key: endpoint-reconciler-type, value: none}
  # Without leader election they live through an API server that is away for a while.
  - name: kube-controller-manager
    extraArgs:
      - {key: leader-elect, value: "false"}
      - {key: horizontal-pod-autoscaler-sync-period, value: 2s} # 15 s is long for a demo and for tests
      - {key: kube-api-qps, value: "200"}
      - {key: kube-api-burst, value: "400"}
  - name: kube-scheduler
    extraArgs:
      - {key: leader-elect, value: "false"}
      - {key: kube-api-qps, value: "200"}
      - {key: kube-api-burst, value: "400"}
YAML
  [[ -z $PLAIN ]] || return 0
  local stage
  for stage in "$TOOLS"/stages/*.yaml; do
    echo "---"
    cat "$stage"
  done
}

nodes() {
  local number
  for ((number = 1; number <= NODES; number++)); do
    cat <<YAML
---
apiVersion: v1
kind: Node
metadata:
  name: worker-$number
  annotations: {kwok.x-k8s.io/node: fake}
  labels:
    kubernetes.io/hostname: worker-$number
    kubernetes.io/os: linux
    kubernetes.io/arch: amd64
    node-role.kubernetes.io/worker: ""
    topology.kubernetes.io/region: local
    topology.kubernetes.io/zone: local-$((number % 3))
status:
  addresses:
    - {type: InternalIP, address: 10.90.$((number / 250)).$((number % 250 + 1))}
    - {type: Hostname, address: worker-$number}
  capacity: &size {cpu: "32", memory: 256Gi, ephemeral-storage: 500Gi, pods: "500"}
  allocatable: *size
  nodeInfo: {operatingSystem: linux, architecture: amd64, kubeletVersion: $KUBE_VERSION}
YAML
  done
}

# storage_class: the default one, which waits for a pod unless the cluster is a plain one.
storage_class() {
  if [[ -n $PLAIN ]]; then
    sed 's/WaitForFirstConsumer/Immediate/' "$TOOLS/settings/storage-class.yaml"
  else
    cat "$TOOLS/settings/storage-class.yaml"
  fi
}

# create_control_plane: kwokctl runs in a process group of its own, for Ctrl-C must not end it between
# the start of a process and the recording of its pid.
create_control_plane() {
  local pid
  mkdir -p "$FOLDER"
  kwokctl_config >"$FOLDER/kwokctl.yaml"
  set -m
  KWOK_WORKDIR=$FOLDER KWOK_KUBE_VERSION=$KUBE_VERSION "$(program kwokctl)" create cluster --name "$NAME" \
    --config "$FOLDER/kwokctl.yaml" --kubeconfig "" --timeout 90s >"$FOLDER/kwokctl.log" 2>&1 </dev/null 9>&- &
  pid=$!
  set +m
  echo "$pid" >"$FOLDER/kwokctl.pid"
  wait "$pid" || return 1
  rm "$FOLDER/kwokctl.pid"
  KUBECONFIG=$WORK/kubeconfig.yaml "$(program kubectl)" config view --raw --flatten >"$KUBECONFIG_FILE" 9>&-
  chmod 600 "$KUBECONFIG_FILE"
}

furnish() {
  launch provisioner "$(program provisioner)" --kubeconfig "$KUBECONFIG_FILE"
  { storage_class && nodes; } | kubectl create --validate=false -f - >/dev/null &&
    kubectl wait node --all --for=condition=Ready --timeout=30s >/dev/null &&
    kubectl wait serviceaccount/default --for=create --timeout=30s >/dev/null &&
    [[ -z $(dead_components) ]]
}

# start_cluster: tries again when a port that was free a moment ago is not.
start_cluster() {
  local attempt
  trap 'say "Interrupted: cleaning up."; remove_cluster; rm -f "$STATE/$NAME.lock"; exit 130' INT TERM HUP
  for attempt in 1 2 3; do
    say "Starting cluster $NAME (Kubernetes $KUBE_VERSION, simulated nodes: $NODES) ..."
    if create_control_plane && furnish; then
      remember_commands
      echo "$NODES ${AUDIT:-no} ${PLAIN:-no}" >"$FOLDER/ready"
      return
    fi
    if ((attempt == 3)) || ! grep -qs "address already in use" "$WORK"/logs/*.log; then break; fi
    say "A port was taken meanwhile: trying again."
    remove_cluster
  done
  tail -n 5 "$FOLDER/kwokctl.log" "$WORK"/logs/*.log >&2 2>/dev/null || true
  remove_cluster
  die "cluster $NAME did not start (the last lines of its logs stand above): free some memory or disk and run it again."
}

# up: NODES and AUDIT are what the user asked for, empty where he did not say.
up() {
  local nodes=1 audit=no plain=no started=$SECONDS
  if [[ -e $FOLDER/ready ]]; then read -r nodes audit plain <"$FOLDER/ready"; fi
  if healthy; then
    if [[ ${AUDIT:-$audit} != "$audit" || ${NODES:-$nodes} != "$nodes" || ${PLAIN:-$plain} != "$plain" ]]; then
      die "cluster $NAME runs with other options (nodes: $nodes, audit log: $audit, plain: $plain): tools/cluster down $NAME first."
    fi
    say "Cluster $NAME is up."
    return
  fi
  if [[ -e $FOLDER ]]; then
    say "Cluster $NAME is half there or has crashed: cleaning up."
    remove_cluster
  fi
  NODES=${NODES:-$nodes} AUDIT=${AUDIT:-${audit#no}} PLAIN=${PLAIN:-${plain#no}}
  start_cluster
  say "Cluster $NAME is up after $((SECONDS - started)) s. Next:
  tools/cluster kubectl $NAME get nodes
  export KUBECONFIG=\$(tools/cluster kubeconfig $NAME)
  tools/cluster down $NAME"
}
