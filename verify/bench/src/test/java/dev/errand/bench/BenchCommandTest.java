package dev.errand.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchCommandTest {

  @Test
  void itKnowsItsVersionAndItsHelp() {
    assertTrue(said("--version").matches("errand [0-9]+[.][0-9]+[.][0-9]+\\S*\\s*"));
    assertTrue(said("--help").startsWith("Usage: bench"));
  }

  private static String said(String option) {
    StringWriter out = new StringWriter();
    CommandLine command = new CommandLine(new BenchCommand()).setOut(new PrintWriter(out));
    assertEquals(0, command.execute(option));
    return out.toString();
  }
}
