package dev.errand.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.testing.TestConfig;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BodyReaderTest {

  @Test
  void aBodyThatBreaksOffIsTheClientsFaultAndNoDefect() {
    BodyReader bodies = new BodyReader(TestConfig.with(Map.of()).getConfigMapping(ApiConfig.class));

    ProblemException e =
        assertThrows(
            ProblemException.class, () -> bodies.read(noHeaders(), broken(), bodies.reserve()));

    assertEquals(400, e.problem().status());
  }

  private static InputStream broken() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("Connection was closed");
      }
    };
  }

  private static HttpHeaders noHeaders() {
    return (HttpHeaders)
        Proxy.newProxyInstance(
            HttpHeaders.class.getClassLoader(),
            new Class<?>[] {HttpHeaders.class},
            (proxy, method, arguments) -> null);
  }
}
