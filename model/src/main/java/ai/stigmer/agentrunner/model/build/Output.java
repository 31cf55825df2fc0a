package ai.stigmer.agentrunner.model.build;

import java.util.Optional;

/**
 * Where the image goes.
 *
 * @param push the repository as the build pod reaches it, without tag
 * @param pull the same repository as nodes reach it
 * @param tag of the image
 * @param insecure whether the registry is spoken to over plain HTTP
 * @param pushSecret of type kubernetes.io/dockerconfigjson, in the AgentRunner's namespace
 */
public record Output(String push, String pull, String tag, boolean insecure, Optional<String> pushSecret) {}
