package dev.errand.api.submit;

import dev.errand.api.testing.TestConfig;
import dev.errand.lane.Lanes;
import dev.errand.lane.LanesConfig;
import java.util.Map;

/** Readers of calls without the service, for the tests of other packages. */
public final class CallReaders {

  private static final Map<String, String> LANES =
      Map.of("errand.lanes.openai.models", "gpt-*,o?", "errand.lanes.local.models", "llama*");

  private CallReaders() {}

  /** With two lanes, for gpt-* and llama*. */
  public static CallReader reader() {
    return new CallReader(
        SubmissionReaderTest.check(Map.of()),
        new Lanes(TestConfig.with(LANES).getConfigMapping(LanesConfig.class)));
  }
}
