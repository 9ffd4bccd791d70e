package dev.errand.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.lane.LanesConfig.LaneConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LanesTest {

  private final Lanes lanes =
      new Lanes(
          () ->
              Map.of(
                  "all-gpt", lane("gpt-*"),
                  "mini", lane("gpt-*-mini", "o?-mini"),
                  "exact", lane("gpt-4.1-mini")));

  @Test
  void the_glob_with_the_most_literal_characters_wins() {
    assertEquals(Optional.of("exact"), laneOf("gpt-4.1-mini"));
    assertEquals(Optional.of("mini"), laneOf("gpt-5-mini"));
    assertEquals(Optional.of("all-gpt"), laneOf("gpt-5"));
  }

  @Test
  void a_question_mark_stands_for_one_character_and_a_dot_for_itself() {
    assertEquals(Optional.of("mini"), laneOf("o4-mini"));
    assertEquals(Optional.empty(), laneOf("o10-mini"));
    assertEquals(Optional.of("mini"), laneOf("gpt-4x1-mini"));
  }

  @Test
  void a_model_that_no_glob_fits_has_no_lane() {
    assertEquals(Optional.empty(), laneOf("claude"));
  }

  private Optional<String> laneOf(String model) {
    return lanes.forModel(model).map(Lane::name);
  }

  private static LaneConfig lane(String... models) {
    return new LaneConfig() {
      @Override
      public String provider() {
        return "openai";
      }

      @Override
      public List<String> models() {
        return List.of(models);
      }

      @Override
      public String pool() {
        return "default";
      }

      @Override
      public OptionalInt concurrency() {
        return OptionalInt.empty();
      }
    };
  }
}
