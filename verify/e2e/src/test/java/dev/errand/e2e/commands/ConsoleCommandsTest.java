package dev.errand.e2e.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.e2e.commands.ConsoleCommands.Command;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleCommandsTest {

  @Test
  void commandsStandInFencesBehindADollarSign() {
    List<String> lines =
        """
        $ not fenced
        ```console
        $ one --with 'quotes' \\
            and another line
        {"its": "output"}

        $ two -d '{
            "a": 1
          }'
        ```
        ```
        $ three      # with a comment
        ```
        """
            .lines()
            .toList();
    List<Command> found = ConsoleCommands.in("a.md", lines);
    assertEquals(
        List.of(
            new Command(
                "a.md",
                3,
                "one --with 'quotes' \\\n    and another line",
                "{\"its\": \"output\"}\n\n"),
            new Command("a.md", 7, "two -d '{\n    \"a\": 1\n  }'", ""),
            new Command("a.md", 12, "three      # with a comment", "")),
        found);
    assertEquals("three", found.get(2).bare());
  }
}
