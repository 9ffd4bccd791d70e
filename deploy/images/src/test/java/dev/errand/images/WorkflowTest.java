package dev.errand.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WorkflowTest {

  private static final String FILE = ".github/workflows/build.yml";
  private static final Pattern ACTION = Pattern.compile("uses: (\\S+)");
  private static final Pattern OURS = Pattern.compile("(?:\\./errand|deploy/[\\w./-]+\\.\\w+)");

  private final String text = Sources.text(FILE);

  @Test
  void everyKindIsBuiltOnARunner() {
    Map<String, Map<String, Object>> workflow = Sources.yaml(FILE);
    assertEquals(Set.of("jvm", "native", "images", "kubernetes"), workflow.get("jobs").keySet());
    assertEquals("read", workflow.get("permissions").get("contents"));
  }

  @Test
  void actionsAndRunnersAreOfAVersion() {
    List<String> actions = ACTION.matcher(text).results().map(found -> found.group(1)).toList();
    actions.forEach(action -> assertTrue(action.matches("[\\w/-]+@v\\d+.*"), action));
    assertTrue(actions.size() > 5, actions::toString);
    assertFalse(text.contains("-latest"));
  }

  @Test
  void theChartIsTriedInACluster() {
    Map<String, Map<String, Map<String, List<Map<String, Object>>>>> workflow = Sources.yaml(FILE);
    List<Object> steps =
        workflow.get("jobs").get("kubernetes").get("steps").stream()
            .map(step -> step.get("run"))
            .filter(Objects::nonNull)
            .toList();
    assertEquals(List.of("deploy/helm/try-on-kind.sh"), steps);
    assertTrue(Files.isExecutable(Sources.file("deploy/helm/try-on-kind.sh")));
  }

  @Test
  void theProgramsThatItRunsExist() {
    List<String> files = OURS.matcher(text).results().map(MatchResult::group).toList();
    files.forEach(file -> assertTrue(Files.exists(Sources.file(file)), file));
    assertTrue(files.size() > 5, files::toString);
  }
}
