package dev.errand.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A blocking, thread-safe client of one API service; it need not be closed.
 *
 * <p>A rejected request throws a {@link ProblemException}. Without a response, a {@link
 * NoAnswerException} is thrown, and it is unknown whether the request was carried out. The client
 * never repeats a request by itself: submit with an idempotency key, and repeat requests that
 * failed as unavailable.
 */
public final class ErrandClient {

  private static final String JOBS = "/v1/jobs";
  private static final String FAILURES = "/v1/failures";
  private static final String USAGE = "/v1/usage";
  private static final String LANES = "/v1/lanes";
  private static final String WORKERS = "/v1/workers";
  private static final String JSON = "application/json";
  private static final String NDJSON = "application/x-ndjson";
  static final String PREFER = "Prefer";
  private static final int NOT_MODIFIED = 304;

  private final Http http;

  private ErrandClient(Http http) {
    this.http = http;
  }

  /**
   * Creates a client of the service at this address.
   *
   * @param api such as {@code http://localhost:8080}
   */
  public static ErrandClient of(URI api) {
    return new ErrandClient(new Http(api, Optional.empty()));
  }

  /**
   * Returns a client with this time limit for each response to begin; the waits of polls are added
   * to it.
   */
  public ErrandClient withTimeout(Duration timeout) {
    return new ErrandClient(http.withTimeout(timeout));
  }

  /** Returns a client that sends this API key. */
  public ErrandClient withKey(String key) {
    return new ErrandClient(http.withKey(key));
  }

  /** Returns a client that writes a line about each request, without its content and key. */
  public ErrandClient withLog(Consumer<String> lines) {
    return new ErrandClient(http.withLog(lines));
  }

  /** Batches of the service. */
  public Batches batches() {
    return new Batches(http);
  }

  /** Requests whose JSON is passed through as it is. */
  public JsonRequests json() {
    return new JsonRequests(http);
  }

  /** The service at the address. */
  public ServiceInfo service() {
    return Json.read(http.send(http.to("/v1")).body(), ServiceInfo.class);
  }

  /** Submits a job; it is committed when this returns. */
  public JobAnswer submit(Submission submission) {
    return submit(submission, SubmitOptions.NONE);
  }

  /** Submits a job with an idempotency key, or waits for it to end. */
  public JobAnswer submit(Submission submission, SubmitOptions options) {
    HttpRequest.Builder request =
        http.to(JOBS, options.waitFor().orElse(Duration.ZERO))
            .header("Content-Type", JSON)
            .POST(BodyPublishers.ofString(submission.toString()));
    options.idempotencyKey().ifPresent(key -> request.header("Idempotency-Key", key));
    options.waitFor().ifPresent(wait -> request.header(PREFER, prefer(wait)));
    return JobAnswer.of(http.send(request));
  }

  /**
   * Submits many jobs in one request; the results are in the same order, with a problem for each
   * invalid one.
   *
   * @throws NoAnswerException also if the response was cut off: jobs without a result may exist
   */
  public List<LineAnswer> upload(List<Submission> jobs) {
    return upload(jobs, Optional.empty());
  }

  /** The same under a key: if the upload is repeated as a whole, no job is created twice. */
  public List<LineAnswer> upload(List<Submission> jobs, String idempotencyKey) {
    return upload(jobs, Optional.of(idempotencyKey));
  }

  private List<LineAnswer> upload(List<Submission> jobs, Optional<String> key) {
    String lines = jobs.stream().map(job -> job + "\n").collect(Collectors.joining());
    HttpRequest.Builder request = bulk(BodyPublishers.ofString(lines));
    key.ifPresent(value -> request.header("Idempotency-Key", value));
    return UploadAnswer.lines(http.stream(request));
  }

  /**
   * Uploads lines unparsed and returns the response's lines unparsed as they arrive; the last one
   * is the summary, which a response that was cut off lacks. The stream must be closed.
   */
  public Stream<String> uploadLines(byte[] lines) {
    return http.lines(bulk(BodyPublishers.ofByteArray(lines)));
  }

  private HttpRequest.Builder bulk(HttpRequest.BodyPublisher lines) {
    return http.to(JOBS + "/bulk").header("Content-Type", NDJSON).POST(lines);
  }

  /** The current state of a job. */
  public Job job(UUID id) {
    return JobAnswer.of(http.send(http.to(path(id)))).job();
  }

