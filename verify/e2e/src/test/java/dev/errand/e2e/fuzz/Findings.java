package dev.errand.e2e.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.errand.e2e.fuzz.Requests.Made;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The faults, each kind a few times per operation, and the counts of responses. */
final class Findings {

  /** Instead of an operation's name: mutated requests may reach another. */
  static final String ANY = "mutated";

  private static final int EACH = 3;
  private static final int SHOWN = 1500;
  private static final int NAMED = 200;
  private static final int MOST = 100;

  private final Map<String, Integer> faults = new TreeMap<>();
  private final List<String> shown = new ArrayList<>();
  private final Map<String, Map<Integer, Integer>> answered = new TreeMap<>();

  synchronized void answered(String operation, int status) {
    answered.computeIfAbsent(operation, name -> new TreeMap<>()).merge(status, 1, Integer::sum);
  }

  /**
   * Notes a fault.
   *
   * @param place which request of which thread
   */
  synchronized void fault(String place, Made made, List<Answer> answers, String fault) {
    String name =
        made.operation().id()
            + " "
            + made.kind()
            + ": "
            + printable(fault.substring(0, Math.min(fault.length(), NAMED)).getBytes(ISO_8859_1));
    if (faults.merge(name, 1, Integer::sum) <= EACH && shown.size() < MOST) {
      shown.add(
          "%s %s%n  sent: %s%n  got: %s"
              .formatted(
                  place,
                  name,
                  printable(made.bytes()),
                  answers.stream()
                      .map(answer -> answer.status() + " " + printable(answer.body()))
                      .toList()));
    }
  }

  /** How often each operation responded with each status. */
  synchronized Map<String, Map<Integer, Integer>> answered() {
    return new TreeMap<>(answered);
  }

  /** How often there was each status. */
  synchronized Map<Integer, Integer> statuses() {
    Map<Integer, Integer> all = new TreeMap<>();
    answered.values().forEach(of -> of.forEach((status, n) -> all.merge(status, n, Integer::sum)));
    return all;
  }

  synchronized boolean areNone() {
    return faults.isEmpty();
  }

  /** Everything, for humans. */
  synchronized String report() {
    return faults + "\n" + String.join("\n", shown);
  }

  private static String printable(byte[] bytes) {
    String text = new String(bytes, 0, Math.min(bytes.length, SHOWN), ISO_8859_1);
    StringBuilder printable = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (c >= ' ' && c < 0x7f && c != '\\') {
                printable.append((char) c);
              } else {
                printable.append("\\x%02x".formatted(c));
              }
            });
    return bytes.length > SHOWN
        ? printable + "... (%d bytes)".formatted(bytes.length)
        : printable.toString();
  }
}
