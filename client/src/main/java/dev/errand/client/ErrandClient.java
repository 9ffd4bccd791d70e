package dev.errand.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A blocking client of one API service, safe for use by many threads; it needs no closing.
 *
 * <p>What the service rejects is a {@link ProblemException}; where no answer came it is a {@link
 * NoAnswerException}, and whether the request was carried out is not known. Nothing is sent again
 * by itself: submit with an idempotency key, and send again what was not available.
 */
public final class ErrandClient {

  private static final String JOBS = "/v1/jobs";
  private static final String NDJSON = "application/x-ndjson";
  private static final String PREFER = "Prefer";
  private static final int NOT_MODIFIED = 304;

  private final Http http;

  private ErrandClient(Http http) {
    this.http = http;
  }

  /**
   * A client of the service at that address.
   *
   * @param api such as {@code http://localhost:8080}
   */
  public static ErrandClient of(URI api) {
    return new ErrandClient(new Http(api, Optional.empty()));
  }

  /** A client that waits so long for each answer to begin; the waits of polls are added. */
  public ErrandClient withTimeout(Duration timeout) {
    return new ErrandClient(http.withTimeout(timeout));
  }

  /** What answers at the address. */
  public ServiceInfo service() {
    return Json.read(http.send(http.to("/v1")).body(), ServiceInfo.class);
  }

  /** Submits a job; once this returns it is committed. */
  public JobAnswer submit(Submission submission) {
    return submit(submission, SubmitOptions.NONE);
  }

  /** Submits a job with an idempotency key, or waits for its end. */
  public JobAnswer submit(Submission submission, SubmitOptions options) {
    HttpRequest.Builder request =
        http.to(JOBS, options.waitFor().orElse(Duration.ZERO))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(submission.toString()));
    options.idempotencyKey().ifPresent(key -> request.header("Idempotency-Key", key));
    options.waitFor().ifPresent(wait -> request.header(PREFER, prefer(wait)));
    return JobAnswer.of(http.send(request));
  }

  /**
   * Submits many jobs in one request; the answers are in their order, a problem for each bad one.
   */
  public List<LineAnswer> upload(List<Submission> jobs) {
    return upload(jobs, Optional.empty());
  }

  /** The same under a key: sent again with it as a whole, no job is made twice. */
  public List<LineAnswer> upload(List<Submission> jobs, String idempotencyKey) {
    return upload(jobs, Optional.of(idempotencyKey));
  }

  private List<LineAnswer> upload(List<Submission> jobs, Optional<String> key) {
    String lines = jobs.stream().map(job -> job + "\n").collect(Collectors.joining());
    HttpRequest.Builder request = bulk(BodyPublishers.ofString(lines));
    key.ifPresent(value -> request.header("Idempotency-Key", value));
    try (Stream<String> answers = http.lines(request)) {
      return answers.map(line -> Json.read(line, LineAnswer.class)).toList();
    }
  }

  /**
   * Uploads lines as they are and hands out the answers' lines as they come, neither of them
   * parsed; the stream must be closed.
   */
  public Stream<String> uploadLines(byte[] lines) {
    return http.lines(bulk(BodyPublishers.ofByteArray(lines)));
  }

  private HttpRequest.Builder bulk(HttpRequest.BodyPublisher lines) {
    return http.to(JOBS + "/bulk").header("Content-Type", NDJSON).POST(lines);
  }

  /** A job as it stands. */
  public Job job(UUID id) {
    return JobAnswer.of(http.send(http.to(path(id)))).job();
  }

  /** A job as soon as it has ended, or after the wait, of 60 s at most, as it then stands. */
  public JobAnswer poll(UUID id, Duration wait) {
    return JobAnswer.of(http.send(waiting(id, wait)));
  }

  /**
   * Likewise, but empty where nothing has happened since an earlier answer; that costs the least.
   *
   * @param tag the {@link JobAnswer#tag()} of the earlier answer
   */
  public Optional<JobAnswer> pollChanged(UUID id, String tag, Duration wait) {
    HttpResponse<String> response = http.send(waiting(id, wait).header("If-None-Match", tag));
    return response.statusCode() == NOT_MODIFIED
        ? Optional.empty()
        : Optional.of(JobAnswer.of(response));
  }

  private HttpRequest.Builder waiting(UUID id, Duration wait) {
    HttpRequest.Builder request = http.to(path(id), wait);
    return wait.isPositive() ? request.header(PREFER, prefer(wait)) : request;
  }

  /** A page of jobs, newest first; {@link JobQuery#after} leads to the next one. */
  public JobPage list(JobQuery query) {
    return Json.read(http.send(http.to(JOBS + query.parameters())).body(), JobPage.class);
  }

  /** Cancels a job that has not ended; again changes nothing. */
  public Job cancel(UUID id) {
    return post(path(id) + "/cancel");
  }

  /** Queues a job that failed, expired or was cancelled again, as a fresh life of the same job. */
  public Job retry(UUID id) {
    return post(path(id) + "/retry");
  }

  /** Deletes a job that has ended, with its request and its result. */
  public void delete(UUID id) {
    http.send(http.to(path(id)).DELETE());
  }

  /** All lanes by name, and how many jobs wait in them. */
  public List<Lane> lanes() {
    return Json.read(http.send(http.to("/v1/lanes")).body(), Lane.All.class).data();
  }

  private Job post(String path) {
    return JobAnswer.of(http.send(http.to(path).POST(BodyPublishers.noBody()))).job();
  }

  private static String path(UUID id) {
    return JOBS + "/" + id;
  }

  private static String prefer(Duration wait) {
    return "wait=" + wait.toSeconds();
  }
}
