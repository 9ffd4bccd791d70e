package dev.errand.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.images.Dockerfile.Instruction;
import dev.errand.images.Dockerfile.Stage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The frontend that is built into Docker 25 and later can process the Dockerfiles. */
class DockerFrontendTest {

  private static final Pattern NAMES_A_FRONTEND = Pattern.compile("(?im)^#\\s*syntax\\s*=");
  private static final Pattern FLAG = Pattern.compile("--[\\w-]+");
  private static final Set<String> OLD_FLAGS =
      Set.of(
          "FROM --platform",
          "COPY --from",
          "COPY --chown",
          "COPY --chmod",
          "COPY --link",
          "RUN --mount",
          "HEALTHCHECK --interval",
          "HEALTHCHECK --timeout",
          "HEALTHCHECK --start-period",
          "HEALTHCHECK --start-interval",
          "HEALTHCHECK --retries");

  /**
   * A line that names a frontend makes the engine download it from Docker Hub, whatever the base
   * images are.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy/docker/Dockerfile.cli",
        "deploy/docker/Dockerfile.jvm",
        "deploy/docker/Dockerfile.native"
      })
  void theEnginesOwnFrontendIsEnough(String file) {
    assertFalse(NAMES_A_FRONTEND.matcher(Sources.text(file)).find());
    for (Stage stage : Dockerfile.read(Sources.file(file), Map.of()).stages()) {
      for (Instruction instruction : stage.instructions()) {
        assertEquals(List.of(), newer(instruction));
      }
    }
  }

  /** Tests the rules above. */
  @Test
  void aNewerFrontendWouldBeNoticed() {
    assertTrue(NAMES_A_FRONTEND.matcher("# Syntax = docker/dockerfile:1\nFROM a").find());
    assertTrue(NAMES_A_FRONTEND.matcher("#syntax=docker/dockerfile:1\n").find());
    assertEquals(List.of("--parents"), newer(new Instruction("COPY", "--link --parents a b")));
    assertEquals(List.of("--exclude"), newer(new Instruction("COPY", "--exclude=*.md . .")));
    assertEquals(List.of("--device"), newer(new Instruction("RUN", "--device=a true")));
    assertEquals(List.of("<<"), newer(new Instruction("RUN", "<<END cat")));
    assertEquals(List.of(), newer(new Instruction("RUN", "--mount=type=cache,target=/a mvn --x")));
  }

  /** Features that Docker 25's built-in frontend does not support, or that we do not use. */
  private static List<String> newer(Instruction instruction) {
    String flags =
        instruction
            .text()
            .substring(
                0,
                instruction.text().length()
                    - Instruction.withoutFlags(instruction.text()).length());
    List<String> unknown =
        FLAG.matcher(flags)
            .results()
            .map(MatchResult::group)
            .filter(flag -> !OLD_FLAGS.contains(instruction.keyword() + " " + flag))
            .toList();
    return instruction.text().contains("<<") ? List.of("<<") : unknown;
  }
}
