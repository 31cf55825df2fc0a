package ai.stigmer.agentrunner.api;

/**
 * CEL conditions that several fields share, or that are too long to stand beside their field. Those that compare with the
 * former spec (oldSelf) are rules of the whole object: the API server skips one on a field that is removed and added again,
 * and there they see the status.
 */
final class Rules {
    static final String NON_NEGATIVE = "self >= 0";
    static final String POSITIVE = "self >= 1";

    /** More pods of one kind are rather a mistake, which the scheduler and etcd pay for. */
    static final String REPLICAS = "self >= 0 && self <= 1000";

    /** A day: a node drain waits as long for a worker that doesn't stop. */
    static final String GRACE_PERIOD = "self >= 0 && self <= 86400";

    static final String NAMED_KEY = "has(self.name) && self.name != '' && has(self.key) && self.key != ''";
    static final String NAMED_KEY_MESSAGE = "write both name and key: the Secret's name and the key in it";
    static final String NAMED = "has(self.name) && self.name != ''";
    static final String NAMED_MESSAGE = "write name: the Secret's name";

    /**
     * The API server's isQuantity and quantity write out what an exponent asks for, digit by digit and without a limit: one
     * request with 1e999999999 keeps it busy until it is restarted. So length and exponent are looked at before either is
     * called, and here, as a pattern in the schema would not keep a rule from being run.
     */
    private static final String SHORT = ".size() <= 32";

    private static final String LARGE_EXPONENT = ".matches('[eE][+-]?[0-9]{3}')";

    static final String POSITIVE_QUANTITY = "string(self)" + SHORT + " && !string(self)" + LARGE_EXPONENT
            + " && isQuantity(string(self)) && quantity(string(self)).isGreaterThan(quantity('0'))";

    static final String TAG = "self.matches('^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$')";

    /** A colon after the last slash starts a tag; one before it starts the registry's port. */
    static final String WITHOUT_TAG = "!self.contains('@') && !self.matches(':[^/]*$')";

    private static final String PATH_PART = "[a-z0-9]+([._-]+[a-z0-9]+)*";
    static final String REPOSITORY = "self.contains('@') || self.matches(':[^/]*$') || self.matches("
            + "'^([A-Za-z0-9.-]+(:[0-9]+)?/)?" + PATH_PART + "(/" + PATH_PART + ")*$')";

    /** The root and /tmp (an emptyDir of the operator's) stay as they are; a colon is not allowed in a mount path. */
    static final String MOUNT_PATH =
            "self.startsWith('/') && !self.contains(':') && !self.matches('^[/.]*$') && !self.matches('^/+tmp/*$')";

    // Written out: the API server can't bound the cost of optional fields (.?), and has no variables.
    private static final String CLAIM = "has(self.spec.workspace) && has(self.spec.workspace.claim)";
    private static final String OLD_CLAIM = "has(oldSelf.spec.workspace) && has(oldSelf.spec.workspace.claim)";

    /** Rules about a claim's past are for a workspace that was a claim and still is one. */
    private static final String ANOTHER_KIND = "has(self.spec.workspace)"
            + " && (has(self.spec.workspace.existingClaim) || has(self.spec.workspace.ephemeral))"
            + " || has(oldSelf.spec.workspace)"
            + " && (has(oldSelf.spec.workspace.existingClaim) || has(oldSelf.spec.workspace.ephemeral)) || ";

    /** As far as the status tells: nothing was ever stored in the claim, and no volume is lost with it. */
    private static final String UNBOUND =
            "!has(self.status) || !has(self.status.workspace) || !has(self.status.workspace.capacity) || ";

    private static final String CAPACITY = "string(self.status.workspace.capacity)";
    private static final String IS_CAPACITY =
            "(" + CAPACITY + SHORT + " && !" + CAPACITY + LARGE_EXPONENT + " && isQuantity(" + CAPACITY + "))";

