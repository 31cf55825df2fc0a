package ai.stigmer.agentrunner.model.render;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;

/** What every container of the pod has, whoever added it; refusals see to it that nothing here is contradicted. */
final class Hardening {

    private Hardening() {}

    static Container harden(Container container) {
        var given = container.getSecurityContext() == null ? new SecurityContext() : container.getSecurityContext();
        var context = new SecurityContextBuilder(given)
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(!Boolean.FALSE.equals(given.getReadOnlyRootFilesystem()))
                .editOrNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
        return new ContainerBuilder(container).withSecurityContext(context).build();
    }
}
