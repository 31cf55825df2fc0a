package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.CommonMetadataSpec;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Labels and annotations that others may act on: injectors add containers, volumes and credentials, container runtimes
 * and network plugins give devices and networks, the operator and policies select pods.
 */
final class ReservedMetadata implements PolicyRule {

    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        if (policy.allows(Permission.RESERVED_METADATA)) {
            return Optional.empty();
        }
        var template = spec.template();
        var ofPods = metadata("spec.template", template.labels(), template.annotations());
        return Stream.of(
                        ofAll(spec.commonMetadata()),
                        ofPods,
                        template.volumes().stream().flatMap(ReservedMetadata::ofClaim))
                .flatMap(entries -> entries)
                .filter(entry -> !policy.metadata().allows(entry.key()))
                .findFirst()
                .map(ReservedMetadata::problem);
    }

    /** Of those that nobody may use, {@link ReservedNames} tells. */
    private static Stream<Entry> ofAll(CommonMetadataSpec common) {
        return metadata("spec.commonMetadata", common.labels(), common.annotations())
                .filter(entry -> !ReservedNames.isReserved(entry.key()));
    }

    /** A claim that is made for the pod, whose storage driver may act on them. */
    private static Stream<Entry> ofClaim(Volume volume) {
        return Optional.ofNullable(volume.getEphemeral())
                .flatMap(ephemeral -> Optional.ofNullable(ephemeral.getVolumeClaimTemplate()))
                .flatMap(claim -> Optional.ofNullable(claim.getMetadata()))
                .stream()
                .flatMap(metadata -> ofClaim(volume.getName(), metadata));
    }

    private static Stream<Entry> ofClaim(String volume, ObjectMeta metadata) {
        return metadata(
                "spec.template.volumes " + volume + ".ephemeral.volumeClaimTemplate.metadata",
                metadata.getLabels(),
                metadata.getAnnotations());
    }

    private static Stream<Entry> metadata(
            String path, @Nullable Map<String, String> labels, @Nullable Map<String, String> annotations) {
        return Stream.concat(entries(path + ".labels", labels), entries(path + ".annotations", annotations));
    }

    private static Stream<Entry> entries(String path, @Nullable Map<String, String> map) {
        return map == null ? Stream.empty() : map.keySet().stream().map(key -> new Entry(path, key));
    }

    private record Entry(String path, String key) {}

    private static Problem problem(Entry entry) {
        return new Problem(
                entry.path() + " " + entry.key() + " is not allowed",
                "whoever acts on it may give pods more than Pod Security restricted admits",
                "use a name without a domain and without dots",
                Optional.of(Allowance.listing(entry.key())));
    }
}
