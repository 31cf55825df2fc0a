package ai.stigmer.agentrunner.model.rule;

/**
 * What an installation would have to say to allow something.
 *
 * @param permission that would allow it, alone or among other things
 * @param change how to allow it, beginning with a verb
 * @param state the same once it is allowed, e.g. {@code policy.allowRoot is true}
 */
public record Allowance(Permission permission, String change, String state) {

    static Allowance of(Permission permission) {
        return new Allowance(permission, "set " + permission.setting() + " to true", permission.setting() + " is true");
    }

    /** One more label or annotation in the installation's list. */
    static Allowance listing(String key) {
        return new Allowance(
                Permission.RESERVED_METADATA,
                "add " + key + " to " + AllowedMetadata.SETTING,
                AllowedMetadata.SETTING + " has " + key);
    }
}
