package dev.errand.api;

import static dev.errand.api.testing.Readiness.awaitNotReady;

import dev.errand.api.testing.OthersDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Errand creates no tables in a schema that another application uses. */
@QuarkusTest
@QuarkusTestResource(value = OthersDatabase.class, restrictToAnnotatedClass = true)
class OthersSchemaQuarkusTest {

  @Test
  void theServiceIsNotReadyAndNamesTheRemedy() {
    awaitNotReady(
        "contains tables that are not Errand's",
        "add ?currentSchema=errand to errand.database.url");
  }
}
