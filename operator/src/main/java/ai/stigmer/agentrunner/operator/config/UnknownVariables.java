package ai.stigmer.agentrunner.operator.config;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Variables that begin like ours and are none: a typing error would otherwise go unseen. */
final class UnknownVariables {
    /** What a kubelet sets for a Service whose name begins like our variables, e.g. agentrunner-operator's. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("AGENTRUNNER_.*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\\d+_(TCP|UDP|SCTP)(_.*)?)?)");
    /** The prefix of the variables that tools/cluster reads. */
    private static final String TOOLS = Setting.ENVIRONMENT + "CLUSTER_";

    private UnknownVariables() {}

    static void refuse(Map<String, String> environment) {
        var known = Settings.all();
        var names = known.stream().map(Setting::variable).toList();
        for (var name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(Setting.ENVIRONMENT) && !names.contains(name) && !isOthers(name)) {
                throw new InvalidSettings(name + " is not a setting: write "
                        + Similar.to(name, List.copyOf(known), Setting::variable) + ", or see --help");
            }
        }
    }

    private static boolean isOthers(String name) {
        return name.startsWith(TOOLS) || SERVICE_LINK.matcher(name).matches();
    }
}
