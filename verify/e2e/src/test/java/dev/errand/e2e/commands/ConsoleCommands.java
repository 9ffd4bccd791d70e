package dev.errand.e2e.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The commands in the documentation: in fenced blocks, behind a dollar sign. */
record ConsoleCommands(List<Command> all) {

  private static final String PROMPT = "$ ";
  private static final String FENCE = "```";

  /**
   * One command, over all its lines, and its location.
   *
   * @param output what it prints according to the page; empty if the page does not say
   */
  record Command(String file, int line, String text, String output) {

    private Command printing(String nextLine) {
      return new Command(file, line, text, output + nextLine + "\n");
    }

    /** Without the trailing comment, which is separated by spaces. */
    String bare() {
      return text.replaceFirst("\\s{2,}#.*$", "");
    }

    @Override
    public String toString() {
      return "%s:%d: %s".formatted(file, line, text);
    }
  }

  /** The commands in the README, the guides, the other pages and the examples. */
  static ConsoleCommands documented(Path root) {
    try (Stream<Path> docs = pages(root.resolve("docs"));
        Stream<Path> examples = pages(root.resolve("examples"))) {
      List<Path> files = new ArrayList<>();
      files.add(root.resolve("README.md"));
      files.add(root.resolve("CONTRIBUTING.md"));
      files.add(root.resolve("UPGRADING.md"));
      docs.forEach(files::add);
      examples.forEach(files::add);
      files.add(root.resolve("verify/bench/README.md"));
      files.add(root.resolve("verify/faults/README.md"));
      return new ConsoleCommands(files.stream().flatMap(file -> in(root, file)).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> pages(Path folder) throws IOException {
    return Files.walk(folder).filter(file -> file.toString().endsWith(".md")).sorted();
  }

  private static Stream<Command> in(Path root, Path file) {
    try {
      return in(root.relativize(file).toString(), Files.readAllLines(file)).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Command> in(String file, List<String> lines) {
    List<Command> found = new ArrayList<>();
    boolean fenced = false;
    int before = 0;
    int number = 0;
    for (Iterator<String> rest = lines.iterator(); rest.hasNext(); ) {
      String line = rest.next();
      int begun = ++number;
      if (line.startsWith(FENCE)) {
        fenced = !fenced;
        before = found.size();
      } else if (fenced && line.startsWith(PROMPT)) {
        String command = command(line, rest);
        number += (int) command.chars().filter(c -> c == '\n').count();
        found.add(new Command(file, begun, command, ""));
      } else if (fenced && found.size() > before) {
        found.add(found.removeLast().printing(line));
      }
    }
    return found;
  }

  private static String command(String first, Iterator<String> rest) {
    StringBuilder command = new StringBuilder(first.substring(PROMPT.length()));
    while (goesOn(command)) {
      command.append('\n').append(rest.next());
    }
    return command.toString();
  }

  private static boolean goesOn(StringBuilder command) {
    boolean quoted = command.chars().filter(c -> c == '\'').count() % 2 == 1;
    return quoted || command.charAt(command.length() - 1) == '\\';
  }

  /** Those of a page. */
  List<Command> of(String file) {
    return all.stream().filter(it -> it.file().equals(file)).toList();
  }

  /** The only one with this prefix. */
  Command starting(String text) {
    List<Command> found = all.stream().filter(it -> it.text().startsWith(text)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException("not one command, but %s starts: %s".formatted(found, text));
    }
    return found.getFirst();
  }

  /** The only one that equals this, apart from a comment. */
  Command just(String text) {
    List<Command> found = all.stream().filter(it -> it.bare().equals(text)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException("not one command, but %s is: %s".formatted(found, text));
    }
    return found.getFirst();
  }
}
