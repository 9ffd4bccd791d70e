package dev.errand.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The services' URL is right for any login and any name of a virtual host. */
class RabbitMqLoginTest {

  private static final String URL = "errand.rabbitmq.url=";

  @ParameterizedTest
  @ValueSource(strings = {"errand", "p#ss: word", "a/b@c:d", "100%", "%2F", "ü+?&[]=", "$a${b}\\c"})
  void aPasswordInValuesIsTheServersAndTheServices(String password) {
    Manifests tried =
        Chart.render("tryOut: {enabled: true, password: %s}".formatted(quoted(password)));
    assertLogin(tried, "errand", password);
    assertEquals(password, secretOf(tried, "errand-rabbitmq", "RABBITMQ_DEFAULT_PASS"));
    assertEquals(password, secretOf(tried, "errand-postgres", "POSTGRES_PASSWORD"));

    Manifests given =
        Chart.render(
            "rabbitmq: {auth: {existingSecret: '', username: %s, password: %s}}"
                .formatted(quoted(password), quoted(password)));
    assertLogin(given, password, password);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "errand", "errand/production", "my host", "a+b", "größe", "%2f"})
  void theVirtualHostIsTheOneThatWasNamed(String virtualHost) {
    URI url = url(Chart.render("rabbitmq: {virtualHost: %s}".formatted(quoted(virtualHost))));

    assertEquals("errand-rabbitmq:5671", url.getHost() + ":" + url.getPort());
    assertEquals(virtualHost, decoded(url.getRawPath().substring(1)));
  }

  @Test
  void everyNodeOfAClusterHasThePort() {
    String values =
        "rabbitmq: {host: 'mq-1.internal,mq-2.internal', port: 5673, tls: {enabled: false}}";
    String settings =
        Chart.render(values).the(ConfigMap.class, "errand").getData().get("api.properties");

    assertTrue(settings.contains("}@mq-1.internal:5673,mq-2.internal:5673/%2F\n"), settings);
  }

  /** To most clients, an empty path means a virtual host with an empty name. */
  @Test
  void tryingOutNamesTheVirtualHost() {
    assertEquals("/%2F", url(Chart.render("tryOut: {enabled: true}")).getRawPath());
  }

  private static void assertLogin(Manifests manifests, String username, String password) {
    String[] login = url(manifests).getRawUserInfo().split(":");

    assertEquals(2, login.length);
    assertEquals(username, decoded(login[0]));
    assertEquals(password, decoded(login[1]));
  }

  /** With the Secrets' content instead of the variables, as the services assemble it. */
  private static URI url(Manifests manifests) {
    String settings = manifests.the(ConfigMap.class, "errand").getData().get("api.properties");
    String url = settings.lines().filter(line -> line.startsWith(URL)).findFirst().orElseThrow();
    for (String variable : new String[] {"RABBITMQ_USERNAME", "RABBITMQ_PASSWORD"}) {
      assertTrue(url.contains("${%s}".formatted(variable)), url);
      url = url.replace("${%s}".formatted(variable), secretOf(manifests, "errand-api", variable));
    }
    return URI.create(url.substring(URL.length()));
  }

  /**
   * The value that a pod gets from a Secret; from an existing Secret, a value that needs no
   * encoding.
   */
  private static String secretOf(Manifests manifests, String pod, String variable) {
    SecretKeySelector key =
        Pods.variables(manifests.pod(pod)).stream()
            .filter(it -> it.getName().equals(variable))
            .map(EnvVar::getValueFrom)
            .findFirst()
            .orElseThrow()
            .getSecretKeyRef();
    Map<String, String> data =
        manifests.every(Secret.class).stream()
            .filter(secret -> Manifests.name(secret).equals(key.getName()))
            .map(Secret::getStringData)
            .findFirst()
            .orElse(Map.of());
    return data.getOrDefault(key.getKey(), "existing");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
