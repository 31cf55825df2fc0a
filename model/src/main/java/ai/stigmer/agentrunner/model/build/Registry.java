package ai.stigmer.agentrunner.model.build;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A registry that builds reach in another way than by its name, over TLS that anybody trusts.
 *
 * @param host as image names have it, e.g. docker.io or registry.example.com:5000
 * @param mirrors where its images are looked for first, in this order: hosts, with a path where the mirror has one
 * @param insecure whether it speaks plain HTTP, or TLS with a certificate that nobody has signed
 * @param ca certificates to trust, in PEM
 */
public record Registry(String host, List<String> mirrors, boolean insecure, Optional<String> ca) {
    private static final String HOST_NAME = "[a-z0-9]([-.a-z0-9]*[a-z0-9])?(:[0-9]{1,5})?";
    private static final Pattern HOST = Pattern.compile(HOST_NAME);
    private static final Pattern MIRROR = Pattern.compile(HOST_NAME + "(/[a-z0-9]([-._a-z0-9]*[a-z0-9])?)*");

    public Registry {
        mirrors = List.copyOf(mirrors);
    }

    /** Whether it is written as BuildKit reads it, and says anything. */
    public boolean isValid() {
        return HOST.matcher(host).matches()
                && mirrors.stream().allMatch(mirror -> MIRROR.matcher(mirror).matches())
                && ca.stream().allMatch(pem -> pem.contains("-----BEGIN CERTIFICATE-----"))
                && (!mirrors.isEmpty() || insecure || ca.isPresent());
    }
}
