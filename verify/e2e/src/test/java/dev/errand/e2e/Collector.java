package dev.errand.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A collector of spans in OpenTelemetry's protocol over HTTP. */
final class Collector implements AutoCloseable {

  private final HttpServer server;
  private final List<Collected> spans = new CopyOnWriteArrayList<>();

  /**
   * A span.
   *
   * @param parent empty if it is a root
   * @param attributes as text
   */
  record Collected(
      String service,
      String trace,
      String id,
      String parent,
      String name,
      String kind,
      boolean failed,
      Map<String, String> attributes,
      long nanos) {}

  Collector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::collect);
    server.start();
  }

  /** What services need to send their spans, all of them, here at once. */
  Map<String, String> variables() {
    return Map.of(
        "ERRAND_TRACING_ENDPOINT", "http://127.0.0.1:" + server.getAddress().getPort(),
        "ERRAND_TRACING_PROTOCOL", "http/protobuf",
        "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms");
  }

  /** All spans so far. */
  List<Collected> spans() {
    return List.copyOf(spans);
  }

  /** The spans so far of a trace. */
  List<Collected> ofTrace(String trace) {
    return spans.stream().filter(span -> span.trace().equals(trace)).toList();
  }

  private void collect(HttpExchange exchange) throws IOException {
    try (exchange) {
      ExportTraceServiceRequest.parseFrom(exchange.getRequestBody())
          .getResourceSpansList()
          .forEach(
              resource -> {
                String service = text(resource.getResource().getAttributesList(), "service.name");
                resource.getScopeSpansList().stream()
                    .flatMap(scope -> scope.getSpansList().stream())
                    .forEach(span -> spans.add(collected(service, span)));
              });
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static Collected collected(String service, Span span) {
    return new Collected(
        service,
        hex(span.getTraceId().toByteArray()),
        hex(span.getSpanId().toByteArray()),
        hex(span.getParentSpanId().toByteArray()),
        span.getName(),
        span.getKind().name().substring("SPAN_KIND_".length()),
        span.getStatus().getCodeValue() == 2,
        span.getAttributesList().stream()
            .collect(Collectors.toMap(KeyValue::getKey, Collector::value)),
        span.getEndTimeUnixNano() - span.getStartTimeUnixNano());
  }

  private static String text(List<KeyValue> attributes, String key) {
    return attributes.stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(Collector::value)
        .findFirst()
        .orElse("");
  }

  private static String value(KeyValue attribute) {
    return switch (attribute.getValue().getValueCase()) {
      case STRING_VALUE -> attribute.getValue().getStringValue();
      case INT_VALUE -> Long.toString(attribute.getValue().getIntValue());
      default -> attribute.getValue().toString();
    };
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
