package dev.errand.cli.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.cli.output.Column;
import dev.errand.cli.output.Durations;
import dev.errand.cli.output.ListOptions;
import dev.errand.cli.output.Listing;
import dev.errand.cli.output.Screen;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.cli.service.Scope;
import dev.errand.client.UsageQuery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code errand usage}: how much was used. */
@Command(
    name = "usage",
    description = "Show jobs, tokens, cost and times of whole hours, in groups.",
    sortOptions = false)
public final class UsageCommand implements Callable<Integer> {

  private static final long MILLIS = 1000;

  private static final String WITHOUT_PRICE = "without_price";

  private static final List<Column> COUNTS =
      List.of(
          Column.of("jobs", "jobs"),
          Column.of("input", "input_tokens"),
          Column.of("output", "output_tokens"),
          Column.of("no-usage", "without_usage"));

  private static final Column COST = new Column("cost", UsageCommand::cost);

  private static final Column NO_PRICE = Column.of("no-price", WITHOUT_PRICE);

  private static final List<Column> TIMES =
      List.of(
          time("waited", "/waited_seconds/p50"),
          time("waited-p95", "/waited_seconds/p95"),
          time("ran", "/ran_seconds/p50"),
          time("ran-p95", "/ran_seconds/p95"));

  private static final Column ATTEMPTS = Column.of("attempts", "attempts");

  private final GlobalOptions options;

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      split = ",",
      description = "tenant, key, lane, model, outcome, and hour or day (default: model).")
  private List<String> by = List.of("model");

  @Option(names = "--tenant", paramLabel = "NAME", description = "Of this tenant; for admins.")
  private Optional<String> tenant = Optional.empty();

  @Option(names = "--key", paramLabel = "ID", description = "Of this key.")
  private Optional<String> key = Optional.empty();

  @Mixin private Scope scope = new Scope();

  @Mixin private ListOptions format = new ListOptions();

  public UsageCommand(GlobalOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    Screen screen = options.screen();
    String answer = options.connect().ask(client -> client.json().get("/v1/usage", query()));
    JsonNode usage = Listing.read(answer);
    List<Column> usual = usual(usage);
    List<Column> others =
        Stream.of(COST, NO_PRICE, ATTEMPTS).filter(column -> !usual.contains(column)).toList();
    Listing listing =
        new Listing(
            screen,
            format,
            Stream.concat(usual.stream(), others.stream()).toList(),
            usual.size(),
            field(by.getFirst()));
    listing.page(answer);
    if (!listing.isRaw()) {
      screen.say(what(usage));
    }
    return ExitCode.OK;
  }

  /** With the cost if there are prices, and with what has none if there is such. */
  private List<Column> usual(JsonNode usage) {
    boolean priced = usage.path("currency").isTextual();
    boolean lacking =
        priced
            && usage.at("/data").findValues(WITHOUT_PRICE).stream().anyMatch(it -> it.asLong() > 0);
    return Stream.of(
            by.stream().map(UsageCommand::name),
            COUNTS.stream(),
            Stream.of(COST).filter(column -> priced),
            Stream.of(NO_PRICE).filter(column -> lacking),
            TIMES.stream())
        .flatMap(columns -> columns)
        .toList();
  }

  private UsageQuery query() {
    UsageQuery query = UsageQuery.all().by(by.toArray(String[]::new));
    query = Scope.with(query, tenant, UsageQuery::tenant);
    query = Scope.with(query, key, UsageQuery::key);
    return scope.narrow(
        query, UsageQuery::after, UsageQuery::before, UsageQuery::lane, UsageQuery::model);
  }

  private static String what(JsonNode usage) {
    String since = "usage since " + Column.text(usage.path("after"));
    String cut = usage.path("cut").asBoolean() ? ", as there is too much to sum all" : "";
    String more = usage.path("more").asBoolean() ? "; there are more groups" : "";
    String currency = usage.path("currency").asText("");
    return since + cut + more + (currency.isEmpty() ? "" : "; cost in " + currency);
  }

  private static Column name(String dimension) {
    return Column.of(dimension, field(dimension));
  }

  private static String field(String dimension) {
    return dimension.equals("hour") || dimension.equals("day") ? "time" : dimension;
  }

  private static String cost(JsonNode group) {
    JsonNode cost = group.path("cost");
    return cost.isNumber() ? cost.decimalValue().toPlainString() : "";
  }

  private static Column time(String name, String field) {
    return new Column(
        name,
        group -> {
          JsonNode seconds = group.at(field);
          return seconds.isNumber()
              ? Durations.text(Duration.ofMillis(Math.round(seconds.asDouble() * MILLIS)))
              : "";
        });
  }
}
