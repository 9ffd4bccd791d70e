package dev.errand.api.testing;

import dev.errand.rig.wire.TcpProxy;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** A database behind a network that a test can break, and a second way to it that keeps working. */
public class ProxiedDatabase implements QuarkusTestResourceLifecycleManager {

  private final PGSimpleDataSource direct = new PGSimpleDataSource();
  private TcpProxy proxy;

  /** Runs after the shared database, whose URL it replaces. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public Map<String, String> start() {
    String url = EmbeddedDatabase.freshDatabase();
    proxy = TcpProxy.inFrontOf(url);
    direct.setUrl(url);
    return Map.of("errand.database.url", proxy.url(url));
  }

  public TcpProxy network() {
    return proxy;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(proxy, new TestInjector.MatchesType(TcpProxy.class));
    injector.injectIntoFields(direct, new TestInjector.MatchesType(PGSimpleDataSource.class));
  }

  @Override
  public void stop() {
    proxy.close();
  }
}
