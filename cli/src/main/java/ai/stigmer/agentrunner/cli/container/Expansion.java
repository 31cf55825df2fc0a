package ai.stigmer.agentrunner.cli.container;

import java.util.Map;

/** {@code $(NAME)} in a value, an argument or a command, as the kubelet reads it. */
final class Expansion {

    private Expansion() {}

    /** With the values of those variables; what isn't one of them stays as it is, and {@code $$} is a dollar sign. */
    static String expand(String text, Map<String, String> variables) {
        var result = new StringBuilder();
        int index = 0;
        while (index < text.length()) {
            char letter = text.charAt(index);
            if (letter != '$' || index + 1 == text.length()) {
                result.append(letter);
                index++;
                continue;
            }
            char next = text.charAt(index + 1);
            int end = next == '(' ? text.indexOf(')', index) : -1;
            if (next == '$') {
                result.append('$');
                index += 2;
            } else if (end > 0) {
                var name = text.substring(index + 2, end);
                result.append(variables.getOrDefault(name, text.substring(index, end + 1)));
                index = end + 1;
            } else {
                result.append(letter);
                index++;
            }
        }
        return result.toString();
    }
}
