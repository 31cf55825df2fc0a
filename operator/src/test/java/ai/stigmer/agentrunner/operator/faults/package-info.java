/**
 * Campaigns (tags {@code faults} and {@code soak}; {@code make faults}, {@code make soak}): processes are killed and
 * frozen, the network and etcd are disturbed, users act at random. They have a local cluster of their own, whose API
 * server and network they may take down.
 */
@NullMarked
package ai.stigmer.agentrunner.operator.faults;

import org.jspecify.annotations.NullMarked;
