package dev.errand.api.console;

import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import dev.errand.api.testing.Browser;
import dev.errand.api.testing.StoredJobs;
import dev.errand.job.JobState;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The console of a service without keys: nobody signs in, and other sites' pages get nothing. */
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class OpenConsoleQuarkusTest {

  @Inject StoredJobs jobs;

  @Test
  void nobodySignsIn() {
    Browser.anonymous().get("/ui/login").statusCode(303);
    Browser.anonymous().get("/ui/jobs").statusCode(200).body(not(containsString("Sign out")));
  }

  @Test
  void otherNamesOfThisMachineAreNotServed() {
    Browser.anonymous()
        .request()
        .header("Host", "evil.example")
        .get("/ui/jobs")
        .then()
        .statusCode(403)
        .contentType("text/html");
  }

  @Test
  void formsNeedTheirTokenHereToo() {
    UUID job = jobs.in(JobState.QUEUED);
    Browser.anonymous().postAsIs("/ui/jobs/" + job + "/cancel", Map.of()).statusCode(403);
    Browser.anonymous().post("/ui/jobs/" + job + "/cancel", Map.of()).statusCode(303);
  }

  @ParameterizedTest
  @EnumSource
  void aJobInEachStateHasItsPage(JobState state) {
    UUID job = jobs.in(state);
    Browser.anonymous()
        .get("/ui/jobs/" + job)
        .statusCode(200)
        .body(
            allOf(
                containsString("</span> " + state.text() + "</span>"),
                not(containsString("Paris"))));
    Browser.anonymous()
        .get("/ui/jobs?state=" + state.text())
        .statusCode(200)
        .body(containsString(job.toString()));
  }

  @Test
  void theAnswerIsContentToo() {
    UUID job = jobs.in(JobState.SUCCEEDED);
    Browser.anonymous()
        .post("/ui/jobs/" + job + "/content", Map.of())
        .statusCode(200)
        .body(containsString("Paris"));
  }
}
