package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.ExitCode;
import java.util.LinkedHashMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** How every command's help looks. */
final class Help {
    private static final int WIDTH = 110;

    private Help() {}

    static void configure(CommandLine root) {
        configureOne(root);
        root.getSubcommands().values().forEach(Help::configure);
        root.setUsageHelpAutoWidth(false);
        root.setUsageHelpWidth(WIDTH);
        root.setOverwrittenOptionsAllowed(false);
        root.setPosixClusteredShortOptionsAllowed(false);
        root.setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static void configureOne(CommandLine command) {
        var spec = command.getCommandSpec();
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("print this")
                .build());
        var codes = new LinkedHashMap<String, String>();
        for (var code : ExitCode.values()) {
            codes.put(String.valueOf(code.number()), code.meaning());
        }
        spec.usageMessage()
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .footerHeading(spec.usageMessage().footer().length == 0 ? "" : "%nExample:%n  ")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes)
                .commandListHeading("%nCommands:%n");
    }
}
