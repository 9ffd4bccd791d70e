package dev.errand.cli.batch;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Why rows have no answer, by reason, the most frequent first. */
final class FailureSummary {

  private static final int SHOWN = 5;
  private static final int LONGEST = 100;

  private FailureSummary() {}

  /** The lines of the summary for a file of errors, with this between its fields. */
  static List<String> of(Path errors, char separator) throws IOException {
    Map<String, Integer> reasons = new HashMap<>();
    try (CsvReader<NamedCsvRecord> records =
        CsvReader.builder().fieldSeparator(separator).ofNamedCsvRecord(errors)) {
      records.forEach(record -> reasons.merge(reason(record), 1, Integer::sum));
    }
    List<String> lines = new ArrayList<>();
    reasons.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(SHOWN)
        .forEach(each -> lines.add("%7d  %s".formatted(each.getValue(), each.getKey())));
    if (reasons.size() > SHOWN) {
      lines.add("         and %d other reasons".formatted(reasons.size() - SHOWN));
    }
    return lines;
  }

  private static String reason(NamedCsvRecord record) {
    List<String> why = AnswerFiles.WHY.stream().map(record::getField).toList();
    String message = why.getLast().replaceAll("\\p{Cntrl}", " ");
    String start = message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message;
    return (why.get(0) + " " + why.get(1) + " \"" + start + "\"").strip();
  }
}
