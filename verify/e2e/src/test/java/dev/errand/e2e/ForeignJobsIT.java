package dev.errand.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.e2e.tenants.Api;
import dev.errand.e2e.tenants.Api.Answer;
import dev.errand.e2e.tenants.Api.Request;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Another tenant's job is answered like one that there never was. How long that takes is printed,
 * with the noise: the difference between two series of unknown ids. Clocks are too unsteady for a
 * test to decide by them.
 */
@Isolated("measures times")
class ForeignJobsIT {

  private static final int ROUNDS = Integer.getInteger("errand.foreign.rounds", 1000);
  private static final int WARM_UP = 300;
  private static final int JOBS = 100;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Random random = new Random(14);

  /** Whose ids are asked for. */
  private enum Series {
    FOREIGN,
    UNKNOWN,
    UNKNOWN_TOO
  }

  @Test
  void anotherTenantsJobIsAnsweredLikeAnUnknownOne() {
    try (Installation errand = new Installation("foreign", Administration.WITH_KEYS)) {
      Administration admin = new Administration(HTTP, errand.api().uri());
      Api stranger = admin.tenant("stranger", "submit", "read");
      List<String> foreign = jobs(admin, admin.tenant("owner", "submit"));
      for (String operation : List.of("GET ", "POST /cancel", "POST /retry", "DELETE ")) {
        Set<String> forms = ask(stranger, operation, foreign);
        assertEquals(1, forms.size(), forms::toString);
        assertEquals(Set.of("404"), Set.of(forms.iterator().next().substring(0, 3)));
      }
    }
  }

  private static List<String> jobs(Administration admin, Api owner) {
    Request job = Request.json("POST", "/v1/jobs", "{\"model\": \"sim\", \"prompt\": \"p\"}");
    return IntStream.range(0, JOBS)
        .mapToObj(_ -> admin.ok(owner, job).path("id").asText())
        .toList();
  }

  /** Asks for ids of each series in turn; returns the forms of the responses. */
  private Set<String> ask(Api stranger, String operation, List<String> foreign) {
    Map<Series, long[]> times = new EnumMap<>(Series.class);
    Set<String> forms = new HashSet<>();
    String[] parts = operation.split(" ", -1);
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (Series series : Series.values()) {
        String id = series == Series.FOREIGN ? foreign.get(random.nextInt(JOBS)) : unknown();
        Request request = Request.of(parts[0], "/v1/jobs/" + id + parts[1]);
        long begun = System.nanoTime();
        Answer answer = stranger.once(request);
        long took = System.nanoTime() - begun;
        forms.add(answer.everything().replace(id, "ID"));
        if (round >= 0) {
          times.computeIfAbsent(series, _ -> new long[ROUNDS])[round] = took;
        }
      }
    }
    report(operation, times);
    return forms;
  }

  /** Like those of jobs: of now, and version 7. */
  private String unknown() {
    long time = System.currentTimeMillis() << 16 | 0x7000 | random.nextInt(0x1000);
    return new UUID(time, random.nextLong() >>> 2 | Long.MIN_VALUE).toString();
  }

  private static void report(String operation, Map<Series, long[]> times) {
    Map<Series, Double> medians = new EnumMap<>(Series.class);
    times.forEach((series, all) -> medians.put(series, median(all)));
    System.out.printf(
        "foreign: %s n=%d median us: foreign %.1f, unknown %.1f; noise %.1f, quartiles %.1f%n",
        operation,
        ROUNDS,
        medians.get(Series.FOREIGN),
        medians.get(Series.UNKNOWN),
        Math.abs(medians.get(Series.UNKNOWN) - medians.get(Series.UNKNOWN_TOO)),
        quartiles(times.get(Series.UNKNOWN)));
  }

  private static double median(long[] nanos) {
    return quantile(nanos, 0.5);
  }

  private static double quartiles(long[] nanos) {
    return quantile(nanos, 0.75) - quantile(nanos, 0.25);
  }

  private static double quantile(long[] nanos, double share) {
    long[] sorted = Arrays.stream(nanos).sorted().toArray();
    return sorted[(int) (share * (sorted.length - 1))] / 1000.0;
  }
}
