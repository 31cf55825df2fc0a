/** From what the CRD generator writes to manifests/crd and docs/reference.md, and the proof that an API server takes it. */
package ai.stigmer.agentrunner.crd;
