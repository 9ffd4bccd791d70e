package dev.errand.local.plan;

import java.util.Locale;

/** The broker that carries hints between the services. */
public enum Broker {
  POSTGRES,
  RABBITMQ;

  public static Broker named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "postgres" -> POSTGRES;
      case "rabbitmq" -> RABBITMQ;
      default ->
          throw new CannotStart("The broker must be postgres or rabbitmq, but is " + name + ".");
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