    private static final String HAS_SIZE = "(" + CLAIM + " && has(self.spec.workspace.claim.size))";
    private static final String HAD_SIZE = "(" + OLD_CLAIM + " && has(oldSelf.spec.workspace.claim.size))";
    private static final String SIZE = "string(self.spec.workspace.claim.size)";
    private static final String IS_SIZE =
            "(" + SIZE + SHORT + " && !" + SIZE + LARGE_EXPONENT + " && isQuantity(" + SIZE + "))";
    private static final String COMPARED = "(" + HAS_SIZE + " ? quantity(" + SIZE + ") : quantity('1Gi')).compareTo(";

    /** One that its own rule refuses is not compared. */
    static final String SIZE_NEVER_SHRINKS = ANOTHER_KIND + UNBOUND + HAS_SIZE + " && !" + IS_SIZE + " || " + COMPARED
            + HAD_SIZE + " ? quantity(string(oldSelf.spec.workspace.claim.size)) : quantity('1Gi')) >= 0"
            + " || " + IS_CAPACITY + " && " + COMPARED + "quantity(" + CAPACITY + ")) >= 0";

    /** While the claim is told to be another, what it has may be written too. */
    private static final String MISMATCH = "has(self.status.conditions)"
            + " && self.status.conditions.exists(c, c.type == 'WorkspaceReady' && c.reason == 'ClaimMismatch') || ";

    private static final String HAS_CLASS = "(" + CLAIM + " && has(self.spec.workspace.claim.storageClassName))";
    private static final String HAD_CLASS = "(" + OLD_CLAIM + " && has(oldSelf.spec.workspace.claim.storageClassName))";
    static final String STORAGE_CLASS_STAYS = ANOTHER_KIND + UNBOUND + MISMATCH + HAS_CLASS + " == " + HAD_CLASS
            + " && (!" + HAS_CLASS
            + " || self.spec.workspace.claim.storageClassName == oldSelf.spec.workspace.claim.storageClassName)";

    private static final String HAS_MODES = "(" + CLAIM + " && has(self.spec.workspace.claim.accessModes))";
    private static final String HAD_MODES = "(" + OLD_CLAIM + " && has(oldSelf.spec.workspace.claim.accessModes))";
    static final String ACCESS_MODES_STAY = ANOTHER_KIND + UNBOUND + MISMATCH + HAS_MODES + " == " + HAD_MODES
            + " && (!" + HAS_MODES
            + " || self.spec.workspace.claim.accessModes == oldSelf.spec.workspace.claim.accessModes)";

    static final String PERCENTAGE_OR_COUNT = "type(self) == int ? self >= 0 : self.matches('^(100|[0-9]{1,2})%$')";

    static final String PATH_WITHIN = "self.matches('^[^/]') && !self.matches('(^|/)[.][.](/|$)')";

    static final String GIT_URL = "self.matches(r'" + GitSource.URL_PATTERN + "')";

    static final String GIT_REF = "self.matches('^[A-Za-z0-9_][A-Za-z0-9_./@+-]*$') && !self.contains('..')";

    static final String INLINE_DOCKERFILE =
            "!has(self.source) || !has(self.source.inline) || !has(self.source.inline.files)"
                    + " || (has(self.dockerfile) ? self.dockerfile : 'Dockerfile') in self.source.inline.files";

    static final String FILES = "has(self.files) && self.files.size() > 0";
    /** As of a ConfigMap's keys: no other would become a file. */
    static final String FILE_NAMES =
            "!has(self.files) || self.files.all(name, name.matches('^[.]?[-_a-zA-Z0-9][-._a-zA-Z0-9]{0,250}$'))";

    static final String FILES_FIT =
            "!has(self.files) || self.files.map(name, bytes(self.files[name]).size()).sum() <= 131072";

    /** A key of labels and annotations: k8s.io/apimachinery/pkg/util/validation. */
    private static final String METADATA_KEY = "name.matches('^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?"
            + "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$')";

    static final String LABELS = "self.all(name, " + METADATA_KEY
            + " && self[name].matches('^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$'))";
    static final String ANNOTATIONS = "self.all(name, " + METADATA_KEY + ")";

    private Rules() {}
}
