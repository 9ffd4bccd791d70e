package dev.errand.local.plan;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** What a run uses and what it starts itself, from the command line and the environment. */
public record Plan(
    DevOptions options,
    Broker broker,
    Optional<Database> database,
    Optional<RabbitAddress> rabbit,
    boolean hasProvider) {

  public static Plan of(DevOptions options, Map<String, String> environment) {
    Settings settings = new Settings(environment);
    Optional<RabbitAddress> rabbit = settings.get("ERRAND_RABBITMQ_URL").map(RabbitAddress::parse);
    Broker broker = broker(options, settings, rabbit);
    return new Plan(
        options,
        broker,
        settings.get("ERRAND_DATABASE_URL").map(url -> database(url, settings)),
        broker == Broker.RABBITMQ
            ? rabbit.or(() -> Optional.of(RabbitAddress.LOCAL))
            : Optional.empty(),
        hasProvider(settings));
  }

  // A configured RabbitMQ is used unless another broker is selected.
  private static Broker broker(
      DevOptions options, Settings settings, Optional<RabbitAddress> rabbit) {
    return options
        .broker()
        .or(() -> settings.get("ERRAND_BROKER").map(Broker::named))
        .orElse(rabbit.isPresent() ? Broker.RABBITMQ : Broker.POSTGRES);
  }

  private static Database database(String url, Settings settings) {
    return new Database(
        url,
        settings.get("ERRAND_DATABASE_USERNAME").orElse(""),
        settings.get("ERRAND_DATABASE_PASSWORD").orElse(""));
  }

  private static boolean hasProvider(Settings settings) {
    Optional<String> url = settings.get("OPENAI_BASE_URL");
    url.filter(given -> !isHttp(given)).ifPresent(Plan::refuseProvider);
    return url.isPresent() || settings.get("OPENAI_API_KEY").isPresent();
  }

  private static boolean isHttp(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() != null && uri.getScheme().matches("https?");
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static void refuseProvider(String url) {
    throw new CannotStart("OPENAI_BASE_URL must be an http or https URL, but is " + url + ".");
  }

  public void requireReachable() {
    database.ifPresent(Database::requireReachable);
    rabbit.filter(address -> !address.answers()).ifPresent(Plan::refuseRabbit);
  }

  private static void refuseRabbit(RabbitAddress address) {
    throw new CannotStart(
        "No RabbitMQ responds at %s: start one there, set ERRAND_RABBITMQ_URL, or use --broker postgres."
            .formatted(address.shownUrl()));
  }

  /** The environment, in which an empty variable counts as unset. */
  private record Settings(Map<String, String> environment) {
    Optional<String> get(String name) {
      return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
  }
}
