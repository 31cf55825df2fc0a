/**
 * What users do where containers really run (tag {@code pods}, {@code make e2e-pods}), in any cluster that a kubeconfig
 * names. Tests keep to namespaces of their own, and skip what that cluster lacks.
 */
@NullMarked
package ai.stigmer.agentrunner.operator.pods;

import org.jspecify.annotations.NullMarked;
