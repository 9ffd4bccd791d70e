package dev.errand.worker.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuotedTest {

  @Test
  void aTextStaysOneFieldOfOneLine() {
    assertEquals("\"slow down\"", Quoted.of("slow down"));
    assertEquals(
        "\"a \\\"b\\\" c=d \\\\ \\u000a\\u000d\\u001b[31m\\u202e\"",
        Quoted.of("a \"b\" c=d \\ \n\r\u001b[31m\u202e"));
    assertEquals(302, Quoted.of("x".repeat(5000)).length());
  }
}
