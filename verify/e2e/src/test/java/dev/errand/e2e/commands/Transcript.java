package dev.errand.e2e.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.e2e.commands.ConsoleCommands.Command;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Compares what commands print with what a page says that they print. Ids, times and durations are
 * others in each run, and so are the widths of columns; an id that the page uses in a later command
 * stands for the one that was printed in its place.
 */
final class Transcript {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern TIME =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{8,}Z?");
  private static final Pattern DURATION = Pattern.compile("\\b([0-9]+ m )?[0-9]+(\\.[0-9])? s\\b");
  private static final Pattern WORKER = Pattern.compile("worker-1-[0-9a-f]{6}|req_[0-9a-f]+");

  private final Map<String, String> ids = new LinkedHashMap<>();

  /** The command, with the ids of this run. */
  String typed(String command) {
    return ID.matcher(command).replaceAll(id -> ids.getOrDefault(id.group(), id.group()));
  }

  /** It is an error if a command has printed anything else than the page says. */
  void assertPrinted(Command command, String output) {
    assertEquals(constant(command.output()), constant(output), command::toString);
    List<String> documented = ids(command.output());
    List<String> printed = ids(output);
    for (int i = 0; i < documented.size(); i++) {
      ids.putIfAbsent(documented.get(i), printed.get(i));
    }
  }

  private static List<String> ids(String text) {
    return ID.matcher(text).results().map(MatchResult::group).toList();
  }

  private static String constant(String text) {
    String constant = ID.matcher(text).replaceAll("ID");
    constant = TIME.matcher(constant).replaceAll("TIME");
    constant = DURATION.matcher(constant).replaceAll("DURATION");
    constant = WORKER.matcher(constant).replaceAll("NAME");
    return constant.replaceAll("(?m) +", " ").replaceAll("(?m) $", "").strip();
  }
}
