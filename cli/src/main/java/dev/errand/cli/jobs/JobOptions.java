package dev.errand.cli.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.errand.cli.service.CallOptions;
import dev.errand.cli.settings.WrongUsageException;
import dev.errand.client.Submission;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The job to submit. */
final class JobOptions {

  private static final String STANDARD_INPUT = "-";

  @Parameters(
      paramLabel = "PROMPT",
      arity = "0..1",
      description = "The prompt; - or nothing reads it from the standard input.")
  private Optional<String> prompt = Optional.empty();

  @Mixin private CallOptions call = new CallOptions();

  @Option(names = "--priority", paramLabel = "N", description = "-100 to 100; higher runs first.")
  private Optional<Integer> priority = Optional.empty();

  @Option(
      names = "--delay",
      paramLabel = "TIME",
      description = "Don't start before, such as 10m or 12h.")
  private Optional<Duration> delay = Optional.empty();

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "1 to 100; lost attempts count.")
  private Optional<Integer> maxAttempts = Optional.empty();

  @Option(
      names = "--fail-if-lost",
      description = "Don't call again if nobody knows whether the provider answered.")
  private boolean failIfLost;

  @Option(
      names = "--meta",
      paramLabel = "KEY=VALUE",
      description = "Your own pair; may be repeated.")
  private Map<String, String> metadata = Map.of();

  /** The submission. */
  Submission submission(InputStream in) throws IOException {
    ObjectNode template = call.template();
    boolean complete = CallOptions.hasMessages(template) && prompt.isEmpty();
    Submission job =
        Submission.request(
            CallOptions.ENDPOINT, complete ? template : call.body(template, prompt(in)));
    job = priority.isPresent() ? job.priority(priority.get()) : job;
    job = delay.isPresent() ? job.delay(delay.get()) : job;
    job = maxAttempts.isPresent() ? job.maxAttempts(maxAttempts.get()) : job;
    job = failIfLost ? job.failIfLost() : job;
    return metadata.isEmpty() ? job : job.metadata(metadata);
  }

  private String prompt(InputStream in) throws IOException {
    if (prompt.isPresent() && !prompt.get().equals(STANDARD_INPUT)) {
      return prompt.get();
    }
    String text = new String(in.readAllBytes(), UTF_8).strip();
    if (text.isEmpty()) {
      throw new WrongUsageException("the prompt is empty");
    }
    return text;
  }
}
