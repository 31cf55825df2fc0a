package ai.stigmer.agentrunner.cli.validation;

import ai.stigmer.agentrunner.cli.container.OperatorModel;
import ai.stigmer.agentrunner.cli.manifest.ManifestFile;
import ai.stigmer.agentrunner.cli.manifest.Place;
import ai.stigmer.agentrunner.cli.manifest.YamlDocument;
import ai.stigmer.agentrunner.cli.manifest.YamlMistake;
import ai.stigmer.agentrunner.cli.manifest.YamlReader;
import ai.stigmer.agentrunner.cli.validation.Finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Validates files: while one thread reads them, each processor judges documents. */
public final class Validator {
    /** Of a file that can't be read to its end. */
    static final String NO_YAML = "invalid-yaml";

    /** Errors of a file: after that many, no other document of it is looked at. */
    private static final int MOST = 1000;

    /** Of the documents that are read and not yet judged: more would not fit into the memory of a hostile file's. */
    private static final int VALUES_AHEAD = 100_000;

    private final ExecutorService pool;
    private final OperatorModel model;
    private final Semaphore ahead = new Semaphore(VALUES_AHEAD);

    private Validator(ExecutorService pool, OperatorModel model) {
        this.pool = pool;
        this.model = model;
    }

    /** All that is to be said of the files. */
    public static Report validate(List<ManifestFile> files, OperatorModel model) {
        try (var pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            var validator = new Validator(pool, model);
            return joined(files.stream().map(validator::file).toList());
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private Report file(ManifestFile file) {
        var judged = new ArrayList<CompletableFuture<Report>>();
        var others = new ArrayList<Place>();
        var errors = new AtomicLong();
        var unread = new ArrayList<Finding>();
        try {
            YamlReader.read(file.name(), file.text(), document -> {
                if (errors.get() < MOST) {
                    judged.add(judge(document, errors));
                } else {
                    others.add(document.place(""));
                }
            });
        } catch (YamlMistake e) {
            unread.add(finding(file, NO_YAML, e.place(), e.sentence()));
        }
        if (!others.isEmpty()) {
            unread.add(finding(
                    file,
                    Judge.UNCHECKED,
                    others.getFirst(),
                    "and " + others.size() + " more documents, not looked at"));
        }
        var report = joined(judged.stream().map(CompletableFuture::join).toList());
        var findings = new ArrayList<>(report.findings());
        findings.addAll(unread);
        findings.sort(Comparator.comparing(Finding::place, Comparator.comparingInt(Place::line)));
        return new Report(findings, report.runners());
    }

    private static Finding finding(ManifestFile file, String rule, Place place, String message) {
        return new Finding(Severity.ERROR, rule, file.name(), place, "", "", message, "");
    }

    private CompletableFuture<Report> judge(YamlDocument document, AtomicLong errors) {
        int values = Math.min(document.size(), VALUES_AHEAD);
        ahead.acquireUninterruptibly(values);
        return CompletableFuture.supplyAsync(() -> Judge.of(document, model), pool)
                .whenComplete((report, failure) -> {
                    ahead.release(values);
                    errors.addAndGet(report == null ? 0 : report.errors());
                });
    }

    private static Report joined(List<Report> reports) {
        return new Report(
                reports.stream().flatMap(report -> report.findings().stream()).toList(),
                reports.stream().mapToInt(Report::runners).sum());
    }
}