  /** A job as soon as it has ended, or its current state after the wait of at most 60 s. */
  public JobAnswer poll(UUID id, Duration wait) {
    return JobAnswer.of(http.send(waiting(id, wait)));
  }

  /**
   * The same, but empty if nothing has changed since an earlier response, which is the cheapest
   * poll.
   *
   * @param tag the {@link JobAnswer#tag()} of the earlier response
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

  /** A page of jobs, newest first; {@link JobQuery#after} selects the next one. */
  public JobPage list(JobQuery query) {
    return Json.read(http.send(http.to(JOBS + query.parameters())).body(), JobPage.class);
  }

  /**
   * The results of all ended jobs that match, as they arrive; the stream must be closed. If it
   * breaks off, {@link JobQuery#after} with the last {@link JobResult#cursor} continues it.
   */
  public Stream<JobResult> results(JobQuery query) {
    return http.lines(http.to(JOBS + "/results" + query.parameters())).map(JobResult::of);
  }

  /** How many jobs match, by state. */
  public JobCounts counts(JobQuery query) {
    return Json.read(
        http.send(http.to(JOBS + "/counts" + query.parameters())).body(), JobCounts.class);
  }

  /** Failed jobs in groups: by lane, model and the time of their end, by default the last 24 h. */
  public Failures failures(JobQuery query) {
    return Json.read(http.send(http.to(FAILURES + query.parameters())).body(), Failures.class);
  }

  /** What was used, in groups. */
  public UsageReport usage(UsageQuery query) {
    return Json.read(http.send(http.to(USAGE + query.parameters())).body(), UsageReport.class);
  }

  /** What was submitted, byte for byte; needs the role {@code content}, and is recorded. */
  public String request(UUID id) {
    return http.send(http.to(path(id) + "/request")).body();
  }

  /** Cancels a job that has not ended; repeating it changes nothing. */
  public Job cancel(UUID id) {
    return post(path(id) + "/cancel");
  }

  /** Queues a failed, expired or cancelled job again, as a new life of the same job. */
  public Job retry(UUID id) {
    return post(path(id) + "/retry");
  }

  /** Deletes a job that has ended, with its request and its result. */
  public void delete(UUID id) {
    http.send(http.to(path(id)).DELETE());
  }

  /** All lanes by name, with the number of waiting jobs. */
  public List<Lane> lanes() {
    return Json.read(http.send(http.to(LANES)).body(), Lane.All.class).data();
  }

  /** How many jobs waited and ran over time; at most 300 points. */
  public LaneDepth depth(DepthQuery query) {
    return Json.read(
        http.send(http.to(LANES + "/depth" + query.parameters())).body(), LaneDepth.class);
  }

  /** The workers of the last hour. */
  public List<Worker> workers() {
    return Json.read(http.send(http.to(WORKERS)).body(), Worker.All.class).data();
  }

  /** Moves of all jobs of a filter. */
  public OperationsClient operations() {
    return new OperationsClient(http);
  }

  /** Keeps a lane's jobs from being claimed until somebody resumes it; again changes nothing. */
  public Lane pauseLane(String name, String reason) {
    return pause(name, Json.MAPPER.createObjectNode().put("reason", reason));
  }

  /** The same until a time at most. */
  public Lane pauseLane(String name, String reason, Instant until) {
    return pause(
        name, Json.MAPPER.createObjectNode().put("reason", reason).put("until", until.toString()));
  }

  /** Lets a lane's jobs be claimed, whoever keeps them from it: a person or a provider. */
  public Lane resumeLane(String name) {
    return lane(http.to(path(name) + "/resume").POST(BodyPublishers.noBody()));
  }

  private Lane pause(String name, ObjectNode body) {
    return lane(
        http.to(path(name) + "/pause")
            .header("Content-Type", JSON)
            .POST(BodyPublishers.ofString(body.toString())));
  }

  private Lane lane(HttpRequest.Builder request) {
    return Json.read(http.send(request).body(), Lane.class);
  }

  private Job post(String path) {
    return JobAnswer.of(http.send(http.to(path).POST(BodyPublishers.noBody()))).job();
  }

  private static String path(UUID id) {
    return JOBS + "/" + id;
  }

  private static String path(String lane) {
    return LANES + "/" + URLEncoder.encode(lane, UTF_8).replace("+", "%20");
  }

  static String prefer(Duration wait) {
    return "wait=" + wait.toSeconds();
  }
}
