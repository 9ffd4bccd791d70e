package dev.errand.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.errand.rig.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Somebody with a key who, where there is no answer, does not know whether it was done, and asks
 * again until there is one.
 */
record Administrator(HttpClient http, URI api, String key) {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int UNAVAILABLE = 503;
  private static final int CONFLICT = 409;
  private static final int BAD = 400;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration AGAIN = Duration.ofMillis(250);

  Administrator(URI api, String key) {
    this(HttpClient.newHttpClient(), api, key);
  }

  /**
   * A created key.
   *
   * @param secret the whole key
   */
  record Key(String id, String secret) {}

  /** The same service for somebody with another key. */
  Administrator with(String other) {
    return new Administrator(http, api, other);
  }

  /** One that is there already is the one of the request before, which was not answered. */
  void createTenant(String name) {
    HttpResponse<String> response =
        answered("POST", "/v1/tenants", MAPPER.createObjectNode().put("name", name));
    if (response.statusCode() != CONFLICT) {
      done(response);
    }
  }

  Key createKey(String tenant, String... roles) {
    ObjectNode body = MAPPER.createObjectNode().put("name", "k").put("tenant", tenant);
    for (String role : roles) {
      body.withArray("roles").add(role);
    }
    JsonNode made = json(done(answered("POST", "/v1/keys", body)));
    return new Key(made.path("id").asText(), made.path("key").asText());
  }

  int revoke(Key revoked) {
    return done(answered("DELETE", "/v1/keys/" + revoked.id(), null)).statusCode();
  }

  /** One that is gone was deleted by the request before, which was not answered. */
  int deleteTenant(String name) {
    return answered("DELETE", "/v1/tenants/" + name, null).statusCode();
  }

  /** The status of a GET. */
  int status(String path) {
    return answered("GET", path, null).statusCode();
  }

  private HttpResponse<String> answered(String method, String path, JsonNode body) {
    while (true) {
      try {
        HttpResponse<String> response = once(method, path, body);
        if (response.statusCode() != UNAVAILABLE) {
          return response;
        }
      } catch (IOException _) {
        // It was killed meanwhile.
      }
      Waiting.pause(AGAIN);
    }
  }

  private HttpResponse<String> once(String method, String path, JsonNode body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve(path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> done(HttpResponse<String> response) {
    if (response.statusCode() >= BAD) {
      throw new IllegalStateException(response + ": " + response.body());
    }
    return response;
  }

  private static JsonNode json(HttpResponse<String> response) {
    try {
      return MAPPER.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(response.body(), e);
    }
  }
}
