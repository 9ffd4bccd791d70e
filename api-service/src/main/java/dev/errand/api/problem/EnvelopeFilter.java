package dev.errand.api.problem;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Writes the problems of resources and mappers in the style of the path. */
public class EnvelopeFilter {

  private static final Annotation[] NONE = {};

  @ServerResponseFilter
  void write(ContainerResponseContext response, HttpServerRequest request) {
    if (response.getEntity() instanceof Problem problem) {
      switch (ErrorStyle.at(request.path())) {
        case PROBLEM -> {}
        case PAGE ->
            response.setEntity(
                ProblemPage.of(problem), NONE, MediaType.valueOf(ProblemPage.MEDIA_TYPE));
        case ENVELOPE -> envelop(response, problem);
      }
    }
  }

  private static void envelop(ContainerResponseContext response, Problem problem) {
    response.setStatus(ErrorEnvelope.status(problem));
    response.setEntity(ErrorEnvelope.of(problem), NONE, MediaType.APPLICATION_JSON_TYPE);
    if (ErrorEnvelope.forbidsRetry(problem)) {
      response.getHeaders().putSingle(ErrorEnvelope.SHOULD_RETRY, "false");
    }
  }
}
