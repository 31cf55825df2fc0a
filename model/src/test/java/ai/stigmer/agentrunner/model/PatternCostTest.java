package ai.stigmer.agentrunner.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Whoever writes a text must not decide how long it is searched: each pattern of the model looks at each character a bounded
 * number of times, whatever is repeated. Counted, not timed.
 */
class PatternCostTest {
    private static final int CHARACTERS = 4_000;
    private static final int LOOKS_PER_CHARACTER = 60;
    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9 \"#:/_,'-]{2,}");

    private static final List<String> COMMON = List.of(
            "a", "A", "0", " ", "\"", "\n", "a ", "a\"", "0.", ":", "/", "#", ".", "-", "{}", "\u001b[", "\u001b]");

    @Test
    void a_pattern_that_is_not_anchored_is_found_out() {
        var unanchored = Pattern.compile("(\\S+) \"[^\"]+\" is forbidden");
        assertThat(isBounded(unanchored, "x".repeat(CHARACTERS))).isFalse();
    }

    @TestFactory
    Stream<DynamicTest> reads_each_character_a_bounded_number_of_times() throws IllegalAccessException {
        var patterns = patterns();
        assertThat(patterns).hasSizeGreaterThan(20);
        return patterns.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> assertThat(texts(entry.getValue()))
                        .allSatisfy(text -> assertThatCode(() -> assertThat(isBounded(entry.getValue(), text))
                                        .as("%s on %.60s…", entry.getValue(), text)
                                        .isTrue())
                                .doesNotThrowAnyException())));
    }

    private static boolean isBounded(Pattern pattern, String text) {
        var counted = new CountedText(text, (long) CHARACTERS * LOOKS_PER_CHARACTER);
        try {
            var matcher = pattern.matcher(counted);
            while (matcher.find()) {
                assertThat(matcher.end()).isNotNegative();
            }
            return true;
        } catch (TooManyLooks e) {
            return false;
        }
    }

    /** What the pattern itself is made of, each repeated, and each pair of it; with and without an end that doesn't fit. */
    private static List<String> texts(Pattern pattern) {
        Set<String> parts = new LinkedHashSet<>(COMMON);
        LITERAL.matcher(pattern.pattern()).results().limit(6).forEach(found -> parts.add(found.group()));
        var texts = new ArrayList<String>();
        for (var part : parts) {
            texts.add(part.repeat(CHARACTERS / part.length()));
            for (var filling : List.of("a", "\"")) {
                texts.add(part + filling.repeat(CHARACTERS - part.length()));
            }
        }
        var literals = parts.stream().skip(COMMON.size()).toList();
        for (var one : literals) {
            for (var other : literals) {
                var both = one + "a" + other + "\"";
                texts.add(both.repeat(CHARACTERS / both.length()));
            }
        }
        return texts;
    }

    /** The constants of the model, those within lists and records too. */
    private static Map<String, Pattern> patterns() throws IllegalAccessException {
        var found = new LinkedHashMap<String, Pattern>();
        var classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("ai.stigmer.agentrunner.model");
        for (var owner : classes) {
            for (JavaField field : owner.getFields()) {
                if (field.getModifiers().contains(JavaModifier.STATIC) && !owner.isEnum()) {
                    var reflected = field.reflect();
                    reflected.setAccessible(true);
                    collect(owner.getSimpleName() + "." + field.getName(), reflected.get(null), found);
                }
            }
        }
        return found;
    }

    private static void collect(String name, Object value, Map<String, Pattern> found) {
        if (value instanceof Pattern pattern) {
            found.put(name + " " + pattern, pattern);
        } else if (value instanceof Collection<?> all) {
            all.forEach(element -> collect(name, element, found));
        } else if (value instanceof Record && value.getClass().getName().startsWith("ai.stigmer.")) {
            Arrays.stream(value.getClass().getRecordComponents()).forEach(component -> {
                try {
                    component.getAccessor().setAccessible(true);
                    collect(name, component.getAccessor().invoke(value), found);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    private static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class CountedText implements CharSequence {
        private final String text;
        private final long most;
        private long looks;

        CountedText(String text, long most) {
            this.text = text;
            this.most = most;
        }

        @Override
        public char charAt(int index) {
            looks++;
            if (looks > most) {
                throw new TooManyLooks();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
