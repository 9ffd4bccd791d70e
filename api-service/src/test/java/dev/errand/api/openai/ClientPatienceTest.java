package dev.errand.api.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientPatienceTest {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  @ParameterizedTest
  @CsvSource({
    ", , 595000",
    "600, , 595000",
    "60, , 55000",
    "60.5, , 55500",
    "10, , 5000",
    "1, , 500",
    ", 30, 25000",
    "600, 30, 25000",
    "30, 600, 25000",
    "100000, , 595000",
    "0, , 595000",
    "-5, , 595000",
    "None, , 595000",
    "1e3, , 595000"
  })
  void aCallWaitsALittleLessThanItsClient(String readTimeout, String timeout, long millis) {
    Map<String, String> headers = new HashMap<>();
    headers.put("x-stainless-read-timeout", readTimeout);
    headers.put("x-stainless-timeout", timeout);

    assertEquals(Duration.ofMillis(millis), ClientPatience.of(headers::get, LONGEST));
  }
}
