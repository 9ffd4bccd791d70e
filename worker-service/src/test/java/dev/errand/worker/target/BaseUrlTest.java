package dev.errand.worker.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {

  @ParameterizedTest
  @CsvSource({
    "http://localhost:11434/v1, localhost, 11434, /v1/x",
    "http://my_vllm:8000/v1, my_vllm, 8000, /v1/x",
    "http://my_vllm/v1, my_vllm, 80, /v1/x",
    "https://_gateway_.internal, _gateway_.internal, 443, /x",
    "http://user:p%40ss@my_vllm:8000/v1/, my_vllm, 8000, /v1/x",
    "http://[::1]:8000/v1, ::1, 8000, /v1/x",
    "https://[2001:db8::7]/v1//, 2001:db8::7, 443, /v1/x",
    "HTTPS://API.Example/v1, API.Example, 443, /v1/x",
    "https://m\u00fcnchen.example/v1, xn--mnchen-3ya.example, 443, /v1/x",
    "https://host/a%2Fb/v1?api-version=1&k=a%20b, host, 443, /a%2Fb/v1/x?api-version=1&k=a%20b",
    "http://host:/v1, host, 80, /v1/x"
  })
  void urlsAreReadAsTheyAreWritten(String written, String host, int port, String uri) {
    BaseUrl url = BaseUrl.parse(URI.create(written), "setting");

    assertEquals(host, url.host());
    assertEquals(port, url.port());
    assertEquals(uri, url.uri("x"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://user:pass@host/v1, user:pass",
    "http://user:p%40s%3As+1@host/v1, user:p@s:s+1",
    "http://token@host/v1, token",
    "http://user:@my_host/v1, user:"
  })
  void aUserAndItsPasswordAreDecoded(String written, String user) {
    assertEquals(Optional.of(user), BaseUrl.parse(URI.create(written), "setting").user());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://user:hunter2@host/v1", "localhost:8090/v1", "/v1", "http:///v1"})
  void otherUrlsAreRejectedWithoutShowingTheirPassword(String written) {
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () -> BaseUrl.parse(URI.create(written), "errand.providers.p.base-url"));

    assertFalse(refused.getMessage().contains("hunter2"), refused.getMessage());
  }

  @Test
  void aPortThatIsTooLargeIsRejected() {
    assertThrows(
        ConfigurationException.class,
        () -> BaseUrl.parse(URI.create("http://my_vllm:99999/v1"), "setting"));
  }

  @Test
  void anInvalidHostNameIsRejected() {
    URI tooLong = URI.create("http://%s/v1".formatted("\u00e4".repeat(64)));

    assertThrows(ConfigurationException.class, () -> BaseUrl.parse(tooLong, "setting"));
  }
}
