package dev.errand.worker.llm;

import static org.junit.jupiter.api.Assertions.fail;

import dev.errand.job.Endpoint;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Jobs whose answers contain their name, so that a mixed-up answer is detected. */
final class EchoJobs {

  private static final Pattern NAME = Pattern.compile("job-\\d+");
  private static final Pattern TEXT = Pattern.compile("text of (job-\\d+|[a-z ]+)");

  private final ScriptedProvider provider;
  private final LlmClient client;
  private final Duration patience;
  private final AtomicInteger numbers = new AtomicInteger();

  EchoJobs(ScriptedProvider provider, LlmClient client, Duration patience) {
    this.provider = provider;
    this.client = client;
    this.patience = patience;
  }

  /** The outcome of a job. */
  enum End {
    OWN_TEXT,
    FAILURE
  }

  /** Responds to one request: given its connection, the number of earlier requests, and its job. */
  @FunctionalInterface
  interface Reply {
    void to(Socket client, int number, String job) throws IOException, InterruptedException;
  }

  /** Serves each request of a connection like this. */
  static RawServer.Script each(Reply reply) {
    AtomicInteger requests = new AtomicInteger();
    return client -> {
      client.setTcpNoDelay(true);
      while (true) {
        String body = RawServer.readRequest(client);
        reply.to(client, requests.getAndIncrement(), nameIn(body));
      }
    };
  }

  /** Runs the next job; fails the test if it gets another job's answer. */
  End run() {
    return run("");
  }

  /** The same with a longer request. */
  End run(String padding) {
    String name = "job-" + numbers.getAndIncrement();
    LlmOutcome outcome =
        provider
            .begin(client, ScriptedProvider.job(Endpoint.CHAT_COMPLETIONS, body(name, padding)))
            .await(patience);
    if (!(outcome instanceof Answered answered)) {
      return End.FAILURE;
    }
    String answer = new String(answered.body(), StandardCharsets.UTF_8);
    Matcher text = TEXT.matcher(answer);
    if (!text.find() || !text.group(1).equals(name)) {
      fail("%s has got a stranger's answer: %s".formatted(name, answer));
    }
    return End.OWN_TEXT;
  }

  private static byte[] body(String name, String padding) {
    // Not formatted: that takes seconds for many megabytes.
    String messages = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + name;
    return (messages + "\"}],\"user\":\"" + padding + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  static String nameIn(String body) {
    Matcher name = NAME.matcher(body);
    return name.find() ? name.group() : "nobody";
  }

  /** A completion whose text names the job. */
  static String json(String job) {
    return """
    {"id":"c","object":"chat.completion","choices":[{"index":0,"finish_reason":"stop",\
    "message":{"role":"assistant","content":"text of %s"}}]}\
    """
        .formatted(job);
  }

  /** The complete answer, as servers usually send it. */
  static String ok(String job) {
    return ok(job, "Content-Type: application/json");
  }

  static String ok(String job, String header) {
    return "HTTP/1.1 200 OK\r\n%s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(header, json(job).length(), json(job));
  }

  static String chunked(String job) {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
        .formatted(json(job).length(), json(job));
  }

  static void say(Socket client, String text) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
