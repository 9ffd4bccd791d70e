package dev.errand.faults;

/** What can be struck. */
enum Part {
  API,
  WORKER,
  RABBITMQ,
  POSTGRES;

  /** As tables show it. */
  String text() {
    return switch (this) {
      case API -> "API";
      case WORKER -> "worker";
      case RABBITMQ -> "RabbitMQ";
      case POSTGRES -> "Postgres";
    };
  }
}
