package dev.errand.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is killed when, and what came of it, is in the documentation. */
class DocumentedMomentsTest {

  private static final Path RESULTS = Path.of("../../docs/reference/reliability.md");

  @Test
  void eachMomentOfTheMatricesHasItsResults() throws IOException {
    String results = Files.readString(RESULTS);
    List<String> missing =
        Stream.of(
                Arrays.stream(Step.values()).map(Step::text),
                Arrays.stream(AccessMatrix.Moment.values()).map(AccessMatrix.Moment::text),
                Arrays.stream(BatchMatrix.Moment.values()).map(BatchMatrix.Moment::text),
                Arrays.stream(OperationMatrix.Moment.values()).map(OperationMatrix.Moment::text),
                Arrays.stream(UsageMatrix.Moment.values()).map(UsageMatrix.Moment::text))
            .flatMap(moments -> moments)
            .filter(moment -> !results.contains("| " + moment + " |"))
            .toList();
    assertEquals(List.of(), missing);
  }
}
