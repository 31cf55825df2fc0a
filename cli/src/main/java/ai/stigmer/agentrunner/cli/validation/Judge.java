package ai.stigmer.agentrunner.cli.validation;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.cli.container.OperatorModel;
import ai.stigmer.agentrunner.cli.manifest.Mistake;
import ai.stigmer.agentrunner.cli.manifest.RunnerDocument;
import ai.stigmer.agentrunner.cli.manifest.Sentence;
import ai.stigmer.agentrunner.cli.manifest.YamlDocument;
import ai.stigmer.agentrunner.cli.validation.Finding.Severity;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Judges the AgentRunners of one document: first as the API server does, then as the operator. */
final class Judge {
    /** Of an object that no API server knows. */
    static final String NO_OBJECT = "unknown-kind";

    /** Some rules were not looked at. */
    static final String UNCHECKED = "rules-not-checked";

    /** Of one AgentRunner; more don't help. */
    private static final int MOST = 100;

    private static final String GROUP = AgentRunner.GROUP + "/";

    private static final Pattern FIELD = Pattern.compile("^(?:spec|metadata)[.][^ :,;]*[^ :,;.]");

    private static final Pattern VARIABLE = Pattern.compile("^spec[.]env ([^ :,;]+)");

    private final OperatorModel model;
    private final List<Finding> findings = new ArrayList<>();
    private int runners;

    private Judge(OperatorModel model) {
        this.model = model;
    }

    /** All that is to be said of a document. */
    static Report of(YamlDocument document, OperatorModel model) {
        var judge = new Judge(model);
        judge.document(document, 0);
        return new Report(judge.findings, judge.runners);
    }

    private void document(YamlDocument document, int depth) {
        var kind = document.text("kind");
        var version = document.text("apiVersion");
        if (!document.tree().isObject() || kind.isEmpty()) {
            object(
                    document,
                    "Object 'Kind' is missing",
                    "write apiVersion and kind, as every Kubernetes object has them");
        } else if (kind.equals("List") && depth == 0) {
            document.items().forEach(item -> document(item, depth + 1));
        } else if (version.equals(AgentRunner.API_VERSION) && kind.equals(AgentRunner.KIND)) {
            runners++;
            runner(document);
        } else if (version.startsWith(GROUP) || kind.equals(AgentRunner.KIND)) {
            object(
                    document,
                    "no matches for kind \"" + kind + "\" in version \"" + version + "\"",
                    "write apiVersion: " + AgentRunner.API_VERSION + " and kind: " + AgentRunner.KIND);
        }
    }

    private void object(YamlDocument document, String message, String fix) {
        var place = document.place(document.tree().has("kind") ? ".kind" : "");
        findings.add(new Finding(Severity.ERROR, NO_OBJECT, document.file(), place, "", "", Sentence.of(message), fix));
    }

    private void runner(YamlDocument document) {
        var mistakes = RunnerDocument.mistakes(document);
        if (mistakes.isEmpty()) {
            judgement(document);
            return;
        }
        var isHidden = mistakes.stream().anyMatch(mistake -> mistake.kind().hidesRules());
        mistakes.stream().limit(MOST).forEach(mistake -> findings.add(finding(document, mistake)));
        if (mistakes.size() > MOST) {
            add(document, Severity.ERROR, UNCHECKED, "", "and " + others(mistakes.size()) + " more");
        }
        if (isHidden) {
            add(
                    document,
                    Severity.WARNING,
                    UNCHECKED,
                    "",
                    "some validation rules were not checked because the object was invalid; correct the existing errors to"
                            + " complete validation");
        }
    }

    private static String others(int mistakes) {
        return RunnerDocument.isMost(mistakes) ? "many" : String.valueOf(mistakes - MOST);
    }

    private static Finding finding(YamlDocument document, Mistake mistake) {
        var isSaid = mistake.kind() == Mistake.Kind.RULE;
        return new Finding(
                Severity.ERROR,
                mistake.kind().id(),
                document.file(),
                document.place(mistake.path()),
                named(document),
                Sentence.of(mistake.field()),
                Sentence.of(mistake.told()),
                isSaid ? "" : Sentence.of(mistake.fix()));
    }

    /** What the operator would say to one that the API server takes. */
    private void judgement(YamlDocument document) {
        try {
            var judgement = model.judge(RunnerDocument.runner(document));
            judgement.refusals().forEach(refusal -> add(document, Severity.ERROR, refusal));
            judgement.warnings().forEach(warning -> add(document, Severity.WARNING, warning));
        } catch (JsonProcessingException e) {
            add(
                    document,
                    Severity.ERROR,
                    NO_OBJECT,
                    "",
                    e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    private void add(YamlDocument document, Severity severity, OperatorModel.Warning said) {
        add(document, severity, said.reason(), field(said.sentence(), document), said.sentence());
    }

    /** The operator's sentences begin with the field; of a variable, with its name. */
    private static String field(String sentence, YamlDocument document) {
        var variable = VARIABLE.matcher(sentence);
        if (variable.find()) {
            var variables = document.tree().at("/spec/env");
            return IntStream.range(0, variables.size())
                    .filter(index -> variables.get(index).path("name").asText().equals(variable.group(1)))
                    .mapToObj(index -> "spec.env[" + index + "]")
                    .findFirst()
                    .orElse("spec.env");
        }
        var field = FIELD.matcher(sentence);
        return field.find() ? field.group() : "";
    }

    private void add(YamlDocument document, Severity severity, String rule, String field, String message) {
        findings.add(new Finding(
                severity,
                rule,
                document.file(),
                document.place(field.isEmpty() ? "" : "." + field),
                named(document),
                field,
                Sentence.of(message),
                ""));
    }

    private static String named(YamlDocument document) {
        var namespace = document.namespace();
        return Sentence.of(AgentRunner.KIND + " " + (namespace.isEmpty() ? "" : namespace + "/") + document.name());
    }
}
