package dev.errand.api.lists;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.errand.api.jobs.ErrorView;
import dev.errand.api.jobs.JobView;
import dev.errand.api.jobs.UsageView;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes each job as a record of CSV (RFC 4180), after one with the names of the columns.
 *
 * <p>Spreadsheets run what looks like a formula, and an answer can be made to look like one by
 * whoever wrote the prompt or a text in it. Such a value gets an apostrophe in front, which
 * spreadsheets take for "this is text".
 */
record ResultCsv(ObjectWriter json) implements ResultWriter {

  private static final List<String> COLUMNS =
      List.of(
          "id",
          "state",
          "model",
          "lane",
          "created_at",
          "ended_at",
          "metadata",
          "batch",
          "output_text",
          "finish_reason",
          "input_tokens",
          "output_tokens",
          "total_tokens",
          "error_type",
          "error_message",
          "http_status",
          "request",
          "result",
          "cursor");

  /** What spreadsheets take for a formula, even behind white space; numbers are harmless. */
  private static final Pattern FORMULA =
      Pattern.compile("\\s*[=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20].*", Pattern.DOTALL);

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?");

  private static final List<String> NOTHING = List.of("", "", "");

  @Override
  public void begin(OutputStream out) throws IOException {
    writeRecord(out, COLUMNS);
  }

  @Override
  public void write(OutputStream out, JobView job, String cursor) throws IOException {
    List<String> values = new ArrayList<>();
    add(values, job.id(), job.state().text(), job.call().model(), job.plan().lane());
    add(values, job.course().createdAt(), job.course().endedAt(), metadata(job));
    add(values, job.call().batch(), job.ending().outputText(), job.course().finishReason());
    usage(values, job.ending().usage());
    error(values, job.ending().error());
    add(values, job.call().request(), job.ending().result(), cursor);
    writeRecord(out, values);
  }

  private String metadata(JobView job) throws JsonProcessingException {
    return job.call().metadata().isEmpty() ? "" : json.writeValueAsString(job.call().metadata());
  }

  private static void usage(List<String> values, @Nullable UsageView usage) {
    if (usage == null) {
      values.addAll(NOTHING);
    } else {
      add(values, usage.inputTokens(), usage.outputTokens(), usage.totalTokens());
    }
  }

  private static void error(List<String> values, @Nullable ErrorView error) {
    if (error == null) {
      values.addAll(NOTHING);
    } else {
      add(values, error.type(), error.message(), error.httpStatus());
    }
  }

  private static void add(List<String> values, @Nullable Object... more) {
    for (Object value : more) {
      values.add(value == null ? "" : value.toString());
    }
  }

  private static void writeRecord(OutputStream out, List<String> values) throws IOException {
    String line =
        values.stream().map(ResultCsv::field).collect(Collectors.joining(",", "", "\r\n"));
    out.write(line.getBytes(UTF_8));
  }

  private static String field(String text) {
    String safe = isFormula(text) ? "'" + text : text;
    boolean isPlain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return isPlain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }

  private static boolean isFormula(String text) {
    return FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches();
  }
}
