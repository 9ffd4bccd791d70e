package dev.errand.api.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.files.Multipart.Part;
import dev.errand.api.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {

  private static final String TYPE = "multipart/form-data; boundary=\"b-1\"";

  @Test
  void partsHaveNamesAndAnyBytes() throws IOException {
    String body =
        part("name=\"file\"; filename=\"ü 1.jsonl\"", "--b-\r\n--b\r\n\u2028")
            + part("name=\"purpose\"", "batch")
            + "--b-1--\r\n";

    assertEquals(List.of("file|ü 1.jsonl|--b-\r\n--b\r\n\u2028", "purpose|-|batch"), parts(body));
  }

  @Test
  void whatIsNotReadOfAPartIsSkipped() throws IOException {
    Multipart body =
        multipart(part("name=a", "x".repeat(200_000)) + part("name=b", "y") + "--b-1--");
    assertEquals('x', body.next().orElseThrow().content().read());

    Part second = body.next().orElseThrow();
    assertEquals("b", second.name());
    assertEquals("y", new String(second.content().readAllBytes(), UTF_8));
    assertEquals(Optional.empty(), body.next());
  }

  @Test
  void aPartsOtherHeadersMakeNoDifference() throws IOException {
    String body =
        "--b-1\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "content-disposition: form-data; name=\"purpose\"\r\nContent-Length: 5\r\n\r\nbatch"
            + "\r\n--b-1--\r\n";
    assertEquals(List.of("purpose|-|batch"), parts(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--b-1\r\nContent-Disposition: form-data; name=a\r\n\r\nhalf",
        "--b-1\r\nContent-Disposition: form-data; name=a\r\n\r\nwhole\r\n--b-1",
        "--b-1\r\nContent-Disposition: form-data; na"
      })
  void aBodyThatBreaksOffFails(String body) {
    assertThrows(IOException.class, () -> parts(body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "--b-2\r\n\r\nx\r\n--b-2--"})
  void aBodyWithoutTheBoundaryHasNoParts(String body) throws IOException {
    assertEquals(List.of(), parts(body));
  }

  @Test
  void aPartWithoutANameIsRejected() {
    String body = part("filename=a", "x") + "--b-1--\r\n";
    assertThrows(ProblemException.class, () -> parts(body));
  }

  @Test
  void partsAndHeadersAreLimited() {
    String many = part("name=a", "x").repeat(17) + "--b-1--\r\n";
    assertThrows(ProblemException.class, () -> parts(many));
    String large = part("name=a; filename=" + "x".repeat(10_000), "x") + "--b-1--\r\n";
    IOException tooLarge = assertThrows(IOException.class, () -> parts(large));
    assertTrue(tooLarge.getMessage().contains("4096"), tooLarge::getMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary="})
  void aTypeWithoutABoundaryIsRejected(String type) {
    ByteArrayInputStream body = new ByteArrayInputStream(new byte[0]);
    assertThrows(ProblemException.class, () -> Multipart.of(type, body));
  }

  private static String part(String disposition, String content) {
    return "--b-1\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n"
        .formatted(disposition, content);
  }

  private static List<String> parts(String body) throws IOException {
    Multipart multipart = multipart(body);
    List<String> parts = new ArrayList<>();
    for (Optional<Part> next = multipart.next(); next.isPresent(); next = multipart.next()) {
      Part part = next.get();
      String content = new String(part.content().readAllBytes(), UTF_8);
      parts.add(part.name() + "|" + part.filename().orElse("-") + "|" + content);
    }
    return parts;
  }

  private static Multipart multipart(String body) throws IOException {
    return Multipart.of(TYPE, new ByteArrayInputStream(body.getBytes(UTF_8)));
  }
}
