package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.container.ImageBuild;
import java.util.Optional;

/**
 * The image of an AgentRunner.
 *
 * @param runner its name
 * @param image on this machine
 * @param build of the image; empty: it is there, or pulled
 * @param target where spec.build would push it, with a tag; empty: the manifest doesn't say
 */
record NamedImage(String runner, String image, Optional<ImageBuild> build, Optional<String> target) {}
