package dev.errand.cli.batch;

import dev.errand.cli.batch.BatchState.Written;
import dev.errand.cli.batch.ResultLine.Answer;
import dev.errand.cli.batch.ResultLine.Failure;
import dev.errand.cli.output.Formulas;
import dev.errand.cli.settings.WrongUsageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The two files that a batch fills: rows with their answers, and rows without one. Both have the
 * columns of the input first, so the second one can be the input of another batch.
 */
final class AnswerFiles implements Closeable {

  static final List<String> WHY = List.of("error_status", "error_code", "error_message");

  private final PromptFile prompts;
  private final CsvAppender answers;
  private final CsvAppender errors;
  private final List<Integer> kept;
  private Written written;

  private AnswerFiles(
      PromptFile prompts, CsvAppender answers, CsvAppender errors, Written written) {
    this.prompts = prompts;
    this.answers = answers;
    this.errors = errors;
    this.kept = kept(prompts.header());
    this.written = written;
  }

  /**
   * What may be written behind: what is known of the files, or nothing if they are others or were
   * changed.
   *
   * @throws WrongUsageException if a file exists that is not of this batch
   */
  static Written resume(BatchState state, Path answers, Path errors) throws IOException {
    Written none = Written.none(answers.toString(), errors.toString());
    Optional<Written> known =
        state
            .written()
            .filter(it -> it.answers().equals(none.answers()))
            .filter(it -> it.errors().equals(none.errors()));
    if (known.isEmpty()) {
      refuseToOverwrite(answers);
      refuseToOverwrite(errors);
      return none;
    }
    Written it = known.get();
    boolean usable =
        state.ended() ? exist(it) : has(answers, it.answersBytes()) && hasErrors(errors, it);
    return usable ? it : none;
  }

  /** Whether both files are there: after the end, they are the user's, who may have edited them. */
  static boolean exist(Written written) {
    return Files.exists(Path.of(written.answers()))
        && (written.failed() == 0 || Files.exists(Path.of(written.errors())));
  }

  private static void refuseToOverwrite(Path file) {
    if (Files.exists(file)) {
      throw new WrongUsageException(
          file + " exists and has nothing of this batch; move it away, or choose another one");
    }
  }

  private static boolean has(Path file, long bytes) throws IOException {
    return bytes == 0 || Files.exists(file) && Files.size(file) >= bytes;
  }

  /** Without errors, their file is removed in the end. */
  private static boolean hasErrors(Path errors, Written written) throws IOException {
    return has(errors, written.failed() == 0 ? 0 : written.errorsBytes());
  }

  /** Opens both files at the place where they were committed last. */
  static AnswerFiles open(PromptFile prompts, String answerColumn, Written from)
      throws IOException {
    List<String> columns = kept(prompts.header()).stream().map(prompts.header()::get).toList();
    CsvAppender answers =
        CsvAppender.open(
            Path.of(from.answers()),
            from.answersBytes(),
            and(columns, List.of(answerColumn)),
            prompts.separator());
    try {
      CsvAppender errors =
          CsvAppender.open(
              Path.of(from.errors()),
              from.failed() == 0 ? 0 : from.errorsBytes(),
              and(columns, WHY),
              prompts.separator());
      return new AnswerFiles(prompts, answers, errors, from);
    } catch (IOException e) {
      answers.close();
      throw e;
    }
  }

  /** The columns of the input, except for those that an earlier batch has added. */
  private static List<Integer> kept(List<String> header) {
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      if (!WHY.contains(header.get(i))) {
        columns.add(i);
      }
    }
    return columns;
  }

  /** Appends a line; it stays for good after {@link #commit}. */
  void add(ResultLine line) {
    Row row = prompts.rows().get(line.row());
    if (row == null) {
      throw new IllegalStateException("the batch has a line that the input has not: " + line.row());
    }
    List<String> fields = kept.stream().map(row.fields()::get).toList();
    switch (line.outcome()) {
      case Answer answer -> {
        answers.append(and(fields, List.of(Formulas.defused(answer.text()))));
        written = written.answered(line.id());
      }
      case Failure why -> {
        String message = Formulas.defused(why.message());
        errors.append(and(fields, List.of(why.status(), why.code(), message)));
        written = written.unanswered(line.id());
      }
    }
  }

  /** What has been added so far; its sizes are those of the last commit. */
  Written written() {
    return written;
  }

  /** Returns what is on the disk now. */
  Written commit() throws IOException {
    written = written.committed(answers.commit(), errors.commit());
    return written;
  }

  /** Also removes a file without rows: the next command does not take it for somebody else's. */
  @Override
  public void close() throws IOException {
    answers.close();
    errors.close();
    if (written.succeeded() + written.failed() == 0) {
      Files.deleteIfExists(Path.of(written.answers()));
    }
    if (written.failed() == 0) {
      Files.deleteIfExists(Path.of(written.errors()));
    }
  }

  private static List<String> and(List<String> first, List<String> last) {
    List<String> all = new ArrayList<>(first);
    all.addAll(last);
    return all;
  }
}
