package dev.errand.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.e2e.tenants.Api;
import dev.errand.e2e.tenants.Api.Answer;
import dev.errand.e2e.tenants.Api.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the holder of the first key does: tenants and their keys. */
final class Administration {

  private static final String BOOTSTRAP = "bootstrap-key-of-the-tests-01234567";

  /** The variables of services that ask for keys. */
  static final Map<String, String> WITH_KEYS =
      Map.of("ERRAND_ACCESS", "keys", "ERRAND_ACCESS_BOOTSTRAP_KEY", BOOTSTRAP);

  private final ObjectMapper mapper = new ObjectMapper();
  private final Api api;

  Administration(HttpClient http, URI service) {
    this.api = new Api(http, service, BOOTSTRAP);
  }

  /** The API for the holder of the first key. */
  Api api() {
    return api;
  }

  /** Creates a tenant; the API for the holder of a key of it. */
  Api tenant(String name, String... roles) {
    ok(api, Request.json("POST", "/v1/tenants", "{\"name\": \"%s\"}".formatted(name)));
    return holder(key(name, "", roles));
  }

  /**
   * Creates a key of a tenant.
   *
   * @param settings further ones, as JSON, each after a comma
   */
  JsonNode key(String tenant, String settings, String... roles) {
    String body =
        "{\"name\": \"first\", \"tenant\": \"%s\", \"roles\": [%s]%s}"
            .formatted(
                tenant,
                Arrays.stream(roles)
                    .map(role -> "\"" + role + "\"")
                    .collect(Collectors.joining(", ")),
                settings);
    return ok(api, Request.json("POST", "/v1/keys", body));
  }

  /** The API for the holder of a key. */
  Api holder(JsonNode key) {
    return new Api(api.http(), api.service(), key.path("key").asText());
  }

  /** The JSON of a response, which must be a success. */
  JsonNode ok(Api caller, Request request) {
    Answer answer = caller.send(request);
    assertTrue(answer.status() < 300, () -> request + ": " + answer.everything());
    try {
      return mapper.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(answer.everything(), e);
    }
  }

  /**
   * All that a list has.
   *
   * @param list with its filters, such as {@code /v1/jobs?state=queued}
   */
  List<JsonNode> pages(Api caller, String list) {
    List<JsonNode> all = new ArrayList<>();
    String after = "";
    while (after != null) {
      JsonNode page =
          ok(
              caller,
              Request.of("GET", list + (list.contains("?") ? "&" : "?") + "limit=100" + after));
      page.path("data").forEach(all::add);
      after = page.path("next").isNull() ? null : "&after=" + page.path("next").asText();
    }
    return all;
  }
}
