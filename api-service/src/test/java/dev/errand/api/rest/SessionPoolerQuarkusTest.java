package dev.errand.api.rest;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;

/** Behind a pooler in session mode. */
@QuarkusTest
@QuarkusTestResource(
    value = PooledDatabase.class,
    restrictToAnnotatedClass = true,
    initArgs = {@ResourceArg(name = "mode", value = "session")})
class SessionPoolerQuarkusTest extends PoolerTraffic {}
