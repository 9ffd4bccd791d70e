package dev.errand.api.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import dev.errand.api.testing.Keys;
import dev.errand.api.testing.OpenAiService;
import dev.errand.api.testing.StoredJobs;
import dev.errand.api.testing.Submitted;
import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.job.Usage;
import dev.errand.store.AttemptEnd;
import dev.errand.store.ClaimedJob;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OpenAI's own client for Java, of which nothing is changed but the address and the key. */
@QuarkusTest
@TestProfile(OpenAiService.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class OpenAiJavaClientQuarkusTest {

  private static final String CHAT =
      """
      {"id": "c1", "object": "chat.completion", "created": 1, "model": "chat-1", "choices":
       [{"index": 0, "finish_reason": "stop", "logprobs": null,
         "message": {"role": "assistant", "content": "Paris", "refusal": null}}],
       "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}}""";

  private static final String COMPLETION =
      """
      {"id": "c2", "object": "text_completion", "created": 1, "model": "chat-text", "choices":
       [{"index": 0, "finish_reason": "stop", "logprobs": null, "text": "once"}]}""";

  private static final String EMBEDDING =
      """
      {"object": "list", "model": "chat-embed", "usage": {"prompt_tokens": 1, "total_tokens": 1},
       "data": [{"object": "embedding", "index": 0, "embedding": [1.0, -0.5]}]}""";

  @Inject StoredJobs jobs;
  @Inject Submitted submitted;
  @TestHTTPResource URI api;

  private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
  private String tenant;
  private OpenAIClient client;

  @BeforeEach
  void start() {
    worker.scheduleWithFixedDelay(this::work, 0, 20, TimeUnit.MILLISECONDS);
    tenant = Keys.tenant();
    client = client(Keys.create(tenant, "submit").key()).build();
  }

  @AfterEach
  void stop() throws InterruptedException {
    client.close();
    worker.shutdown();
    assertTrue(worker.awaitTermination(30, TimeUnit.SECONDS));
  }

  @Test
  void chatCompletions() {
    ChatCompletion answer = client.chat().completions().create(chat("chat-1"));

    assertEquals("Paris", answer.validate().choices().getFirst().message().content().orElseThrow());
    assertEquals(3, answer.usage().orElseThrow().totalTokens());
  }

  @Test
  void completions() {
    CompletionCreateParams call =
        CompletionCreateParams.builder().model("chat-text").prompt("upon a time").build();

    assertEquals("once", client.completions().create(call).validate().choices().getFirst().text());
  }

  @Test
  void embeddings() {
    EmbeddingCreateParams call =
        EmbeddingCreateParams.builder()
            .model("chat-embed")
            .inputOfArrayOfTokens(List.of(1L, 2L))
            .build();

    CreateEmbeddingResponse answer = client.embeddings().create(call);

    assertEquals(List.of(1.0f, -0.5f), answer.data().getFirst().embedding());
  }

  @Test
  void aHundredCallsAtOnce() {
    List<CompletableFuture<ChatCompletion>> answers =
        IntStream.range(0, 100)
            .mapToObj(_ -> client.async().chat().completions().create(chat("chat-1")))
            .toList();

    for (CompletableFuture<ChatCompletion> answer : answers) {
      assertEquals("c1", answer.orTimeout(60, TimeUnit.SECONDS).join().id());
    }
  }

  @Test
  void models() {
    List<String> names = client.models().list().items().stream().map(Model::id).toList();
    assertTrue(names.contains("org/named:8b"), names::toString);

    assertEquals("acme", client.models().retrieve("org/named:8b").validate().ownedBy());
    NotFoundException unknown =
        assertThrows(NotFoundException.class, () -> client.models().retrieve("org/none"));
    assertEquals("model_not_found", unknown.code().orElseThrow());
  }

  @Test
  void errorsHaveTheirClasses() {
    OpenAIClient reader = client(Keys.create(tenant, "read").key()).build();
    OpenAIClient nobody = client("sk-wrong").build();

    PermissionDeniedException denied =
        assertThrows(
            PermissionDeniedException.class,
            () -> reader.chat().completions().create(chat("chat-1")));
    assertEquals("forbidden", denied.code().orElseThrow());
    UnauthorizedException unauthorized =
        assertThrows(UnauthorizedException.class, () -> nobody.models().list());
    assertEquals("invalid_api_key", unauthorized.code().orElseThrow());
    BadRequestException rejected =
        assertThrows(BadRequestException.class, () -> client.chat().completions().create(chat("")));
    assertEquals("model", rejected.param().orElseThrow());
    assertThrows(NotFoundException.class, () -> client.fineTuning().jobs().list());
  }

  /** The client would send them three times, and each would be a job. */
  @Test
  void failedCallsAreSentOnce() {
    InternalServerException failed =
        assertThrows(
            InternalServerException.class,
            () -> client.chat().completions().create(chat("chat-fails")));

    assertEquals(503, failed.statusCode());
    assertEquals("rate_limited", failed.code().orElseThrow());
    assertEquals(1, submitted.ofModel("chat-fails"));
  }

  @Test
  void callsThatTakeLongerThanTheClientWaitsAreSentOnce() {
    OpenAIClient hasty =
        client(Keys.create(tenant, "submit").key()).timeout(Duration.ofSeconds(3)).build();

    InternalServerException late =
        assertThrows(
            InternalServerException.class,
            () -> hasty.chat().completions().create(chat("left-late")));

    assertEquals(504, late.statusCode());
    assertEquals("call_not_ended", late.code().orElseThrow());
    assertEquals(1, submitted.ofModel("left-late"));
  }

  private OpenAIOkHttpClient.Builder client(String key) {
    return OpenAIOkHttpClient.builder().baseUrl(api.resolve("/v1").toString()).apiKey(key);
  }

  private static ChatCompletionCreateParams chat(String model) {
    return ChatCompletionCreateParams.builder()
        .model(model)
        .addUserMessage("What is the capital of France?")
        .build();
  }

  private void work() {
    jobs.leases
        .claim(StoredJobs.WORKER, StoredJobs.LEASE, Map.of(OpenAiService.LANE, 50), Long.MAX_VALUE)
        .forEach(this::end);
  }

  private void end(ClaimedJob job) {
    switch (job.model()) {
      case "chat-text" -> jobs.succeed(job, COMPLETION);
      case "chat-embed" -> jobs.succeed(job, EMBEDDING);
      case "chat-fails" -> jobs.end(failure(job));
      default -> jobs.succeed(job, CHAT);
    }
  }

  private static AttemptEnd failure(ClaimedJob job) {
    return AttemptEnd.failed(
        job.lease(),
        Outcome.FAILED,
        new Failure(Failure.Type.RATE_LIMITED, "come back later"),
        new AttemptEnd.Call(503, "req_9", Usage.UNKNOWN));
  }
}
