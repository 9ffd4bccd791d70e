package dev.errand.api.rest;

import dev.errand.testing.EmbeddedDatabase;
import dev.errand.testing.TcpProxy;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A database behind a network that a test can break. */
public class ProxiedDatabase implements QuarkusTestResourceLifecycleManager {

  private TcpProxy proxy;

  @Override
  public Map<String, String> start() {
    String url = EmbeddedDatabase.freshDatabase();
    proxy = TcpProxy.inFrontOf(url);
    return Map.of(
        "errand.database.url",
        proxy.url(url),
        "quarkus.datasource.jdbc.additional-jdbc-properties.socketTimeout",
        "2");
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(proxy, new TestInjector.MatchesType(TcpProxy.class));
  }

  @Override
  public void stop() {
    proxy.close();
  }
}
