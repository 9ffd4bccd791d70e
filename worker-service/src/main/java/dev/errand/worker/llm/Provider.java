package dev.errand.worker.llm;

import dev.errand.store.ClaimedJob;
import dev.errand.worker.config.ProvidersConfig.ProviderConfig;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.flow.Keys;
import dev.errand.worker.http.ByteBudget.Reservation;
import dev.errand.worker.http.Connections;
import dev.errand.worker.http.HttpAnswer;
import dev.errand.worker.http.Post;
import dev.errand.worker.http.WholeAnswer;
import dev.errand.worker.outcome.AnswerReader;
import dev.errand.worker.target.ApiKey;
import dev.errand.worker.target.BaseUrl;
import dev.errand.worker.target.Credential;
import dev.errand.worker.target.ExtraHeaders;
import dev.errand.worker.target.KeySource;
import dev.errand.worker.target.ModelsRequest;
import dev.errand.worker.target.Target;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfiguration;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One provider: its connections, its keys, and the target of each lane's calls. */
final class Provider {

  private final Map<String, Target> byLane = new TreeMap<>();
  private final long answerLimit;
  private final Keys keys;
  private final Credential credential;
  private final AnswerReader answers;
  private final AnswerDecoding decoding;
  private final Connections connections;
  private final boolean followsRedirects;
  private final Optional<String> bucket;

  /**
   * Prepares for the worker's number of concurrent calls.
   *
   * @param tls the provider's TLS configuration
   * @param lanes the headers of each lane that it serves
   * @throws ConfigurationException if a setting is invalid
   */
  Provider(
      String name,
      ProviderConfig config,
      Optional<TlsConfiguration> tls,
      Map<String, ExtraHeaders> lanes,
      WorkerConfig worker,
      InstantSource clock,
      Vertx vertx) {
    this.keys =
        new Keys(
            name,
            KeySource.of(name, config, System::nanoTime),
            worker.holdBack(),
            System::nanoTime);
    lanes.forEach((lane, own) -> byLane.put(lane, new Target(name, config, worker, own)));
    this.credential = new Credential(secrets());
    this.answerLimit = worker.answerLimit().asLongValue();
    this.answers = new AnswerReader(credential, clock, answerLimit);
    this.decoding = new AnswerDecoding(name, answerLimit);
    this.connections = Connections.prepare(name, config, worker, tls, vertx);
    this.followsRedirects = config.followRedirects();
    this.bucket = config.tls();
    if (bucket.isPresent() && !"https".equalsIgnoreCase(config.baseUrl().getScheme())) {
      throw new ConfigurationException(
          "a provider has a TLS configuration, %s, but its base-url is %s: make that https"
              .formatted(bucket.get(), BaseUrl.shown(config.baseUrl())));
    }
  }

  private Set<String> secrets() {
    Set<String> secrets = new TreeSet<>();
    byLane.values().forEach(target -> secrets.addAll(target.secrets()));
    return secrets;
  }

  /** How its models are asked for: as the calls of the first of its lanes. */
  ModelsRequest models() {
    Optional<ApiKey> key = keys.first();
    key.ifPresent(credential::carry);
    return byLane.values().iterator().next().models(key, credential);
  }

  /** Where calls of the lane go. */
  InetSocketAddress server(String lane) {
    return Objects.requireNonNull(byLane.get(lane), "a lane of another provider").server();
  }

  /** The number of its keys that are held back. */
  long heldKeys() {
    return keys.held();
  }

  /** Whether its connections use this TLS configuration. */
  boolean uses(String name) {
    return bucket.filter(name::equals).isPresent();
  }

  /** Applies this to future connections; the result is whether anything has changed. */
  Future<Boolean> secure(TlsConfiguration tls) {
    return connections.secure(tls);
  }

  /** Begins the job's call. */
  LlmCall call(ClaimedJob job, Reservation budget) {
    Target target = Objects.requireNonNull(byLane.get(job.lane()), "a lane of another provider");
    // Not the job: the call would keep it, and with it the request, long after it was sent.
    String model = job.model();
    Optional<ApiKey> key = keys.next(model);
    key.ifPresent(credential::carry);
    Post<HttpAnswer> post =
        connections.post(
            target.request(job, key),
            job.body(),
            followsRedirects,
            budget,
            new WholeAnswer(answerLimit, budget));
    return new LlmCall(
        post,
        job.endpoint(),
        credential,
        answers,
        decoding,
        budget,
        target.proxy(),
        outcome -> key.map(it -> keys.ended(it, model, outcome)).orElse(outcome));
  }
}
