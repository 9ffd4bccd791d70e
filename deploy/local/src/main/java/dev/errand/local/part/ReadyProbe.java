package dev.errand.local.part;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Checks over HTTP whether a service is ready. */
public final class ReadyProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /** Whether the response is 200. */
  public boolean ready(URI check) {
    return trouble(check).isEmpty();
  }

  /** The response, whatever the status; empty if there is none. */
  public String answer(URI check) {
    try {
      return client.send(request(check), BodyHandlers.ofString()).body();
    } catch (IOException _) {
      return "";
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static HttpRequest request(URI check) {
    return HttpRequest.newBuilder(check).timeout(PATIENCE).build();
  }

  /** The response if it is not 200, or why there is none; empty if all is well. */
  public Optional<String> trouble(URI check) {
    try {
      HttpResponse<String> answer = client.send(request(check), BodyHandlers.ofString());
      return answer.statusCode() == OK
          ? Optional.empty()
          : Optional.of(answer.statusCode() + " " + answer.body());
    } catch (IOException e) {
      return Optional.of(e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }
}
