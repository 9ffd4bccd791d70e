package dev.errand.cli.batch;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.errand.cli.settings.WrongUsageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A CSV file of prompts, read as a whole.
 *
 * @param rows by their ids
 * @param separator between the fields of a row
 */
record PromptFile(List<String> header, Map<String, Row> rows, char separator) {

  private static final int LONGEST_ID = 512;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** What spreadsheets write in place of commas, as it is typed. */
  private static final Map<Character, String> OTHERS = Map.of(';', "';'", '\t', "tab");

  /**
   * Reads a file.
   *
   * @param separator between its fields
   * @param idColumn the column with the ids; without it, rows are numbered from 1
   * @throws WrongUsageException if it is no CSV file with a header, or an id is there twice
   */
  static PromptFile read(Path file, char separator, Optional<String> idColumn) {
    if (!Files.isReadable(file)) {
      throw new WrongUsageException("can't read " + file);
    }
    // A quote that is never closed would make one row of the rest of the file.
    try (CsvReader<NamedCsvRecord> records =
        CsvReader.builder()
            .fieldSeparator(separator)
            .allowUnclosedQuote(false)
            .ofNamedCsvRecord(reader(file))) {
      return new Reading(file, separator, idColumn).read(records);
    } catch (CsvParseException | UncheckedIOException | IOException e) {
      throw new WrongUsageException(file + why(e));
    }
  }

  /** Fails at the first byte that is not UTF-8: a model should not be asked about what it lost. */
  private static Reader reader(Path file) throws IOException {
    BufferedReader reader = Files.newBufferedReader(file);
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    return reader;
  }

  private static String why(Exception failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof CharacterCodingException
        ? " is not UTF-8; convert it first"
        : ": " + failure.getMessage() + (cause == failure ? "" : ": " + cause.getMessage());
  }

  /** Which columns there are, for whoever has named another one. */
  static String columns(List<String> header) {
    String all = "it has: " + String.join(", ", header);
    return header.size() == 1
        ? OTHERS.keySet().stream()
            .filter(other -> header.getFirst().indexOf(other) >= 0)
            .findFirst()
            .map(other -> all + "; are they separated by --separator " + OTHERS.get(other) + "?")
            .orElse(all)
        : all;
  }

  /** The value of a row in a column. */
  String value(Row row, String column) {
    return row.fields().get(header.indexOf(column));
  }

  /** The reading of one file. */
  private static final class Reading {

    private final Path file;
    private final char separator;
    private final Optional<String> idColumn;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    Reading(Path file, char separator, Optional<String> idColumn) {
      this.file = file;
      this.separator = separator;
      this.idColumn = idColumn;
    }

    PromptFile read(CsvReader<NamedCsvRecord> records) {
      List<String> header = List.of();
      for (NamedCsvRecord record : records) {
        if (rows.isEmpty()) {
          header = List.copyOf(record.getHeader());
          checkIdColumn(header);
        }
        add(record, header.size());
      }
      if (rows.isEmpty()) {
        throw new WrongUsageException(file + " has no rows below its header");
      }
      return new PromptFile(header, rows, separator);
    }

    private void checkIdColumn(List<String> header) {
      if (idColumn.isPresent() && !header.contains(idColumn.get())) {
        throw new WrongUsageException(
            "%s has no column %s; %s".formatted(file, idColumn.get(), columns(header)));
      }
    }

    private void add(NamedCsvRecord record, int columns) {
      long line = record.getStartingLineNumber();
      if (record.getFieldCount() != columns) {
        throw wrong(
            line, "%d fields, but the header has %d".formatted(record.getFieldCount(), columns));
      }
      Row row = new Row(line, id(record), record.getFields());
      Row same = rows.putIfAbsent(row.id(), row);
      if (same != null) {
        throw wrong(line, "the id %s is that of line %d".formatted(row.id(), same.line()));
      }
    }

    private String id(NamedCsvRecord record) {
      String id = idColumn.map(record::getField).orElse(Integer.toString(rows.size() + 1));
      if (id.isEmpty() || id.length() > LONGEST_ID) {
        throw wrong(
            record.getStartingLineNumber(),
            "an id must have 1 to %d characters".formatted(LONGEST_ID));
      }
      return id;
    }

    private WrongUsageException wrong(long line, String what) {
      return new WrongUsageException("%s, line %d: %s".formatted(file, line, what));
    }
  }
}
