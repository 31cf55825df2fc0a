package ai.stigmer.agentrunner.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What Linux says of processor time and memory. */
final class Machine {
    /** Clock ticks a second in /proc: 100 on every Linux that Java runs on. */
    private static final double TICKS_A_SECOND = 100;

    /** Fields of a process in /proc/PID/stat after its name: user and system time. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;
    /** Columns of /proc/stat: user, nice, system, (idle, iowait,) irq, softirq. */
    private static final int[] BUSY = {1, 2, 3, 6, 7};

    private Machine() {}

    /**
     * Seconds of processor time up to now.
     *
     * @param all of the machine
     */
    record Cpu(Map<String, Double> processes, double all) {

        /** What was used since the figures in {@code before} were taken. */
        Cpu since(Cpu before) {
            var used = new LinkedHashMap<String, Double>();
            processes.forEach((name, seconds) -> used.put(name, seconds - before.processes.getOrDefault(name, 0.0)));
            return new Cpu(used, all - before.all);
        }

        double accounted() {
            return processes.values().stream().mapToDouble(Double::doubleValue).sum();
        }

        /** What other processes of the machine used. */
        double foreign() {
            return Math.max(0, all - accounted());
        }
    }

    /** The figures of these processes, by name. */
    static Cpu cpu(Map<String, Long> pids) {
        var processes = new LinkedHashMap<String, Double>();
        pids.forEach((name, pid) -> processes.put(name, processTime(read("/proc/" + pid + "/stat"))));
        return new Cpu(processes, busyTime(read("/proc/stat")));
    }

    /** MB that a process has in memory. */
    static double resident(long pid) {
        return megabytes(read("/proc/" + pid + "/status"), "VmRSS:");
    }

    /** MB that a process has had in memory at most. */
    static double residentPeak(long pid) {
        return megabytes(read("/proc/" + pid + "/status"), "VmHWM:");
    }

    /** Seconds, from /proc/PID/stat. The name in it may hold anything. */
    static double processTime(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) / TICKS_A_SECOND;
    }

    /** Seconds of all cores, from /proc/stat. */
    static double busyTime(String stat) {
        var fields = stat.lines().findFirst().orElseThrow().split(" +", -1);
        return Arrays.stream(BUSY)
                        .mapToLong(column -> Long.parseLong(fields[column]))
                        .sum()
                / TICKS_A_SECOND;
    }

    /** From a line of /proc/PID/status, which counts in kB. */
    static double megabytes(String status, String field) {
        return status.lines()
                .filter(line -> line.startsWith(field))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                .findFirst()
                .orElseThrow();
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
