package dev.errand.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.e2e.fuzz.Credentials;
import dev.errand.e2e.tenants.Api;
import dev.errand.e2e.tenants.Api.Answer;
import dev.errand.e2e.tenants.Api.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Creates the keys that random requests are sent with, and makes some of them useless. */
final class FuzzKeys {

  private static final String[] ALL = {"submit", "read", "manage", "admin"};
  private static final Request USE = Request.of("GET", "/v1/jobs");
  private static final int UNAUTHORIZED = 401;
  private static final Duration EXPIRY = Duration.ofSeconds(3);
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Administration admin;

  FuzzKeys(Administration admin) {
    this.admin = admin;
  }

  Credentials create() {
    Api leaked = admin.tenant("leaking", ALL);
    List<String> lesser = new ArrayList<>(List.of(admin.tenant("fuzzed", "submit").key()));
    for (String role : List.of("read", "manage", "admin")) {
      lesser.add(admin.holder(admin.key("fuzzed", "", role)).key());
    }
    List<Api> useless = List.of(revoked(), expired(), suspended());
    await()
        .atMost(SOON)
        .until(() -> useless.stream().allMatch(it -> it.once(USE).status() >= UNAUTHORIZED));
    return new Credentials(
        admin.api().key(), lesser, useless.stream().map(Api::key).toList(), leaked.key());
  }

  private Api revoked() {
    JsonNode key = admin.key("leaking", "", ALL);
    Answer answer = admin.api().send(Request.of("DELETE", "/v1/keys/" + key.path("id").asText()));
    if (answer.status() != 204) {
      throw new IllegalStateException(answer.everything());
    }
    return admin.holder(key);
  }

  private Api expired() {
    String expiry = ", \"expires_at\": \"%s\"".formatted(Instant.now().plus(EXPIRY));
    return admin.holder(admin.key("leaking", expiry, ALL));
  }

  private Api suspended() {
    Api holder = admin.tenant("suspended", ALL);
    admin.ok(admin.api(), Request.json("PATCH", "/v1/tenants/suspended", "{\"suspended\": true}"));
    return holder;
  }
}
