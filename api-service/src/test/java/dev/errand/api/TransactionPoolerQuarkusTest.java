package dev.errand.api;

import dev.errand.api.testing.PooledDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;

/** Behind a pooler in transaction mode. */
@QuarkusTest
@QuarkusTestResource(
    value = PooledDatabase.class,
    restrictToAnnotatedClass = true,
    initArgs = {
      @ResourceArg(name = "parameters", value = "&prepareThreshold=0"),
      @ResourceArg(name = "mode", value = "transaction")
    })
class TransactionPoolerQuarkusTest extends PoolerTraffic {}
