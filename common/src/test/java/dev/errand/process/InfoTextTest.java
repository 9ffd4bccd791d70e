package dev.errand.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class InfoTextTest {

  @Test
  void theVersionIsThatOfTheBuild() {
    String version = InfoText.requestedBy("--version").orElseThrow();

    assertTrue(version.matches("errand [0-9]+[.][0-9]+[.][0-9]+\\S*"), version);
    assertEquals(Optional.of(version), InfoText.requestedBy("-V"));
  }

  @Test
  void theHelpNamesTheHealthCheck() {
    String help = InfoText.requestedBy("--help").orElseThrow();

    assertTrue(help.contains("Usage: java ") && help.contains("health"), help);
    assertEquals(Optional.of(help), InfoText.requestedBy("-h"));
  }

  @Test
  void otherwiseTheServiceRuns() {
    assertEquals(Optional.empty(), InfoText.requestedBy());
    assertEquals(Optional.empty(), InfoText.requestedBy("health"));
  }
}
