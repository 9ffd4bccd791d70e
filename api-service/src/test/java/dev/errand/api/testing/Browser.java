package dev.errand.api.testing;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who is signed in to the console, without scripts. */
public final class Browser {

  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([0-9a-f]{64})\"");

  private final Map<String, String> cookies;

  private Browser(Map<String, String> cookies) {
    this.cookies = cookies;
  }

  /** Somebody with a key. */
  public static Browser with(String key) {
    Response response = signIn(key);
    response.then().statusCode(303);
    return new Browser(Map.of("errand_session", response.cookie("errand_session")));
  }

  /** Somebody with a session. */
  public static Browser in(String session) {
    return new Browser(Map.of("errand_session", session));
  }

  /** Somebody who is not signed in, or need not be. */
  public static Browser anonymous() {
    return new Browser(Map.of());
  }

  /** Sends the form of the sign-in. */
  public static Response signIn(String key) {
    Response form = page(given()).get("/ui/login");
    return page(given())
        .cookie("errand_login", form.cookie("errand_login"))
        .contentType("application/x-www-form-urlencoded; charset=utf-8")
        .formParam("csrf", csrf(form.asString()))
        .formParam("key", key)
        .post("/ui/login");
  }

  /** A request without following where it leads. */
  public RequestSpecification request() {
    return page(given()).cookies(cookies);
  }

  /** A page. */
  public ValidatableResponse get(String path) {
    return request().urlEncodingEnabled(false).get(path).then();
  }

  /** Sends a form with the token of a page. */
  public ValidatableResponse post(String path, Map<String, Object> fields) {
    Map<String, Object> form = new HashMap<>(fields);
    form.put("csrf", token());
    return postAsIs(path, form);
  }

  /** As pages have it; who may see no page is offered no form, but may send one. */
  public String token() {
    String session = cookies.get("errand_session");
    return session == null ? csrf(request().get("/ui/jobs").asString()) : sha256("csrf:" + session);
  }

  private static String sha256(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a form without the token. */
  public ValidatableResponse postAsIs(String path, Map<String, Object> fields) {
    RequestSpecification request =
        request().contentType("application/x-www-form-urlencoded; charset=utf-8");
    fields.forEach(
        (name, value) -> {
          if (value instanceof Collection<?> several) {
            request.formParam(name, several);
          } else {
            request.formParam(name, value);
          }
        });
    return request.post(path).then();
  }

  /** The token in a page; a wrong one if there is none. */
  public static String csrf(String page) {
    Matcher token = CSRF.matcher(page);
    return token.find() ? token.group(1) : "0".repeat(64);
  }

  private static RequestSpecification page(RequestSpecification request) {
    return request.redirects().follow(false).header("Accept", "text/html,*/*;q=0.8");
  }
}
