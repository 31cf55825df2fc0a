package ai.stigmer.agentrunner.api;

/** Where layers are kept between builds. */
public enum BuildCache {
    Registry,
    Volume,
    None
}
