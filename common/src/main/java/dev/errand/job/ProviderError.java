package dev.errand.job;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A provider's error as it was sent, for clients that know its form.
 *
 * @param body its JSON, without credentials
 * @param headers those that say when a call may be made again
 */
public record ProviderError(String body, List<Header> headers) {

  public ProviderError {
    headers = List.copyOf(headers);
  }

  /** A header with a value of one line. */
  public record Header(String name, String value) {}

  /** The headers in one text, from which {@link #of} reads them. */
  public String headerLines() {
    return headers.stream()
        .map(header -> header.name() + ":" + header.value())
        .collect(Collectors.joining("\n"));
  }

  /** The error with the headers in {@link #headerLines}. */
  public static ProviderError of(String body, String headerLines) {
    return new ProviderError(
        body,
        headerLines
            .lines()
            .map(line -> line.split(":", 2))
            .map(parts -> new Header(parts[0], parts[1]))
            .toList());
  }
}
