package dev.errand.e2e.fuzz;

import dev.errand.e2e.fuzz.ApiDocument.Operation;
import dev.errand.e2e.fuzz.ApiDocument.Parameter;
import java.util.ArrayList;
import java.util.List;

/** Headers of requests: documented and arbitrary ones. */
final class Headers {

  /** Waits are short, so that they are not mistaken for a hang. */
  private static final String[] PREFERENCES = {
    "wait=0",
    "wait=0",
    "wait=0",
    "wait",
    "wait=",
    "wait=-1",
    "wait=x",
    "wait=\"0\"",
    "wait=\"",
    "respond-async, wait=0;x=y",
    ",,,",
    "=",
    "wait=0, wait=1",
    "return=minimal",
    "a".repeat(3000)
  };

  private static final String[] OTHERS = {
    "Accept: */*",
    "Accept: application/json",
    "Accept: application/problem+json",
    "Accept: text/html",
    "Accept: application/json;q=0",
    "Accept: */*;q=x, a/b;;;, /",
    "Accept: " + "a/b,".repeat(1000),
    "Accept:",
    "Accept-Charset: utf-16",
    "Accept-Encoding: gzip, br, deflate",
    "Accept-Language: xx-\u00ff",
    "Connection: close",
    "Connection: keep-alive, Upgrade",
    "Content-Encoding: gzip",
    "Content-Encoding: identity",
    "Content-Encoding:",
    "Content-Language: \u0080",
    "Content-Range: bytes 0-1/2",
    "Cookie: a=\"; b=\u00ff;;; $Version=1",
    "Expect: nothing",
    "Expect: 100-continue",
    "Forwarded: for=\"[::1]:x\";;proto=%",
    "Idempotency-Key: with space",
    "Idempotency-Key:",
    "Idempotency-Key: " + "k".repeat(256),
    "Idempotency-Key: \u00ff\u0080",
    "Idempotency-Key: first\r\nIdempotency-Key: second",
    "If-Match: \"a\"",
    "If-Modified-Since: yesterday",
    "If-None-Match: *",
    "If-None-Match: W/\"1.0.queued\", \"",
    "If-None-Match: \"" + "t".repeat(4000) + "\"",
    "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
    "Origin: null",
    "Range: bytes=0-0,-1",
    "Referer: %",
    "TE: trailers",
    "X-Forwarded-For: ,,,",
    "X-HTTP-Method-Override: DELETE",
    "X-" + "n".repeat(1000) + ": v",
  };

  private static final String[] TYPES = {
    "",
    "text/plain",
    "application/json; charset=utf-16",
    "application/json; charset=\u00ff",
    "application/json;;;=",
    "APPLICATION/JSON",
    "application/x-ndjson",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "*/*",
    "json",
    "/",
    "application/" + "j".repeat(2000)
  };

  private final Chance chance;
  private final SchemaValues values;

  Headers(Chance chance, SchemaValues values) {
    this.chance = chance;
    this.values = values;
  }

  /**
   * Lines of headers; each documented one with a fair chance.
   *
   * @param valid whether the request must be valid HTTP; its headers need not make sense
   */
  List<String> of(Operation operation, boolean valid) {
    List<String> headers = new ArrayList<>();
    if (valid || !chance.oneIn(100)) {
      boolean odd = !valid && chance.oneIn(100);
      headers.add("Host: " + (odd ? chance.of("", "a b", "[::1", "a:b:c") : "api"));
    }
    operation
        .body()
        .map(body -> chance.oneIn(20) ? chance.of(TYPES) : body.contentType())
        .filter(type -> !type.isEmpty())
        .ifPresent(type -> headers.add("Content-Type: " + type));
    operation.parameters().stream()
        .filter(parameter -> parameter.in().equals("header"))
        .filter(parameter -> parameter.required() || chance.oneIn(3))
        .forEach(parameter -> headers.add(parameter.name() + ": " + value(parameter)));
    for (int i = chance.oneIn(4) ? chance.between(1, 3) : 0; i > 0; i--) {
      headers.add(chance.of(OTHERS));
    }
    return headers;
  }

  private String value(Parameter parameter) {
    if (parameter.name().equalsIgnoreCase("Prefer")) {
      return chance.oneIn(40) ? "wait=1" : chance.of(PREFERENCES);
    }
    String example = parameter.example().asText("");
    return switch (chance.below(4)) {
      case 0 -> example + chance.below(3);
      case 1 -> example;
      case 2 -> "key-" + chance.below(1_000_000_000);
      default -> visible(values.value(parameter.schema()).asText());
    };
  }

  /** Without line terminators, as one byte per character. */
  private static String visible(String text) {
    return text.replaceAll("[\\x00-\\x1f\\x7f]", "~");
  }
}
