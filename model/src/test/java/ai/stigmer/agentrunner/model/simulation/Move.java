package ai.stigmer.agentrunner.model.simulation;

/**
 * Something that may happen next.
 *
 * @param name the same wherever the same is meant: a schedule is a list of names
 * @param weight how likely it is among others
 */
record Move(String name, int weight, Runnable act) {}
