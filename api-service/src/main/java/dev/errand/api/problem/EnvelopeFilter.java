package dev.errand.api.problem;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Puts the problems of resources and mappers into the envelope where the path's style is that. */
public class EnvelopeFilter {

  private static final Annotation[] NONE = {};

  @ServerResponseFilter
  void write(ContainerResponseContext response, HttpServerRequest request) {
    if (response.getEntity() instanceof Problem problem
        && ErrorStyle.at(request.path()) == ErrorStyle.ENVELOPE) {
      response.setStatus(ErrorEnvelope.status(problem));
      response.setEntity(ErrorEnvelope.of(problem), NONE, MediaType.APPLICATION_JSON_TYPE);
      if (ErrorEnvelope.forbidsRetry(problem)) {
        response.getHeaders().putSingle(ErrorEnvelope.SHOULD_RETRY, "false");
      }
    }
  }
}
