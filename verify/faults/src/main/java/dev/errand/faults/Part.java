package dev.errand.faults;

/** A part that can be a victim. */
enum Part {
  API,
  WORKER,
  RABBITMQ,
  POSTGRES;

  /** Its name in tables. */
  String text() {
    return switch (this) {
      case API -> "API";
      case WORKER -> "worker";
      case RABBITMQ -> "RabbitMQ";
      case POSTGRES -> "Postgres";
    };
  }
}
