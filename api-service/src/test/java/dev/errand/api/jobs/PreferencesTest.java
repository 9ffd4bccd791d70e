package dev.errand.api.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "wait=10 | 10",
        "wait=0 | 0",
        "WAIT=5 | 5",
        "wait = 7 | 7",
        "wait=\"8\" | 8",
        "wait=010 | 10",
        "wait=60 | 60",
        "wait=61 | 60",
        "wait=99999999999999999999999 | 60",
        "respond-async, wait=10 | 10",
        "wait=10; foo=bar | 10",
        "foo=\"a, wait=3\", wait=4 | 4",
        "foo=\"a\\\", wait=3\", wait=4 | 4",
        "foo=1;wait=3, wait=4 | 4",
        "wait=3, wait=4 | 3",
        ", ,wait=3 | 3",
      })
  void aWaitIsUnderstood(String header, long seconds) {
    assertEquals(Optional.of(Duration.ofSeconds(seconds)), Preferences.wait(List.of(header)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "wait",
        "wait=",
        "wait=\"\"",
        "wait=-1",
        "wait=+1",
        "wait=1.5",
        "wait=1s",
        "wait=abc",
        "wait=\u0663",
        "waits=1",
        "await=1",
        "foo=\"wait=3",
        "foo;wait=3",
        "wait=x, wait=3",
        "=",
        ";",
        "\"",
        "\\"
      })
  void invalidWaitsAreIgnored(String header) {
    assertEquals(Optional.empty(), Preferences.wait(List.of(header)));
  }

  @Test
  void severalHeadersAreReadAsOne() {
    assertEquals(
        Optional.of(Duration.ofSeconds(2)),
        Preferences.wait(List.of("return=minimal", "wait=2", "wait=3")));
  }

  @Test
  void withoutAHeaderThereIsNoWait() {
    assertEquals(Optional.empty(), Preferences.wait(List.of()));
  }
}
