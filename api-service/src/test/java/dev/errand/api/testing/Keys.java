package dev.errand.api.testing;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Keys and tenants of a service {@link WithKeys}. */
public final class Keys {

  private static final AtomicInteger TENANTS = new AtomicInteger();

  private Keys() {}

  /** A created key. */
  public record Created(String id, String key) {}

  /** A request with a key. */
  public static RequestSpecification with(String key) {
    return given().header("Authorization", "Bearer " + key);
  }

  /** A request with the first admin key. */
  public static RequestSpecification admin() {
    return with(WithKeys.BOOTSTRAP);
  }

  /** Creates a tenant of its own. */
  public static String tenant() {
    String name = "tenant-" + TENANTS.incrementAndGet();
    send(admin(), Map.of("name", name)).post("/v1/tenants").then().statusCode(201);
    return name;
  }

  /** Creates a key with roles. */
  public static Created create(String tenant, String... roles) {
    return create(Map.of("name", "k", "tenant", tenant, "roles", List.of(roles)));
  }

  /** Creates a key. */
  public static Created create(Map<String, Object> key) {
    ValidatableResponse created = send(admin(), key).post("/v1/keys").then().statusCode(201);
    return new Created(created.extract().path("id"), created.extract().path("key"));
  }

  /** A request with a JSON body. */
  public static RequestSpecification send(RequestSpecification request, Object body) {
    return request.contentType("application/json").body(body);
  }
}
