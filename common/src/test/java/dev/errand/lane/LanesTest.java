package dev.errand.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

class LanesTest {

  private final Lanes lanes =
      lanes(
          Map.of(
              "errand.lanes.all-gpt.models", "gpt-*",
              "errand.lanes.mini.models", "gpt-*-mini,o?-mini",
              "errand.lanes.mini.pool", "small",
              "errand.lanes.exact.models", "gpt-4.1-mini"));

  @Test
  void theGlobWithTheMostLiteralCharactersWins() {
    assertEquals(Optional.of("exact"), laneOf("gpt-4.1-mini"));
    assertEquals(Optional.of("mini"), laneOf("gpt-5-mini"));
    assertEquals(Optional.of("all-gpt"), laneOf("gpt-5"));
  }

  @Test
  void aQuestionMarkMatchesOneCharacterAndADotItself() {
    assertEquals(Optional.of("mini"), laneOf("o4-mini"));
    assertEquals(Optional.empty(), laneOf("o10-mini"));
    assertEquals(Optional.of("mini"), laneOf("gpt-4x1-mini"));
  }

  @Test
  void aModelThatNoGlobFitsHasNoLane() {
    assertEquals(Optional.empty(), laneOf("claude"));
  }

  @Test
  void aPoolRunsTheLanesThatNameIt() {
    assertEquals(1, lanes.ofPool("small").size());
    assertEquals(2, lanes.ofPool("default").size());
  }

  @Test
  void theLaneDefaultYieldsToAnotherWithTheSameGlob() {
    for (String other : List.of("all", "local", "zebra")) {
      Lanes both =
          lanes(
              Map.of("errand.lanes.default.models", "*", "errand.lanes." + other + ".models", "*"));

      assertEquals(Optional.of(other), both.forModel("llama3.2").map(Lane::name));
    }
  }

  @Test
  void twoLanesWithTheSameGlobAreRejected() {
    Map<String, String> config =
        Map.of(
            "errand.lanes.a.models", "gpt-*,o3",
            "errand.lanes.b.models", "o3");

    String message = assertThrows(ConfigurationException.class, () -> lanes(config)).getMessage();

    assertTrue(message.contains("errand.lanes.a.models"), message);
    assertTrue(message.contains("errand.lanes.b.models"), message);
    assertTrue(message.contains("both have o3"), message);
  }

  @Test
  void aGlobThatALaneHasTwiceIsOne() {
    assertEquals(
        Optional.of("a"),
        lanes(Map.of("errand.lanes.a.models", "o3,o3")).forModel("o3").map(Lane::name));
  }

  @Test
  void lanesCanBeSetByEnvironment() {
    Lanes fromEnvironment =
        lanes(new EnvConfigSource(Map.of("ERRAND_LANES_GPT_MODELS", "gpt-*"), 300));

    assertEquals(Optional.of("gpt"), fromEnvironment.forModel("gpt-5").map(Lane::name));
  }

  @Test
  void ofTheModelsThatAProviderListsEachLaneTakesItsOwn() {
    Lanes several =
        lanes(
            Map.of(
                "errand.lanes.all-gpt.models", "gpt-*,o1",
                "errand.lanes.mini.models", "gpt-*-mini",
                "errand.lanes.other.models", "claude-*",
                "errand.lanes.other.provider", "anthropic"));
    List<String> listed = List.of("gpt-5", "gpt-5-mini", "claude-4", "whisper");

    assertEquals(
        Map.of("all-gpt", List.of("gpt-5"), "mini", List.of("gpt-5-mini")),
        several.taken("openai", listed));
    assertEquals(Map.of("other", List.of("claude-4")), several.taken("anthropic", listed));
    assertEquals(List.of("o1"), several.unmatched("all-gpt", listed));
    assertEquals(List.of(), several.unmatched("mini", listed));
    assertEquals(List.of("gpt-*", "o1"), several.unmatched("all-gpt", List.of()));
  }

  private Optional<String> laneOf(String model) {
    return lanes.forModel(model).map(Lane::name);
  }

  private static Lanes lanes(Map<String, String> config) {
    return lanes(new PropertiesConfigSource(config, "test", 100));
  }

  private static Lanes lanes(ConfigSource source) {
    return new Lanes(
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withMapping(LanesConfig.class)
            .withSources(source)
            .build()
            .getConfigMapping(LanesConfig.class));
  }
}
