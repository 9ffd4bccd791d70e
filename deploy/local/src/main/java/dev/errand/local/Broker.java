package dev.errand.local;

import java.util.Locale;

/** The broker that carries hints between the services. */
enum Broker {
  POSTGRES,
  RABBITMQ;

  static Broker named(String name) {
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
