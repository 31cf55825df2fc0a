package ai.stigmer.agentrunner.cli.container;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.manifest.Configuration;
import io.fabric8.kubernetes.api.model.ConfigMapProjection;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A pod's volumes, where its first container mounts them. */
final class MountPlanner {
    /** Its name in the pod as the model renders it. */
    private static final String WORKSPACE = "workspace";

    /** As Kubernetes' default for files of Secrets and ConfigMaps. */
    private static final int MODE = 0644;

    /**
     * Podman's API for Docker makes a line of a mount's fields and reads it again: of /w,source=other it mounts the volume
     * other (tried with 4.3.1). Both do so with the colons of a folder.
     */
    private static final Pattern PATH = Pattern.compile("/[^,:\"\\p{Cntrl}]*");

    private final String runner;
    private final PodSpec pod;
    private final Configuration configuration;
    private final Map<String, String> fields;
    private final Findings findings;

    MountPlanner(
            String runner, PodSpec pod, Configuration configuration, Map<String, String> fields, Findings findings) {
        this.runner = runner;
        this.pod = pod;
        this.configuration = configuration;
        this.fields = fields;
        this.findings = findings;
    }

    List<Mount> plan(Container container, Optional<RunOptions.Workspace> workspace) {
        var mounts = new ArrayList<Mount>();
        for (var mount : container.getVolumeMounts()) {
            var named = pod.getVolumes().stream()
                    .filter(volume -> volume.getName().equals(mount.getName()))
                    .findFirst();
            if (named.isEmpty()) {
                findings.impossible(mount.getMountPath() + " wants a volume " + mount.getName()
                        + ": list it in spec.template.volumes, or correct spec.template.volumeMounts");
            }
            named.flatMap(volume -> mount(volume, mount, workspace)).ifPresent(mounts::add);
        }
        return List.copyOf(mounts);
    }

    private Optional<Mount> mount(Volume volume, VolumeMount mount, Optional<RunOptions.Workspace> workspace) {
        var path = mount.getMountPath();
        if (!PATH.matcher(path).matches()) {
            findings.impossible("mountPath " + path
                    + ": write an absolute path without ',', ':' and '\"', which runtimes take for the end of it");
            return Optional.empty();
        }
        var readOnly = Boolean.TRUE.equals(mount.getReadOnly());
        var isWorkspace = volume.getName().equals(WORKSPACE);
        if (isWorkspace && workspace.isPresent()) {
            return Optional.of(new Mount.Folder(
                    workspace.get().folder(), path, readOnly, workspace.get().options(), true));
        }
        if (given(mount.getSubPath()) || given(mount.getSubPathExpr())) {
            findings.impossible(path + ": a container can't mount a part of volume " + volume.getName()
                    + " (subPath): mount the whole of it");
            return Optional.empty();
        }
        if (volume.getPersistentVolumeClaim() != null) {
            return Optional.of(
                    new Mount.Volume(volume.getPersistentVolumeClaim().getClaimName(), path, readOnly, isWorkspace));
        }
        if (volume.getEmptyDir() != null) {
            var isMemory = "Memory".equals(volume.getEmptyDir().getMedium()) || path.equals("/tmp");
            if (!isMemory && !isWorkspace && volume.getEmptyDir().getSizeLimit() != null) {
                findings.unsupported(
                        field(volume) + " emptyDir.sizeLimit", "the volume can grow as far as this machine's disk");
            }
            return Optional.of(
                    isMemory
                            ? new Mount.Tmpfs(
                                    path, Amounts.bytes(volume.getEmptyDir().getSizeLimit()))
                            : new Mount.Ephemeral(path, isWorkspace));
        }
        if (volume.getEphemeral() != null) {
            if (!isWorkspace) {
                findings.unsupported(
                        field(volume) + " ephemeral.volumeClaimTemplate", "the volume is the runtime's own");
            }
            return Optional.of(new Mount.Ephemeral(path, isWorkspace));
        }
        if (volume.getHostPath() != null) {
            return Optional.of(new Mount.Folder(volume.getHostPath().getPath(), path, readOnly, "", isWorkspace));
        }
        return files(volume, path);
    }

    private static String field(Volume volume) {
        return "spec.template.volumes " + volume.getName();
    }

