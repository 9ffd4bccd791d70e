package dev.errand.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints rows of JSON in the asked form. */
public final class Listing {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          // Numbers are printed as they were sent.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final String GAP = "  ";

  private final Screen screen;
  private final Format format;
  private final List<Column> columns;
  private final String id;

  /**
   * Prepares a list.
   *
   * @param all the columns that may be chosen
   * @param usual how many of them are printed unless others are asked for
   * @param id the field that names a row
   */
  public Listing(Screen screen, ListOptions options, List<Column> all, int usual, String id) {
    this.screen = screen;
    this.format = options.format();
    this.columns = options.choose(all, usual);
    this.id = id;
  }

  /** Reads what a service has sent. */
  public static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not an answer of Errand: " + json, e);
    }
  }

  /** Prints all rows of an answer whose rows are its {@code data}. */
  public void page(String json) {
    if (isRaw()) {
      raw(json);
    } else {
      List<JsonNode> rows = new ArrayList<>();
      read(json).path("data").forEach(rows::add);
      rows(rows);
    }
  }

  /** Prints an answer that is one row. */
  public void one(String json) {
    if (isRaw()) {
      raw(json);
    } else {
      rows(List.of(read(json)));
    }
  }

  /** Whether the rows are printed in the form in which they were sent. */
  public boolean isRaw() {
    return format == Format.JSON;
  }

  /** Prints what the service has sent, as it is. */
  public void raw(String json) {
    screen.print(json);
  }

  /** Prints rows. */
  public void rows(List<JsonNode> rows) {
    switch (format) {
      case TABLE -> table(rows);
      case CSV -> screen.print(csv(rows));
      case JSON, NDJSON -> rows.forEach(row -> screen.print(row.toString()));
      case ID -> rows.forEach(row -> screen.print(Column.text(row.path(id))));
    }
  }

  private void table(List<JsonNode> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(column -> column.name().toUpperCase(Locale.ROOT)).toList());
    rows.forEach(row -> lines.add(cells(row)));
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    lines.forEach(line -> screen.print(aligned(line, widths)));
  }

  private static String aligned(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      line.append(cell).append(" ".repeat(widths[i] - cell.length())).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private String csv(List<JsonNode> rows) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(columns.stream().map(Column::name).toList());
      rows.forEach(row -> csv.writeRecord(cells(row)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().stripTrailing();
  }

  /** Without what would break a line, command a terminal or be run by a spreadsheet. */
  private List<String> cells(JsonNode row) {
    return columns.stream()
        .map(column -> column.value().apply(row))
        .map(
            text ->
                format == Format.TABLE
                    ? text.replaceAll("\\p{Cntrl}", " ")
                    : Formulas.defused(text))
        .toList();
  }
}
