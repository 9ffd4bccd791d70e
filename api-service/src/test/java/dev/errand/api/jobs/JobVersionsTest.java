package dev.errand.api.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.errand.job.JobState;
import dev.errand.store.read.JobVersion;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JobVersionsTest {

  private static final Instant NOW = Instant.parse("2026-01-05T09:30:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({"-100000, 1", "0, 1", "1, 1", "1000, 1", "1001, 2", "59001, 60", "86400000, 60"})
  void aScheduledJobIsAskedForAtItsTimeButOnceAMinute(long millis, String seconds) {
    JobVersion version = new JobVersion(JobState.SCHEDULED, 0, (short) 1, NOW.plusMillis(millis));
    assertEquals(seconds, described(version).getHeaderString("Retry-After"));
  }

  @ParameterizedTest
  @EnumSource(JobState.class)
  void onlyAJobThatHasNotEndedIsAskedForAgain(JobState state) {
    Response response = described(new JobVersion(state, 3, (short) 2, NOW));
    if (state.isFinal()) {
      assertNull(response.getHeaderString("Retry-After"));
    } else {
      assertEquals("1", response.getHeaderString("Retry-After"));
    }
    assertEquals("2.3." + state.text(), response.getEntityTag().getValue());
  }

  private static Response described(JobVersion version) {
    return JobVersions.describe(Response.ok(), version, CLOCK).build();
  }
}