    private Optional<Mount> files(Volume volume, String path) {
        if (modes(volume).anyMatch(Objects::nonNull)) {
            findings.unsupported(field(volume) + " items.mode", "every file has the volume's defaultMode");
        }
        var files = new TreeMap<String, byte[]>();
        int mode = MODE;
        if (volume.getSecret() != null) {
            var source = volume.getSecret();
            mode = mode(source.getDefaultMode());
            all(
                    configuration.secret(source.getSecretName()),
                    "Secret " + source.getSecretName(),
                    source.getItems(),
                    source.getOptional(),
                    files,
                    path);
        } else if (volume.getConfigMap() != null) {
            var source = volume.getConfigMap();
            mode = mode(source.getDefaultMode());
            all(
                    configuration.configMap(source.getName()),
                    "ConfigMap " + source.getName(),
                    source.getItems(),
                    source.getOptional(),
                    files,
                    path);
        } else if (volume.getDownwardAPI() != null) {
            mode = mode(volume.getDownwardAPI().getDefaultMode());
            volume.getDownwardAPI().getItems().forEach(item -> Optional.ofNullable(item.getFieldRef())
                    .map(field -> fields.get(field.getFieldPath()))
                    .ifPresentOrElse(
                            value -> put(files, item.getPath(), value.getBytes(StandardCharsets.UTF_8)),
                            () -> findings.unsupported(
                                    field(volume),
                                    "its file " + item.getPath() + " is left out: a container has no such field")));
        } else if (volume.getProjected() != null) {
            mode = mode(volume.getProjected().getDefaultMode());
            volume.getProjected().getSources().forEach(source -> projection(source, files, path, volume.getName()));
        } else {
            findings.impossible(path + ": a container can't have a volume of the type of " + volume.getName()
                    + ": write one of the types secret, configMap, emptyDir and persistentVolumeClaim");
            return Optional.empty();
        }
        return Optional.of(new Mount.Files(runner + "-files-" + Hash.of(files).substring(0, 12), path, files, mode));
    }

    private void projection(VolumeProjection source, SortedMap<String, byte[]> files, String path, String volume) {
        if (source.getSecret() != null) {
            var secret = source.getSecret();
            all(
                    configuration.secret(secret.getName()),
                    "Secret " + secret.getName(),
                    secret.getItems(),
                    secret.getOptional(),
                    files,
                    path);
        } else if (source.getConfigMap() != null) {
            var configMap = source.getConfigMap();
            all(
                    configuration.configMap(configMap.getName()),
                    "ConfigMap " + configMap.getName(),
                    configMap.getItems(),
                    configMap.getOptional(),
                    files,
                    path);
        } else {
            findings.unsupported(
                    "spec.template.volumes " + volume, "a projected source that only a cluster has is left out");
        }
    }

    private void all(
            Optional<Map<String, byte[]>> values,
            String object,
            @Nullable List<KeyToPath> items,
            @Nullable Boolean optional,
            SortedMap<String, byte[]> files,
            String path) {
        if (values.isEmpty()) {
            if (!Boolean.TRUE.equals(optional)) {
                findings.missing(object + ", for the files in " + path);
            }
            return;
        }
        if (items == null || items.isEmpty()) {
            files.putAll(values.get());
            return;
        }
        for (var item : items) {
            var value = values.get().get(item.getKey());
            if (value != null) {
                put(files, item.getPath(), value);
            } else if (!Boolean.TRUE.equals(optional)) {
                findings.missing(
                        "key " + item.getKey() + " of " + object + ", for the file " + path + "/" + item.getPath());
            }
        }
    }

    /** As the API server takes it: the file stays below where the volume is mounted. */
    private static void put(SortedMap<String, byte[]> files, String path, byte[] content) {
        if (path.startsWith("/") || List.of(path.split("/")).contains("..")) {
            throw Failure.invalid("spec.template.volumes: write the path " + path + " relative, and without ..");
        }
        files.put(path, content);
    }

    /** Those of single files. */
    private static Stream<@Nullable Integer> modes(Volume volume) {
        var projected = Stream.ofNullable(volume.getProjected()).flatMap(all -> all.getSources().stream());
        var sources = projected.toList();
        return Stream.of(
                        Stream.ofNullable(volume.getSecret()).map(SecretVolumeSource::getItems),
                        Stream.ofNullable(volume.getConfigMap()).map(ConfigMapVolumeSource::getItems),
                        sources.stream()
                                .map(VolumeProjection::getSecret)
                                .filter(Objects::nonNull)
                                .map(SecretProjection::getItems),
                        sources.stream()
                                .map(VolumeProjection::getConfigMap)
                                .filter(Objects::nonNull)
                                .map(ConfigMapProjection::getItems))
                .flatMap(lists -> lists)
                .flatMap(List::stream)
                .map(KeyToPath::getMode);
    }

    private static int mode(@Nullable Integer mode) {
        return mode == null ? MODE : mode;
    }

    private static boolean given(@Nullable String text) {
        return text != null && !text.isEmpty();
    }
}
