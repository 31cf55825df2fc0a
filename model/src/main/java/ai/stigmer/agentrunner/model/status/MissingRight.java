package ai.stigmer.agentrunner.model.status;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A right that the operator itself lacks. No AgentRunner can be corrected for it: whoever runs the operator must act.
 *
 * @param right e.g. "create deployments.apps in namespace agents"
 * @param fix how it is granted, and how to see whether it is
 */
public record MissingRight(String right, String fix) {
    /** How a refusal names what it is about (NewForbidden in k8s.io/apimachinery); a list has no name. */
    private static final Pattern OBJECT = Pattern.compile("^[a-z0-9./-]++(?: \"[^\"]*\")? is forbidden: ");

    /** How every authorizer's refusal goes on (forbiddenMessage in k8s.io/apiserver). */
    private static final Pattern REFUSED = Pattern.compile(
            "^User \"([^\"]+)\" cannot (\\S+) resource \"([^\"/]+)(?:/([^\"]+))?\" in API group \"([^\"]*)\""
                    + "(?: in the namespace \"([^\"]+)\")?");

    /** The admission plugin OwnerReferencesPermissionEnforcement: who sets an owner must be able to delete. */
    private static final Pattern OWNER =
            Pattern.compile("^(\\S+) \"[^\"]+\" is forbidden: cannot set an ownerRef on a resource you can't delete");

    /**
     * Reads it off the beginning of the API server's words: what a policy or a webhook says comes later.
     *
     * @param words of an answer with the HTTP status 403
     * @return empty: the refusal has another cause
     */
    public static Optional<MissingRight> in(String words) {
        var refused = REFUSED.matcher(OBJECT.matcher(words).replaceFirst(""));
        if (refused.lookingAt()) {
            return Optional.of(of(refused));
        }
        var owner = OWNER.matcher(words);
        return owner.lookingAt()
                ? Optional.of(new MissingRight(
                        "delete " + owner.group(1),
                        "this cluster asks for it where an owner reference is set"
                                + " (OwnerReferencesPermissionEnforcement): whoever runs the operator must add it to"
                                + " the rules of its role"))
                : Optional.empty();
    }

    /** What is missing and what to do, for a condition, an Event or a log line. */
    public String sentence() {
        return "the operator lacks permission to " + right + ": " + fix;
    }

    private static MissingRight of(Matcher refused) {
        var user = refused.group(1);
        var verb = refused.group(2);
        var group = refused.group(5);
        var type = refused.group(3) + (group.isEmpty() ? "" : "." + group);
        var subresource = Optional.ofNullable(refused.group(4));
        var namespace = Optional.ofNullable(refused.group(6));
        return new MissingRight(
                verb + " " + type + subresource.map(part -> "/" + part).orElse("")
                        + namespace.map(name -> " in namespace " + name).orElse(""),
                "whoever runs it must apply its manifests again (kubectl apply -k manifests/overlays/default), or, where"
                        + " it is confined to namespaces, its RoleBinding in this one; kubectl auth can-i " + verb + " "
                        + type
                        + subresource.map(part -> " --subresource=" + part).orElse("")
                        + namespace.map(name -> " -n " + name).orElse("") + " --as=" + user + " shows whether it may");
    }
}
