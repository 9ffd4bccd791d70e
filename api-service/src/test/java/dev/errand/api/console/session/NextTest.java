package dev.errand.api.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NextTest {

  @ParameterizedTest
  @ValueSource(strings = {"/ui", "/ui/jobs?state=failed&meta=a:b,c", "/ui/jobs/019a-7d10"})
  void aPageOfOursIsKeptInACookie(String page) {
    assertEquals(page, Next.decoded(Optional.of(Next.encoded(page))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/uievil",
        "/ui/../v1",
        "/ui/login",
        "/ui/oidc/login",
        "/ui\n",
        "/ui?x=\"><script>",
        ""
      })
  void anythingElseLeadsToTheFirstPage(String page) {
    assertEquals("/ui", Next.safe(Optional.of(page)));
    assertEquals("/ui", Next.decoded(Optional.of(Next.encoded(page))));
  }
}
