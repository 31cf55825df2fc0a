/**
 * The chart and the manifests (tag {@code install}, {@code make e2e-install}): what they render, and installing,
 * upgrading and uninstalling on a local cluster; on real pods with the tag {@code install-pods}. Only here the real helm
 * is run.
 */
@NullMarked
package ai.stigmer.agentrunner.operator.install;

import org.jspecify.annotations.NullMarked;
