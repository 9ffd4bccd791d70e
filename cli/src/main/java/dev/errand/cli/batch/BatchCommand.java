package dev.errand.cli.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.errand.cli.batch.BatchState.Written;
import dev.errand.cli.output.CtrlC;
import dev.errand.cli.service.CallOptions;
import dev.errand.cli.service.Connection;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.cli.settings.PrivateFiles;
import dev.errand.cli.settings.WrongUsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code errand batch}: asks a model about each row of a CSV file. */
@Command(
    name = "batch",
    description = {
      "Ask a model about each row of a CSV file, and write the answers to another one.",
      "The same command again goes on where an earlier one was interrupted or killed: no prompt is"
          + " sent twice."
    },
    sortOptions = false)
public final class BatchCommand implements Callable<Integer> {

  private static final String CSV = ".csv";
  private static final int CHARACTERS_OF_A_TOKEN = 4;

  private final GlobalOptions options;
  private final CtrlC interruption;

  @Parameters(paramLabel = "FILE", description = "A CSV file whose first line names its columns.")
  private Path file = Path.of("");

  @Mixin private CallOptions call = new CallOptions();

  @Option(
      names = {"-p", "--prompt"},
      required = true,
      paramLabel = "TEMPLATE",
      description = "The prompt, with columns in braces: 'Answer: {question}'.")
  private String prompt = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The answers (default: FILE with .answers.csv).")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--errors",
      paramLabel = "FILE",
      description = "Rows without an answer (default: that of the answers with .errors.csv).")
  private Optional<Path> errors = Optional.empty();

  @Option(
      names = "--separator",
      paramLabel = "CHARACTER",
      converter = Separator.class,
      description = "Between the fields, also of the answers: a character, or tab (default: ,).")
  private char separator = ',';

  @Option(
      names = "--id-column",
      paramLabel = "NAME",
      description = "The column with unique ids (default: rows are numbered).")
  private Optional<String> idColumn = Optional.empty();

  @Option(
      names = "--answer-column",
      paramLabel = "NAME",
      description = "The column to add (default: ${DEFAULT-VALUE}).")
  private String answerColumn = "answer";

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "How long the batch may take, from 60s to 30d (default: ${DEFAULT-VALUE}).")
  private String deadline = "24h";

  @Option(names = "--detach", description = "Submit and print the batch's id; don't wait.")
  private boolean detach;

  @Option(
      names = "--again",
      description = "Ask anew once an earlier batch with the same prompts is over.")
  private boolean again;

  public BatchCommand(GlobalOptions options, CtrlC interruption) {
    this.options = options;
    this.interruption = interruption;
  }

  @Override
  public Integer call() throws IOException {
    PromptFile prompts = PromptFile.read(file, separator, idColumn);
    if (prompts.header().contains(answerColumn)) {
      throw new WrongUsageException(
          "%s has a column %s already; use --answer-column".formatted(file, answerColumn));
    }
    Connection errand = options.connect();
    Path folder = PrivateFiles.folder(options.environment().stateFolder().resolve("batches"));
    try (BatchInput input = input(folder, prompts);
        BatchMemory memory = BatchMemory.open(folder, errand.url(), input.hash())) {
      options.screen().say(checked(prompts, input));
      return run(errand, prompts, input, memory);
    }
  }

  private BatchInput input(Path folder, PromptFile prompts) throws IOException {
    PromptTemplate template = PromptTemplate.of(prompt, prompts.header());
    ObjectNode fields = call.template();
    return BatchInput.write(
        folder,
        prompts,
        row -> call.body(fields, template.fill(column -> prompts.value(row, column))));
  }

  private String checked(PromptFile prompts, BatchInput input) {
    return String.format(
        Locale.ROOT,
        "Checked %,d rows, about %,d input tokens.",
        prompts.rows().size(),
        input.characters() / CHARACTERS_OF_A_TOKEN);
  }

  private int run(Connection errand, PromptFile prompts, BatchInput input, BatchMemory memory)
      throws IOException {
    Written from = resume(memory);
    boolean known = memory.state().batch().isPresent();
    String name = String.valueOf(file.getFileName());
    String batch = new BatchCreation(errand, memory, input, name).batch(deadline);
    if (detach) {
      options.screen().print(batch);
      return ExitCode.OK;
    }
    options.screen().say(begun(batch, known, from));
    memory.keep(memory.state().from(from));
    return new BatchRun(errand, options.screen(), interruption, prompts, memory)
        .finish(batch, answerColumn);
  }

  /** Before anything is sent: whoever can't write the answers should not pay for them. */
  private Written resume(BatchMemory memory) throws IOException {
    Path answers = absolute(output.orElse(sibling(file, ".answers.csv")));
    Path failures = absolute(errors.orElse(sibling(answers, ".errors.csv")));
    // Not before its end: this command may be the repetition of one that was killed.
    BatchState state = again && memory.state().ended() ? memory.state().next() : memory.state();
    Written from = AnswerFiles.resume(state, answers, failures);
    memory.keep(state);
    return from;
  }

  private static String begun(String batch, boolean known, Written from) {
    return known
        ? "Batch %s was submitted before; %d of its results are here already."
            .formatted(batch, from.succeeded() + from.failed())
        : "Batch %s submitted. Ctrl-C leaves it running; the same command picks it up again."
            .formatted(batch);
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** A file beside another one, with another end of its name. */
  private static Path sibling(Path path, String end) {
    String name = String.valueOf(path.getFileName());
    return path.resolveSibling(
        (name.endsWith(CSV) ? name.substring(0, name.length() - CSV.length()) : name) + end);
  }
}
