package dev.errand.api.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Somebody with a browser that keeps cookies, who signs in at the {@link IdentityProvider}. */
public final class Person {

  private final CookieManager cookies = new CookieManager();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(cookies).build();

  /** Somebody whom the provider signs in, with the claims of a tenant and roles. */
  public static Person of(String tenant, String... roles) {
    return with(
        Map.of(
            "errand_tenant", tenant, "errand_roles", List.of(roles), "email", "ada@example.com"));
  }

  /** Somebody whom the provider signs in. */
  public static Person with(Map<String, Object> claims) {
    IdentityProvider.signsIn("ada", claims, 60);
    return new Person();
  }

  /** Somebody whom the provider has not been told of. */
  public static Person unknown() {
    return new Person();
  }

  /** Goes all the way. */
  public Browser signIn() {
    HttpResponse<String> end = open(callback(page()));
    return Browser.in(
        cookie("errand_session")
            .orElseThrow(() -> new AssertionError(end.statusCode() + end.body())));
  }

  /** The provider's page, to which the console leads. */
  public URI page() {
    return location(start("/ui/jobs?state=failed"));
  }

  /** Where the provider's page leads back to. */
  public URI callback(URI page) {
    return location(open(page));
  }

  /** Follows the button of the sign-in. */
  public HttpResponse<String> start(String next) {
    return open(URI.create("/ui/oidc/login?next=" + URLEncoder.encode(next, UTF_8)));
  }

  /** Opens a page, here or elsewhere; follows nothing. */
  public HttpResponse<String> open(URI page) {
    URI whole = URI.create("http://localhost:" + RestAssured.port).resolve(page);
    try {
      return client.send(
          HttpRequest.newBuilder(whole).header("Accept", "text/html").build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A cookie that the browser has. */
  public Optional<String> cookie(String name) {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  /** Plants a cookie of the console. */
  public void put(String name, String value) {
    List<HttpCookie> others =
        cookies.getCookieStore().getCookies().stream()
            .filter(cookie -> cookie.getName().equals(name))
            .toList();
    others.forEach(cookie -> cookies.getCookieStore().remove(null, cookie));
    HttpCookie cookie = new HttpCookie(name, value);
    cookie.setPath("/ui");
    cookie.setVersion(0);
    cookies.getCookieStore().add(URI.create("http://localhost:" + RestAssured.port), cookie);
  }

  /** Gives another one the cookies that this one has now. */
  public Person copy() {
    Person copy = new Person();
    cookies
        .getCookieStore()
        .getCookies()
        .forEach(cookie -> copy.cookies.getCookieStore().add(null, cookie));
    return copy;
  }

  /** Where a response leads. */
  public static URI location(HttpResponse<String> response) {
    return URI.create(
        response
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new AssertionError(response.statusCode() + response.body())));
  }
}
