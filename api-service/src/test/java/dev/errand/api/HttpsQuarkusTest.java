package dev.errand.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.HttpsCertificates;
import dev.errand.testing.EmbeddedDatabase;
import dev.errand.testing.Management;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedDatabase.class)
@WithTestResource(HttpsCertificates.class)
class HttpsQuarkusTest {

  @TestHTTPResource(value = "/", tls = true)
  URI service;

  HttpsCertificates certificates;

  @Test
  void jobsAreAcceptedOverHttps() throws Exception {
    HttpRequest job =
        to("v1/jobs")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"model\": \"m\", \"prompt\": \"p\"}"))
            .build();
    assertEquals(202, send(job).statusCode());
  }

  @Test
  void probesAreAnsweredWithoutHttps() {
    given().get(Management.url("/q/health/ready")).then().statusCode(200);
  }

  @Test
  void aClientThatDoesNotTrustTheCaIsNotServed() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      SSLHandshakeException refusal =
          assertThrows(SSLHandshakeException.class, () -> send(client, to("v1").build()));
      assertTrue(refusal.getMessage().contains("PKIX"), refusal::toString);
    }
  }

  @Test
  void aNewCertificateIsPresentedWithoutARestart() throws Exception {
    Certificate before = shown();
    Certificate next = read(certificates.rotate());
    assertNotEquals(before, next);
    await().atMost(Duration.ofSeconds(30)).until(() -> shown().equals(next));
  }

  private Certificate shown() throws Exception {
    return send(to("v1").build()).sslSession().orElseThrow().getPeerCertificates()[0];
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(service.resolve(path));
  }

  /** On a separate connection. */
  private HttpResponse<Void> send(HttpRequest request) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build()) {
      return send(client, request);
    }
  }

  /** Vert.x closes connections that arrive while it reads the files, which happens often here. */
  private static HttpResponse<Void> send(HttpClient client, HttpRequest request) {
    return await()
        .ignoreExceptionsMatching(HttpsQuarkusTest::isClosed)
        .until(() -> client.send(request, BodyHandlers.discarding()), Objects::nonNull);
  }

  private static boolean isClosed(Throwable failure) {
    return failure instanceof SSLHandshakeException
        && failure.getMessage().equals("Remote host terminated the handshake");
  }

  private SSLContext trusting() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("authority", read(certificates.authority()));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static Certificate read(Path file) throws GeneralSecurityException, IOException {
    try (InputStream content = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(content);
    }
  }
}
