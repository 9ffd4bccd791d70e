package dev.errand.api;

import static dev.errand.api.testing.Readiness.awaitNotReady;

import dev.errand.api.testing.PooledDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Behind a pooler in transaction mode that the URL does not announce. */
@QuarkusTest
@QuarkusTestResource(
    value = PooledDatabase.class,
    restrictToAnnotatedClass = true,
    initArgs = @ResourceArg(name = "mode", value = "transaction"))
class UnsafePoolerQuarkusTest {

  @Test
  void theServiceIsNotReadyAndSaysWhatToAdd() {
    awaitNotReady(
        "behind a pooler in transaction mode", "add prepareThreshold=0 to errand.database.url");
  }
}
