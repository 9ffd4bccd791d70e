package dev.errand.api.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;

/**
 * Creates what writes JSON before the first request. Quarkus would create it for the first one that
 * needs it, and fails to if several do at that moment: those requests would get 500.
 */
class JsonAtStart {

  void create(@Observes StartupEvent started, ObjectMapper json) {
    // As a parameter, it has been created.
  }
}
