package dev.errand.cli.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.errand.cli.output.Column;
import dev.errand.cli.output.ListOptions;
import dev.errand.cli.output.Listing;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.client.JsonRequests;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code errand keys}: API keys; needs the role manage. */
@Command(name = "keys", description = "Create, list and revoke API keys.")
public final class KeysCommand implements Runnable {

  private static final String PATH = "/v1/keys";
  private static final String ID = "id";
  private static final int USUAL = 6;
  private static final List<Column> COLUMNS =
      List.of(
          Column.of(ID, ID),
          Column.of("tenant", "tenant"),
          Column.of("name", "name"),
          Column.of("roles", "roles"),
          Column.of("used", "last_used_at"),
          Column.of("revoked", "revoked_at"),
          Column.of("created", "created_at"),
          Column.of("by", "created_by"),
          Column.of("expires", "expires_at"),
          Column.of("models", "models"));

  private final GlobalOptions options;

  @Spec private CommandSpec spec = CommandSpec.create();

  public KeysCommand(GlobalOptions options) {
    this.options = options;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what: create, list or revoke");
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Create a key and print it; it can't be shown again.")
  int create(
      @Parameters(paramLabel = "NAME", description = "What it is called.") String name,
      @Option(
              names = "--role",
              required = true,
              split = ",",
              paramLabel = "ROLES",
              description = "submit, read, manage, admin.")
          List<String> roles,
      @Option(names = "--tenant", paramLabel = "NAME", description = "Another tenant, for admins.")
          Optional<String> tenant,
      @Option(names = "--expires", paramLabel = "TIME", description = "Valid for, such as 90d.")
          Optional<Duration> validity) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
    roles.forEach(body.putArray("roles")::add);
    tenant.ifPresent(value -> body.put("tenant", value));
    validity.ifPresent(
        time ->
            body.put(
                "expires_at", Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS).toString()));
    // Not repeated: a second key with the same name would be another one.
    JsonNode key =
        Listing.read(options.connect().once(client -> client.json().post(PATH, body.toString())));
    options
        .screen()
        .say(
            "Key %s of tenant %s:"
                .formatted(Column.text(key.path(ID)), Column.text(key.path("tenant"))));
    options.screen().print(Column.text(key.path("key")));
    return ExitCode.OK;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List keys, also revoked ones.")
  int list(
      @Mixin ListOptions format,
      @Option(names = "--tenant", paramLabel = "NAME", description = "For admins: keys of it only.")
          Optional<String> tenant) {
    Listing listing = new Listing(options.screen(), format, COLUMNS, USUAL, ID);
    String filter = tenant.map(name -> "&tenant=" + JsonRequests.encoded(name)).orElse("");
    List<JsonNode> keys = new ArrayList<>();
    String after = "";
    do {
      String query = PATH + "?limit=100" + filter + after;
      String page = options.connect().ask(client -> client.json().get(query));
      if (listing.isRaw()) {
        listing.raw(page);
        return ExitCode.OK;
      }
      Listing.read(page).path("data").forEach(keys::add);
      String next = Column.text(Listing.read(page).path("next"));
      after = next.isEmpty() ? "" : "&after=" + JsonRequests.encoded(next);
    } while (!after.isEmpty());
    listing.rows(keys);
    return ExitCode.OK;
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Revoke a key; nobody gets in with it any more.")
  int revoke(@Parameters(paramLabel = "ID", description = "The key's id.") String id) {
    options
        .connect()
        .ask(
            client -> {
              client.json().delete(PATH + "/" + JsonRequests.encoded(id));
              return id;
            });
    options.screen().say("Key " + id + " is revoked.");
    return ExitCode.OK;
  }
}
