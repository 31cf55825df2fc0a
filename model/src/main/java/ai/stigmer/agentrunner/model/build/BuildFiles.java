package ai.stigmer.agentrunner.model.build;

import ai.stigmer.agentrunner.model.spec.BuildSource;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFileBuilder;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a build's pod, as build.sh looks for them. Secrets are optional for the kubelet, which would wait for a
 * missing one in silence; the script says which is missing.
 *
 * @param volumes of the pod
 * @param mounts of its container
 * @param annotations of the pod: the files of an inline source and certificates, since an annotation can be mounted as a
 *     file
 * @param needed for each file that a Secret brings, its path and what to call it when it isn't there
 */
record BuildFiles(
        List<Volume> volumes, List<VolumeMount> mounts, Map<String, String> annotations, Map<String, String> needed) {
    static final String CONTEXT = "/tmp/context";
    static final String WORKSPACE = "/workspace";
    static final String SECRETS = "/build/secrets";
    static final String DOCKER_CONFIG = "/build/docker";
    /** Room for sockets, process ids and credentials. */
    private static final Quantity RUNTIME_SIZE = new Quantity("64Mi");

    private static final String ANNOTATION = "stigmer.ai/build-file-";

    private static final String CERTIFICATES = "/build/ca";
    private static final String CERTIFICATE_ANNOTATION = "stigmer.ai/build-ca-";

    static BuildFiles of(Build build, List<Registry> registries) {
        var files = new BuildFiles(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        files.writable(build);
        files.source(build);
        files.secrets(build.spec().secrets());
        build.output().pushSecret().ifPresent(files::pushSecret);
        files.certificates(registries);
        return files;
    }

    private void writable(Build build) {
        var size = build.spec().resources().getLimits().get(BuildSpec.SCRATCH);
        mount(new VolumeBuilder().withName("tmp").withEmptyDir(new EmptyDirVolumeSource(null, size)), "/tmp");
        // In memory: the credentials for a repository are put together here.
        mount(
                new VolumeBuilder().withName("run").withEmptyDir(new EmptyDirVolumeSource("Memory", RUNTIME_SIZE)),
                BuildJobRenderer.RUNTIME_DIRECTORY);
        var state = new VolumeBuilder().withName("state");
        mount(
                build.spec().cache() == BuildSpec.Cache.VOLUME
                        ? state.withNewPersistentVolumeClaim(build.cacheClaim(), null)
                        : state.withEmptyDir(new EmptyDirVolumeSource(null, size)),
                BuildJobRenderer.HOME + "/.local/share/buildkit");
    }

    private void source(Build build) {
        switch (build.spec().source()) {
            case BuildSource.Git git -> git.secret().ifPresent(this::gitSecret);
            case BuildSource.ConfigMapFiles source ->
                mount(
                        new VolumeBuilder()
                                .withName("files")
                                .withNewConfigMap()
                                .withName(source.name())
                                .withOptional(true)
                                .endConfigMap(),
                        "/build/files");
            case BuildSource.Inline inline -> inline(inline.files());
            case BuildSource.WorkspaceFiles workspace -> workspace(build, workspace);
        }
    }

    private void gitSecret(String name) {
        mount(
                new VolumeBuilder()
                        .withName("git")
                        .withNewSecret()
                        .withSecretName(name)
                        .withOptional(true)
                        .endSecret(),
                "/build/git");
    }

    private void inline(Map<String, String> files) {
        var items = new ArrayList<DownwardAPIVolumeFile>();
        files.forEach((path, content) -> items.add(annotated(ANNOTATION + items.size(), path, content)));
        mountAnnotations("files", items, "/build/files");
    }

    /** Where BuildKit finds the certificates of a registry, by its place in the installation's list. */
    static String certificate(int registry) {
        return CERTIFICATES + "/" + certificateFile(registry);
    }

    private static String certificateFile(int registry) {
        return registry + ".pem";
    }

    private void certificates(List<Registry> registries) {
        var items = new ArrayList<DownwardAPIVolumeFile>();
        for (int i = 0; i < registries.size(); i++) {
            var file = certificateFile(i);
            var annotation = CERTIFICATE_ANNOTATION + i;
            registries.get(i).ca().ifPresent(pem -> items.add(annotated(annotation, file, pem)));
        }
        if (!items.isEmpty()) {
            mountAnnotations("ca", items, CERTIFICATES);
        }
    }

    private DownwardAPIVolumeFile annotated(String annotation, String path, String content) {
        annotations.put(annotation, content);
        return new DownwardAPIVolumeFileBuilder()
                .withPath(path)
                .withNewFieldRef()
                .withFieldPath("metadata.annotations['" + annotation + "']")
                .endFieldRef()
                .build();
    }

    private void mountAnnotations(String volume, List<DownwardAPIVolumeFile> items, String path) {
        mount(
                new VolumeBuilder()
                        .withName(volume)
                        .withNewDownwardAPI()
                        .withItems(items)
                        .endDownwardAPI(),
                path);
    }

    /** The kubelet follows no link out of the volume to find the directory, as the script might. */
    private void workspace(Build build, BuildSource.WorkspaceFiles source) {
        volumes.add(new VolumeBuilder()
                .withName("workspace")
                .withNewPersistentVolumeClaim(build.workspace().orElseThrow().claim(), null)
                .build());
        mounts.add(new VolumeMountBuilder()
                .withName("workspace")
                .withMountPath(WORKSPACE)
                .withSubPath(source.subPath().orElse(null))
                .withReadOnly(true)
                .build());
    }

    private void secrets(List<BuildSpec.Secret> secrets) {
        if (secrets.isEmpty()) {
            return;
        }
        var sources = secrets.stream().map(BuildFiles::projection).toList();
        mount(
                new VolumeBuilder()
                        .withName("secrets")
                        .withNewProjected()
                        .withSources(sources)
                        .endProjected(),
                SECRETS);
        for (var secret : secrets) {
            needed.put(
                    SECRETS + "/" + secret.id(),
                    "secrets: the key " + secret.key() + " of the Secret " + secret.name());
        }
    }

    private static VolumeProjection projection(BuildSpec.Secret secret) {
        return new VolumeProjectionBuilder()
                .withNewSecret()
                .withName(secret.name())
                .addNewItem()
                .withKey(secret.key())
                .withPath(secret.id())
                .endItem()
                .withOptional(true)
                .endSecret()
                .build();
    }

    private void pushSecret(String name) {
        mount(
                new VolumeBuilder()
                        .withName("docker")
                        .withNewSecret()
                        .withSecretName(name)
                        .addNewItem()
                        .withKey(".dockerconfigjson")
                        .withPath("config.json")
                        .endItem()
                        .withOptional(true)
                        .endSecret(),
                DOCKER_CONFIG);
        needed.put(
                DOCKER_CONFIG + "/config.json",
                "output.pushSecretRef: the key .dockerconfigjson of the Secret " + name);
    }

    private void mount(VolumeBuilder volume, String path) {
        volumes.add(volume.build());
        mounts.add(new VolumeMountBuilder()
                .withName(volume.getName())
                .withMountPath(path)
                .build());
    }
}
