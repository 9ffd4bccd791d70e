package dev.errand.images;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Dockerfile's instructions, with the defaults of its arguments substituted. */
record Dockerfile(List<Stage> stages) {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
  private static final Pattern FLAGS = Pattern.compile("(--\\S+\\s+)+");

  /** The instructions between one FROM and the next. */
  record Stage(String image, String name, List<Instruction> instructions) {

    Stream<String> all(String keyword) {
      return instructions.stream()
          .filter(instruction -> instruction.keyword().equals(keyword))
          .map(Instruction::text);
    }

    /** The last one counts. */
    String last(String keyword) {
      return all(keyword).reduce((_, later) -> later).orElse("");
    }
  }

  /** One line, or several that were continued. */
  record Instruction(String keyword, String text) {

    /** The part after the options. */
    static String withoutFlags(String text) {
      Matcher flags = FLAGS.matcher(text);
      return flags.lookingAt() ? text.substring(flags.end()) : text;
    }
  }

  /** Reads the file; {@code given} are build arguments. */
  static Dockerfile read(Path file, Map<String, String> given) {
    Map<String, String> arguments = new HashMap<>();
    List<Stage> stages = new ArrayList<>();
    for (Instruction raw : instructions(file)) {
      String text = replaced(raw.text(), arguments);
      if ("ARG".equals(raw.keyword())) {
        String[] parts = text.split("=", 2);
        arguments.put(parts[0], given.getOrDefault(parts[0], parts.length > 1 ? parts[1] : ""));
      } else if ("FROM".equals(raw.keyword())) {
        String[] parts = text.split("\\s+(?i:AS)\\s+");
        stages.add(
            new Stage(parts[0], parts.length > 1 ? parts[1] : "", new ArrayList<Instruction>()));
      } else {
        stages.getLast().instructions().add(new Instruction(raw.keyword(), text));
      }
    }
    return new Dockerfile(stages);
  }

  Stage runtime() {
    return stages.getLast();
  }

  Stage stage(String name) {
    return stages.stream().filter(stage -> stage.name().equals(name)).findFirst().orElseThrow();
  }

  boolean hasStage(String name) {
    return stages.stream().anyMatch(stage -> stage.name().equals(name));
  }

  private static List<Instruction> instructions(Path file) {
    String joined =
        Sources.text(file)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .reduce("", Dockerfile::join);
    return joined
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.split("\\s+", 2))
        .map(parts -> new Instruction(parts[0], parts[1]))
        .toList();
  }

  private static String join(String before, String line) {
    return before.endsWith("\\")
        ? before.substring(0, before.length() - 1) + line.strip()
        : before + "\n" + line;
  }

  private static String replaced(String text, Map<String, String> arguments) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(arguments.getOrDefault(found.group(1), found.group())));
  }
}
