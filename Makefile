# make alone prints the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help jdk demo demo-down bench bench-page test test-unit test-runner test-tools e2e-pods e2e-runner bench-builds faults soak format generate build clean

JAR := operator/target/agentrunner-operator.jar
BENCH_JAR := bench/target/agentrunner-bench.jar
SOURCES := $(shell find pom.xml crds model operator -name '*.java' -path '*/main/*' -o -name '*.xml' -not -path '*/target/*')
MVN = JAVA_HOME="$$(tools/jdk)" MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow $$MAVEN_OPTS" ./mvnw -B -ntp

help: ## Print the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(JAR) | jdk ## Start a local cluster and the operator, and bring one AgentRunner to Ready
	@JAVA_HOME="$$(tools/jdk)" tools/demo up

demo-down: ## Remove what make demo started
	@tools/demo down

bench: $(JAR) $(BENCH_JAR) | jdk ## Measure the operator; BENCH="--burst 100" takes minutes, BENCH=--help
	@tools/bench $(BENCH)

bench-page: $(BENCH_JAR) | jdk ## Write the figures of the last make bench into docs/performance.md
	@tools/bench --page docs/performance.md

test: | jdk ## Run every test but those that need real pods (builds a Kubernetes control plane once)
	$(MAKE) -C runner build
	tools/cluster build
	$(MVN) verify
	@tools/cluster down test

test-runner: ## Check the worker (runner/): types, style, and its tests that need no Temporal
	$(MAKE) -C runner build

test-unit: | jdk ## Run the tests that need no cluster
	$(MVN) verify -DexcludedGroups=cluster

test-tools: ## Test tools/cluster
	tools/test-cluster

e2e-pods: | jdk ## Run the end-to-end test on real pods, in the cluster of KUBECONFIG (kind, minikube, any)
	@tools/e2e-pods

e2e-runner: ## Run the worker against a real Temporal (built once), and its image on the Docker and Podman there are
	@tools/e2e-runner

bench-builds: $(JAR) | jdk ## Measure a build in the cluster of KUBECONFIG against docker build, push and kubectl set image
	@tools/bench-builds

faults: | jdk ## Run the fault campaigns, about half an hour: processes killed, networks cut, random manifests
	tools/cluster build
	tools/cluster up faults --audit --nodes 4
	$(MVN) verify -Dgroups=faults -Dcampaigns=none -Dcluster=faults $(if $(SEED),-Dseed=$(SEED)) \
	  $(if $(TEST),-Dtest=$(TEST) -Dsurefire.failIfNoSpecifiedTests=false)
	@tools/cluster down faults

soak: | jdk ## Run random users and faults for 30 minutes, or MINUTES=n
	tools/cluster build
	tools/cluster up soak --audit --nodes 4
	$(MVN) verify -Dgroups=soak -Dcampaigns=none -Dcluster=soak -Dsoak.minutes=$(or $(MINUTES),30) $(if $(SEED),-Dseed=$(SEED))
	@tools/cluster down soak

format: | jdk ## Format the Java code
	$(MVN) -q spotless:apply

generate: | jdk ## Write the CRD, its reference page and the golden files anew
	$(MVN) -q -pl crds,model -DexcludedGroups=cluster -Dgolden.update=true test

build: $(JAR) ## Build the operator

clean: ## Delete what was built
	rm -rf target */target
	$(MAKE) -C runner clean

# Says what to install where there is none; said once, before Maven says the same at length.
jdk:
	@tools/jdk >/dev/null

$(JAR): $(SOURCES) | jdk
	$(MVN) -q -DskipTests -pl operator -am package
	@touch $@

$(BENCH_JAR): $(SOURCES) $(shell find bench -name '*.java' -path '*/main/*' -o -name pom.xml -path 'bench/*') | jdk
	$(MVN) -q -DskipTests -pl bench -am package
	@touch $@ $(JAR)
