package dev.errand.worker.target;

import dev.errand.worker.config.ProvidersConfig.ProviderConfig;
import dev.errand.worker.config.WorkerConfig;
import java.util.Optional;

/** Chooses the proxy for a provider, if any. */
final class ProxyChoice {

  private static final String NONE = "none";

  private ProxyChoice() {}

  /**
   * The provider's own setting decides. Without one, it is the worker's proxy for the URL's scheme,
   * unless the host is this machine or one that the worker calls directly.
   *
   * @param prefix the prefix of the provider's settings, with its dot, for messages
   */
  static Optional<ForwardProxy> of(
      ProviderConfig config, WorkerConfig.Proxy worker, BaseUrl url, String prefix) {
    Optional<String> own = config.proxy().filter(it -> !it.isBlank());
    if (own.isPresent()) {
      return own.filter(it -> !NONE.equalsIgnoreCase(it.strip()))
          .map(it -> ForwardProxy.parse(it, prefix + "proxy"));
    }
    DirectHosts direct = new DirectHosts(worker.except().orElse(""));
    if (DirectHosts.isLoopback(url.host()) || direct.include(url.host(), url.port())) {
      return Optional.empty();
    }
    return url.secure()
        ? workers(worker.https(), "errand.worker.proxy.https (HTTPS_PROXY)")
        : workers(worker.http(), "errand.worker.proxy.http (HTTP_PROXY)");
  }

  private static Optional<ForwardProxy> workers(Optional<String> setting, String name) {
    return setting
        .filter(it -> !it.isBlank() && !NONE.equalsIgnoreCase(it.strip()))
        .map(it -> ForwardProxy.parse(it, name));
  }
}
