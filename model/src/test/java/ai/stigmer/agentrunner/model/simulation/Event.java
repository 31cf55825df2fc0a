package ai.stigmer.agentrunner.model.simulation;

/**
 * What a watch tells.
 *
 * @param gone whether the object was deleted; it is then told as it was last
 */
record Event(Stored object, boolean gone) {}
