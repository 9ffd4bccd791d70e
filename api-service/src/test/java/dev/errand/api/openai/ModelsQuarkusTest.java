package dev.errand.api.openai;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.api.testing.Keys;
import dev.errand.api.testing.OpenAiService;
import dev.errand.store.models.Asking;
import dev.errand.store.models.ModelList;
import dev.errand.store.models.ModelListStore;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(OpenAiService.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class ModelsQuarkusTest {

  @Inject ModelListStore lists;

  private String tenant;

  /** The provider's list, as a worker records it; one of its models is another lane's. */
  @BeforeEach
  void list() {
    Asking asking = lists.begin("acme", Duration.ofMillis(-1)).orElseThrow();
    List<String> listed = List.of("chat-2", "chat-1", "org/a:7b", "default-1", "unknown");
    lists.end(asking, Optional.of(new ModelList(listed, true)));
    tenant = Keys.tenant();
  }

  @Test
  void modelsAreThoseThatLanesNameAndThoseThatTheirProvidersList() {
    assertEquals(
        List.of("chat-1", "chat-2", "org/a:7b", "org/named:8b"),
        names(Keys.create(tenant, "submit").key()));
  }

  @Test
  void aCallerSeesOnlyTheModelsThatItMayUse() {
    String key =
        Keys.create(
                Map.of(
                    "name",
                    "k",
                    "tenant",
                    tenant,
                    "roles",
                    List.of("submit"),
                    "models",
                    List.of("org/*", "chat-2")))
            .key();
    assertEquals(List.of("chat-2", "org/a:7b", "org/named:8b"), names(key));
    Keys.with(key).get("/v1/models/chat-1").then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"org%2Fa:7b", "org/a:7b", "org%2fa%3A7b"})
  void aNameMayContainASlash(String path) {
    Keys.with(Keys.create(tenant, "submit").key())
        .urlEncodingEnabled(false)
        .get("/v1/models/" + path)
        .then()
        .statusCode(200)
        .body("id", equalTo("org/a:7b"))
        .body("object", equalTo("model"))
        .body("created", is(0))
        .body("owned_by", equalTo("acme"));
  }

  private static List<String> names(String key) {
    return Keys.with(key)
        .get("/v1/models")
        .then()
        .statusCode(200)
        .body("object", equalTo("list"))
        .extract()
        .path("data.id");
  }
}
