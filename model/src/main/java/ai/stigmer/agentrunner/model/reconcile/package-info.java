/**
 * One reconcile, from what the caches tell to the status. {@link ai.stigmer.agentrunner.model.reconcile.ReconcileLoop} is
 * the door. Pure: the cluster is read through {@link ai.stigmer.agentrunner.model.reconcile.ClusterReader} and written
 * through {@link ai.stigmer.agentrunner.model.reconcile.ApiServer}.
 */
@NullMarked
package ai.stigmer.agentrunner.model.reconcile;

import org.jspecify.annotations.NullMarked;
