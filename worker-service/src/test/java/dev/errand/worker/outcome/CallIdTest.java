package dev.errand.worker.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.worker.http.HttpAnswer;
import io.vertx.core.MultiMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallIdTest {

  @ParameterizedTest
  @CsvSource({
    "request-id: a,                            a",
    "x-request-id: b,                          b",
    "X-Request-ID: b,                          b",
    "apim-request-id: c,                       c",
    "x-amzn-RequestId: d,                      d",
    "x-ms-request-id: e,                       e",
    "cf-ray: f,                                f",
    "cf-ray: f; request-id: a,                 a",
    "apim-request-id: c; x-request-id: b,      b",
    "x-request-id: ; apim-request-id: ' c ',   c",
    "server: nginx,                            "
  })
  void theProvidersOwnIdComesBeforeThoseOfTheNetwork(String headers, String id) {
    assertEquals(id, CallId.of(answer(headers)));
  }

  @Test
  void aLongIdIsCut() {
    assertEquals("x".repeat(200), CallId.of(answer("x-request-id: " + "x".repeat(300))));
  }

  private static HttpAnswer answer(String headers) {
    MultiMap all = MultiMap.caseInsensitiveMultiMap();
    for (String header : headers.split("; ")) {
      String[] parts = header.split(": ?", 2);
      all.add(parts[0].strip(), parts[1].replace("'", ""));
    }
    return new HttpAnswer(200, all, Optional.empty());
  }
}
