# make alone prints the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help jdk demo demo-down bench bench-page test test-java test-unit test-runner test-pins test-tools outdated pin-images e2e-pods e2e-runner e2e-install bench-image bench-builds faults soak format generate build cli bench-cli e2e-cli e2e-upstream \
  image image-release image-index image-name test-docs test-workflows e2e-kind release release-next release-check release-cli release-files \
  release-index release-sign release-dry-run clean

JAR := operator/target/agentrunner-operator.jar
BENCH_JAR := bench/target/agentrunner-bench.jar
CLI := cli/target/agentrunner/bin/agentrunner
TRAINING_JAR := operator/training/target/agentrunner-training.jar
GENERATOR_JAR := crds/generator/target/agentrunner-crd-generator.jar
# As the manifests name it: a cluster that has it loaded needs no registry.
IMAGE ?= $(shell awk '$$1 == "image:" { print $$2 }' manifests/base/deployment.yaml)
BUILD_ARGS = VERSION=$(lastword $(subst :, ,$(IMAGE))) REVISION=$$(git rev-parse HEAD 2>/dev/null || echo unknown) \
  CREATED=$$(date -u +%Y-%m-%dT%H:%M:%SZ) $(if $(JDK_IMAGE),JDK_IMAGE=$(JDK_IMAGE)) $(if $(BASE_IMAGE),BASE_IMAGE=$(BASE_IMAGE))
IMAGE_FLAGS = --network none -t $(IMAGE) $$(printf -- '--build-arg %s ' $(BUILD_ARGS))
SOURCES := $(shell find pom.xml crds model operator -name '*.java' -path '*/main/*' -o -name '*.xml' -not -path '*/target/*')
MVN = JAVA_HOME="$$(tools/jdk)" MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow $$MAVEN_OPTS" ./mvnw -B -ntp
# The module of TEST=Class or TEST=Class\#method. In a function, versions of make read \# differently.
HASH := \#
TEST_MODULE = $(or $(firstword $(subst /, ,$(shell find */src/test -name '$(firstword $(subst $(HASH), ,$(TEST))).java'))),$(error There is no test class $(TEST)))
ONE_TEST = $(if $(TEST),-Dtest='$(TEST)' -Dsurefire.failIfNoSpecifiedTests=false)

help: ## Print the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(JAR) | jdk ## Start a local cluster and the operator, and bring one AgentRunner to Ready
	@JAVA_HOME="$$(tools/jdk)" tools/demo up

demo-down: ## Remove what make demo started
	@tools/demo down

bench: $(JAR) $(BENCH_JAR) | jdk ## Measure the operator; BENCH="--burst 100" takes minutes, BENCH=--help
	@tools/bench $(BENCH)

bench-page: $(BENCH_JAR) | jdk ## Write the figures of the last make bench into docs/performance.md
	@tools/bench --page docs/performance.md

test: test-pins test-docs | jdk ## Run the tests, but for e2e-*, faults and soak (builds a Kubernetes control plane once)
	@MAKE=$(MAKE) tools/test-all

test-java: | jdk ## Run the tests of the operator and of what belongs to it, on a local cluster too; TEST=Class for one
	tools/cluster build
	$(MVN) $(if $(TEST),test -pl $(TEST_MODULE) -am $(ONE_TEST),verify) $(if $(FAIL_FAST),-Dsurefire.skipAfterFailureCount=1)
	@tools/cluster down test

test-runner: ## Check the worker (runner/): types, style, and its tests that need no Temporal; TEST=tests/file.py::test for one
	$(MAKE) -C runner $(if $(TEST),test,build)

test-pins: ## Check that nothing is built with whatever is the newest today, and that there is one version everywhere
	@tools/test-pins
	@tools/test-pin-images
	@tools/release check

test-docs: ## Check that what the pages of docs link to is there, and that no paragraph stands twice
	@tools/test-docs

test-workflows: ## Check the workflows: actionlint, zizmor, and each shell step, run with commands that only say what they would do
	@$(MAKE) -s -C runner environment
	@tools/test-workflows
	@tools/test-action

outdated: ## Print which pinned versions are not the newest
	@tools/outdated

pin-images: ## Write the digest of today beside the tag of each image that is built from or run (needs the registries)
	@tools/pin-images

test-unit: | jdk ## Run the tests that need no cluster
	$(MVN) verify -DexcludedGroups=cluster

test-tools: ## Test tools/cluster
	tools/test-cluster

e2e-pods: | jdk ## Run the end-to-end test on real pods, in the cluster of KUBECONFIG (kind, minikube, any)
	@tools/e2e-pods

e2e-runner: ## Run the worker against a real Temporal (built once), and its image on the Docker and Podman there are
	@tools/e2e-runner

bench-image: $(JAR) | jdk ## Measure the process of the operator's image against java -jar: start and memory (needs make image)
	@tools/bench-image

bench-cli: $(CLI) ## Measure the start of the agentrunner command beside kubectl's, and run of what runs already
	@tools/bench-cli

bench-builds: $(JAR) | jdk ## Measure a build in the cluster of KUBECONFIG against docker build, push and kubectl set image
	@tools/bench-builds

e2e-cli: $(CLI) ## Run the agentrunner command against the Docker and Podman there are (RUNTIMES="unix:///… …")
	@tools/e2e-cli

e2e-upstream: $(CLI) | jdk ## Build and run Stigmer's own workers in the cluster of KUBECONFIG, and on the container runtimes there are
	@tools/e2e-upstream

e2e-kind: | jdk ## Make a kind cluster, and run on it e2e-pods, e2e-install and what the pages say to type on kind
	@tools/e2e-kind

