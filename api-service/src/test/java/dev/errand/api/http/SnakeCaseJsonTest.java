package dev.errand.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.job.Endpoint;
import dev.errand.job.Failure;
import dev.errand.job.JobState;
import dev.errand.job.OnLost;
import dev.errand.job.Outcome;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An enum's word in JSON is its word in tables, logs and metrics. */
class SnakeCaseJsonTest {

  private record Holder(Enum<?> ofSomeKind) {}

  static Stream<Arguments> words() {
    return Stream.of(
            Stream.of(JobState.values()).map(value -> Arguments.of(value, value.text())),
            Stream.of(Outcome.values()).map(value -> Arguments.of(value, value.text())),
            Stream.of(OnLost.values()).map(value -> Arguments.of(value, value.text())),
            Stream.of(Failure.Type.values()).map(value -> Arguments.of(value, value.text())),
            Stream.of(Endpoint.values()).map(value -> Arguments.of(value, value.path())))
        .flatMap(words -> words);
  }

  @ParameterizedTest
  @MethodSource("words")
  void anEnumIsWrittenAsItsWord(Enum<?> value, String word) throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    new SnakeCaseJson().customize(mapper);

    assertEquals(
        "{\"of_some_kind\":\"%s\"}".formatted(word), mapper.writeValueAsString(new Holder(value)));
  }
}
