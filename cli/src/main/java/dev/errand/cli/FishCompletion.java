package dev.errand.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A completion script for fish, which picocli does not write. */
final class FishCompletion {

  private FishCompletion() {}

  static String of(CommandSpec root) {
    List<String> lines = new ArrayList<>();
    lines.add("complete -c %s -f".formatted(root.name()));
    verbs(lines, root, "__fish_use_subcommand");
    root.subcommands().forEach((name, verb) -> verb(lines, name, verb));
    return String.join("\n", lines);
  }

  private static void verb(List<String> lines, String name, CommandLine verb) {
    String seen = "__fish_seen_subcommand_from " + name;
    verbs(lines, verb.getCommandSpec(), seen);
    verb.getCommandSpec().options().forEach(option -> lines.add(option(seen, option)));
  }

  private static void verbs(List<String> lines, CommandSpec of, String when) {
    of.subcommands()
        .forEach(
            (name, verb) ->
                lines.add(
                    "%s -a %s -d '%s'"
                        .formatted(
                            complete(of, when),
                            name,
                            text(verb.getCommandSpec().usageMessage().description()))));
  }

  private static String complete(CommandSpec spec, String when) {
    return "complete -c %s -n '%s'".formatted(spec.root().name(), when);
  }

  private static String option(String when, OptionSpec option) {
    StringBuilder line = new StringBuilder(complete(option.command(), when));
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    return line.append(option.arity().max() > 0 ? " -r" : "")
        .append(" -d '%s'".formatted(text(option.description())))
        .toString();
  }

  /** The first sentence's line, quoted for fish. */
  private static String text(String[] description) {
    String first = description.length == 0 ? "" : description[0];
    return first.replace("\\", "\\\\").replace("'", "\\'");
  }
}
