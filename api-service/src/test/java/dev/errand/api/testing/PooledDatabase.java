package dev.errand.api.testing;

import dev.errand.testing.EmbeddedDatabase;
import dev.errand.testing.PgBouncer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * A database behind a PgBouncer; the argument {@code mode} sets its mode, and {@code parameters}
 * are added to the URL.
 */
public class PooledDatabase implements QuarkusTestResourceLifecycleManager {

  /** Few sessions for many clients: on a busy machine some wait long for their turn. */
  private static final String PATIENCE = "60S";

  private PgBouncer pooler;
  private String mode;
  private String parameters;

  /** Runs after the shared database, whose URL it replaces. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public void init(Map<String, String> arguments) {
    mode = arguments.get("mode");
    parameters = arguments.getOrDefault("parameters", "");
  }

  @Override
  public Map<String, String> start() {
    int sessions = mode.equals("session") ? 40 : 3;
    pooler =
        new PgBouncer(EmbeddedDatabase.freshDatabase(), mode, "default_pool_size = " + sessions);
    return Map.of(
        "errand.database.url", pooler.url() + parameters,
        "errand.database.timeout.turn", PATIENCE,
        "errand.database.timeout.lock", PATIENCE,
        "errand.database.timeout.statement", PATIENCE,
        "errand.database.timeout.caller", PATIENCE);
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(pooler, new TestInjector.MatchesType(PgBouncer.class));
  }

  @Override
  public void stop() {
    pooler.close();
  }
}
