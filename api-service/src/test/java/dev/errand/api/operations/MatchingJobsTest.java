package dev.errand.api.operations;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.problem.ProblemType;
import org.junit.jupiter.api.Test;

/** What is to blame where counting takes too long. */
class MatchingJobsTest {

  @Test
  void manyPagesAreTheFilters() {
    assertTrue(MatchingJobs.tooLong(MatchingJobs.PAGES).problem().is(ProblemType.INVALID_BODY));
  }

  @Test
  void fewPagesAreTheDatabases() {
    assertTrue(MatchingJobs.tooLong(MatchingJobs.PAGES - 1).problem().is(ProblemType.UNAVAILABLE));
  }
}
