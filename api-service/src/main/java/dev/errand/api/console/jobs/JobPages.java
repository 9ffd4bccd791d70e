package dev.errand.api.console.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.errand.api.admin.Author;
import dev.errand.api.console.jobs.JobModel.Content;
import dev.errand.api.jobs.JobAnswers;
import dev.errand.api.jobs.JobView;
import dev.errand.price.Prices;
import dev.errand.store.content.ContentStore;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;

/** Reads what the page of a job shows. */
@ApplicationScoped
class JobPages {

  private final JobAnswers answers;
  private final ContentStore contents;
  private final Prices prices;
  private final ObjectMapper json;
  private final Clock clock;

  @Inject
  JobPages(
      JobAnswers answers, ContentStore contents, Prices prices, ObjectMapper json, Clock clock) {
    this.answers = answers;
    this.contents = contents;
    this.prices = prices;
    this.json = json;
    this.clock = clock;
  }

  /** A job without prompt and answer. */
  JobModel job(Caller caller, UUID id) {
    return model(answers.view(caller, id), Content.HIDDEN);
  }

  /** A job with prompt and answer; the audit log records who read them. */
  JobModel withContent(Author author, UUID id) {
    byte[] request =
        contents
            .request(author.caller(), author.origin(), id)
            .orElseThrow(() -> JobAnswers.unknown(id));
    JobView job = answers.view(author.caller(), id);
    String answer = Objects.requireNonNullElse(job.ending().result(), "");
    String text = Objects.requireNonNullElse(job.ending().outputText(), "");
    return model(job, new Content(true, pretty(new String(request, UTF_8)), pretty(answer), text));
  }

  private JobModel model(JobView job, Content content) {
    return JobModel.of(
        job,
        Timeline.of(job, clock.instant()),
        prices.currency().orElse(""),
        withoutAnswer(job),
        content);
  }

  private String withoutAnswer(JobView job) {
    try {
      // As text first: the answer is written as it is, and may be no tree of ours.
      JsonNode tree = json.readTree(json.writeValueAsBytes(job));
      ((ObjectNode) tree).remove("result");
      ((ObjectNode) tree).remove("output_text");
      return tree.toPrettyString();
    } catch (IOException e) {
      throw new UncheckedIOException("a job cannot be written as JSON", e);
    }
  }

  /** With line breaks; as it is if it is no JSON. */
  private String pretty(String text) {
    try {
      return text.isEmpty() ? "" : json.readTree(text).toPrettyString();
    } catch (JsonProcessingException e) {
      return text;
    }
  }
}
