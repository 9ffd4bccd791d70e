package dev.errand.api.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorStyleTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1",
        "/v1/",
        "/v1/jobs",
        "/v1/jobs;a=b",
        "/v1/jobs/1/none",
        "/v1/lanes",
        "/v1/lanes/depth",
        "/v1/operations/1/stop",
        "/v1/workers",
        "/v1/usage",
        "/v1/keys/1",
        "/v1/tenants",
        "/v1/audit",
        "/q/openapi",
        "/v10/chat",
        "/",
        "v1/chat/completions"
      })
  void ownPathsHaveProblems(String path) {
    assertEquals(ErrorStyle.PROBLEM, ErrorStyle.at(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/chat/completions",
        "/v1/models",
        "/v1/models/org%2Fname:tag",
        "/v1/jobsx",
        "/v1/files",
        "/v1/none;x"
      })
  void allOthersHaveTheEnvelope(String path) {
    assertEquals(ErrorStyle.ENVELOPE, ErrorStyle.at(path));
  }

  @Test
  void aRequestWithoutAPathHasAProblem() {
    assertEquals(ErrorStyle.PROBLEM, ErrorStyle.at(null));
  }
}
