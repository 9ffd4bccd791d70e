package dev.errand.worker.run;

import dev.errand.worker.config.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The name under which this process holds leases; no other process ever uses it. */
@ApplicationScoped
public class WorkerName {

  private final String text;

  @Inject
  WorkerName(WorkerConfig config) {
    byte[] random = new byte[3];
    new SecureRandom().nextBytes(random);
    String base = config.name().orElseGet(WorkerName::hostAndProcess);
    // A restarted worker must not mistake its predecessor's leases for its own.
    this.text = base + "-" + HexFormat.of().formatHex(random);
  }

  /** The name. */
  public String text() {
    return text;
  }

  private static String hostAndProcess() {
    try {
      return InetAddress.getLocalHost().getHostName() + "-" + ProcessHandle.current().pid();
    } catch (UnknownHostException e) {
      return "worker-" + ProcessHandle.current().pid();
    }
  }
}