e2e-install: | jdk ## Test the chart and the manifests on a local cluster (helm is built once); with KUBECONFIG, the image too, on real pods
	@tools/go-program helm >/dev/null
	@tools/conform
	tools/cluster build
	$(MVN) verify -pl operator -am -Dgroups=install -Dcampaigns=none -Dcluster=install -Dsurefire.failIfNoSpecifiedTests=false
	@tools/cluster down install
	@tools/e2e-install

faults: | jdk ## Run the fault campaigns, about half an hour: processes killed, networks cut, random manifests
	tools/cluster build
	tools/cluster up faults --audit --nodes 4
	$(MVN) verify -Dgroups=faults -Dcampaigns=none -Dcluster=faults $(if $(SEED),-Dseed=$(SEED)) $(ONE_TEST)
	@tools/cluster down faults

soak: | jdk ## Run random users and faults for 30 minutes, or MINUTES=n
	tools/cluster build
	tools/cluster up soak --audit --nodes 4
	$(MVN) verify -Dgroups=soak -Dcampaigns=none -Dcluster=soak -Dsoak.minutes=$(or $(MINUTES),30) $(if $(SEED),-Dseed=$(SEED))
	@tools/cluster down soak

format: | jdk ## Format the Java code
	$(MVN) -q spotless:apply

generate: $(GENERATOR_JAR) | jdk ## Write the CRD, its reference page, docs/cli.md, the golden files and the chart's copies and README anew
	"$$(tools/jdk)/bin/java" -jar $(GENERATOR_JAR) .
	$(MVN) -q -pl model,cli -am -DexcludedGroups=cluster -Dgolden.update=true test
	$$(tools/go-program helm-docs) --log-level warning --chart-search-root helm --sort-values-order file

build: $(JAR) ## Build the operator

cli: $(CLI) ## Build the agentrunner command, cli/target/agentrunner/bin/agentrunner (also kubectl agentrunner)

image: $(JAR) $(TRAINING_JAR) | jdk ## Build the operator's image with Docker (or DOCKER=podman), named IMAGE
	$(or $(DOCKER),docker) build $(IMAGE_FLAGS) operator

image-release: $(JAR) $(TRAINING_JAR) | jdk ## Build it for PLATFORMS (amd64 and arm64) with SBOM and provenance, and push it as IMAGE (docker buildx)
	$(or $(DOCKER),docker) buildx build --platform $(or $(PLATFORMS),linux/amd64,linux/arm64) --sbom=true --provenance=mode=max --push $(IMAGE_FLAGS) operator

image-index: ## Make one image, IMAGE, of IMAGE-amd64 and IMAGE-arm64, also as MAJOR.MINOR and latest (docker buildx)
	$(or $(DOCKER),docker) buildx imagetools create -t $(IMAGE) -t $(basename $(IMAGE)) -t $(IMAGE:%:$(lastword $(subst :, ,$(IMAGE)))=%):latest $(IMAGE)-amd64 $(IMAGE)-arm64

image-name: ## Print what make image names the image
	@echo $(IMAGE)

release: | jdk ## Prepare VERSION: changelog, one version everywhere, what it makes of the pods, its chart (docs/releasing.md)
	@tools/release prepare "$(VERSION)"

release-next: ## After a release: what is built from here on has the next minor version, as -SNAPSHOT
	@tools/release development

release-check: ## Fail unless every file names VERSION and the changelog has its section
	@tools/release check "$(or $(VERSION),$(error Say which version: make release-check VERSION=…))"

release-cli: $(CLI) ## Put the agentrunner command for this platform into dist/, as VERSION
	@tools/release-dist cli "$(VERSION)"

release-files: $(JAR) $(CLI) ## Put chart, manifests and SBOMs into dist/, as VERSION
	@tools/release-dist files "$(VERSION)"

release-index: ## Write the krew manifest, the Homebrew formula and the checksums of what is in dist/
	@tools/release-dist index "$(VERSION)"

release-sign: ## Sign the checksums in dist/: as the GitHub workflow that runs it, or by COSIGN_KEY=FILE
	@tools/release-sign checksums

release-dry-run: | jdk ## Make into dist/ all of a release that needs no GitHub, and install it; VERSION=…, by default the next minor one
	@tools/release-dry-run "$(VERSION)"

clean: ## Delete what was built
	rm -rf dist target */target crds/generator/target operator/training/target
	$(MAKE) -C runner clean

# Says what to install where there is none; said once, before Maven says the same at length.
jdk:
	@tools/jdk >/dev/null
	@command -v unzip >/dev/null || { echo "unzip is needed to unpack Maven, and not on the PATH: install it (Debian: apt install unzip)." >&2; exit 1; }

$(JAR): $(SOURCES) | jdk
	$(MVN) -q -DskipTests -pl operator -am package
	@touch $@

$(CLI): $(SOURCES) $(shell find cli -name '*.java' -o -name pom.xml -o -path '*/launcher/*') tools/package-cli cli/src/main/resources/agentrunners.json | jdk
	@rm -rf cli/target/lib
	$(MVN) -q -DskipTests -pl cli -am package
	@tools/package-cli

$(TRAINING_JAR): $(SOURCES) | jdk
	$(MVN) -q -DskipTests -pl operator/training package
	@touch $@

$(GENERATOR_JAR): $(SOURCES) $(shell find crds/generator/src/main/resources -type f) | jdk
	$(MVN) -q -DskipTests -pl crds/generator -am package
	@touch $@

$(BENCH_JAR): $(SOURCES) $(shell find bench -name '*.java' -path '*/main/*' -o -name pom.xml -path 'bench/*') | jdk
	$(MVN) -q -DskipTests -pl bench -am package
	@touch $@ $(JAR)
