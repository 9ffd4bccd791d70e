package dev.errand.testing;

import java.net.URI;
import org.eclipse.microprofile.config.ConfigProvider;

/** The tested service's management port. */
public final class Management {

  private Management() {}

  /** The URL of a path there, such as {@code /q/health/ready}. */
  public static String url(String path) {
    String root = ConfigProvider.getConfig().getValue("test.management.url", String.class);
    return URI.create(root).resolve(path).toString();
  }
}
