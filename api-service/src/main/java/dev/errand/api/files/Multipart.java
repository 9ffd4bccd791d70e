package dev.errand.api.files;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.ParameterParser;
import org.jspecify.annotations.Nullable;

/** The parts of a multipart body, one after the other, while it arrives. */
public final class Multipart {

  /** Three fields and the file, and some that a client may send in vain. */
  private static final int MOST_PARTS = 16;

  /** For a filename of 255 characters, each of which has four bytes. */
  private static final int MOST_HEADERS = 4096;

  /** RFC 2046, 5.1.1, allows 70. */
  private static final int LONGEST_BOUNDARY = 200;

  private static final int BUFFER = 64 * 1024;
  private static final String DISPOSITION = "content-disposition:";

  private final MultipartInput input;
  private int parts;
  private @Nullable Part current;

  private Multipart(MultipartInput input) {
    this.input = input;
  }

  /**
   * One part.
   *
   * @param filename empty if the client sent none; the part may be a file nevertheless
   * @param content to be read before the next part
   */
  public record Part(String name, Optional<String> filename, InputStream content) {}

  /**
   * A body of this type.
   *
   * @throws ProblemException if the type names no boundary
   */
  static Multipart of(String contentType, InputStream body) throws IOException {
    String boundary = parameters(contentType).get("boundary");
    if (boundary == null || boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "Content-Type must name the boundary of multipart/form-data");
    }
    MultipartInput input =
        MultipartInput.builder()
            .setBoundary(boundary.getBytes(StandardCharsets.ISO_8859_1))
            .setMaxPartHeaderSize(MOST_HEADERS)
            .setInputStream(body)
            .setBufferSize(BUFFER)
            .get();
    input.setHeaderCharset(StandardCharsets.UTF_8);
    return new Multipart(input);
  }

  /**
   * The next part; empty after the last one. What is unread of the one before is skipped.
   *
   * @throws IOException if the body ends early, or is no multipart body
   * @throws ProblemException if there are too many parts, or one has no name
   */
  public Optional<Part> next() throws IOException {
    boolean more = current == null ? input.skipPreamble() : hasNextAfter(current);
    if (!more) {
      return Optional.empty();
    }
    if (++parts > MOST_PARTS) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, "the body may have at most %d parts".formatted(MOST_PARTS));
    }
    current = part(disposition(input.readHeaders()));
    return Optional.of(current);
  }

  private boolean hasNextAfter(Part part) throws IOException {
    part.content().close();
    return input.readBoundary();
  }

  private Part part(Map<String, String> disposition) {
    String name = disposition.get("name");
    if (name == null) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, "part %d of the body has no name".formatted(parts));
    }
    return new Part(name, Optional.ofNullable(disposition.get("filename")), input.newInputStream());
  }

  private static Map<String, String> disposition(String headers) {
    return headers
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(DISPOSITION))
        .findFirst()
        .map(line -> parameters(line.substring(DISPOSITION.length())))
        .orElse(Map.of());
  }

  private static Map<String, String> parameters(String header) {
    ParameterParser parser = new ParameterParser();
    parser.setLowerCaseNames(true);
    return parser.parse(header, ';');
  }
}
