package dev.errand.cli.output;

import dev.errand.cli.settings.WrongUsageException;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of verbs that print lists. */
public final class ListOptions {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table, json, ndjson, csv or id (default: table).")
  private Format format = Format.TABLE;

  @Option(
      names = "--columns",
      paramLabel = "NAMES",
      split = ",",
      description = "The columns of a table or of CSV, separated by commas.")
  private List<String> columns = List.of();

  public Format format() {
    return format;
  }

  /**
   * The columns to print.
   *
   * @param all those that may be chosen
   * @param usual how many of them, from the first, are printed unless others are asked for
   */
  List<Column> choose(List<Column> all, int usual) {
    return columns.isEmpty()
        ? all.subList(0, usual)
        : columns.stream().map(name -> named(all, name)).toList();
  }

  private static Column named(List<Column> all, String name) {
    return all.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new WrongUsageException(
                    "there is no column %s; there are: %s"
                        .formatted(
                            name, String.join(", ", all.stream().map(Column::name).toList()))));
  }
}
