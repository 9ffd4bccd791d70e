package dev.errand.api.http;

import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Rejects a body with an unsupported type, and lists the supported ones. */
class UnsupportedTypes {

  @ServerExceptionMapper
  Response notSupported(NotSupportedException e, HttpHeaders headers, HttpServerRequest request) {
    String type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
    String wrong =
        type == null
            ? "Content-Type is missing"
            : "Content-Type " + type + " is not supported here";
    List<String> taken =
        Operations.at(request.path()).map(Operations.Path::types).orElse(List.of());
    Response answer =
        Problem.of(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                taken.isEmpty() ? wrong : wrong + "; use " + String.join(" or ", taken))
            .response();
    return taken.isEmpty()
        ? answer
        : Response.fromResponse(answer).header("Accept-Post", String.join(", ", taken)).build();
  }
}
