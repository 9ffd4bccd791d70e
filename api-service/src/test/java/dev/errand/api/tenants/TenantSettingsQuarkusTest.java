package dev.errand.api.tenants;

import static dev.errand.api.testing.Keys.admin;
import static dev.errand.api.testing.Keys.send;
import static dev.errand.api.testing.Keys.with;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.api.testing.Keys;
import dev.errand.api.testing.WithKeys;
import dev.errand.database.Database;
import dev.errand.store.DispatchStore;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an admin sets of tenants is kept, shown and audited. */
@QuarkusTest
@TestProfile(WithKeys.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class TenantSettingsQuarkusTest {

  /** Each setting that null removes, as JSON. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "highest_priority", "7",
          "requests_per_second", "100",
          "jobs_queued", "1000",
          "calls_running", "3",
          "retention_seconds", "3600",
          "usd_per_day", "12.50",
          "usd_per_month", "999999999999.99",
          "tokens_per_day", "5000000000",
          "tokens_per_month", "1000000000000000");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Object> JOB = Map.of("model", "m", "prompt", "p");

  @Inject Database database;
  @Inject DispatchStore dispatch;

  @Test
  void eachSettingIsKeptShownAndAudited() throws Exception {
    String tenant = Keys.tenant();

    for (var setting : SETTINGS.entrySet()) {
      String field = setting.getKey();
      String body = "{\"%s\": %s}".formatted(field, setting.getValue());
      String changed = changed(tenant, body);
      assertEquals(setting.getValue(), shown(changed, field), field);
      assertEquals(setting.getValue(), shown(found(tenant), field), field);
      assertEquals(setting.getValue(), audited(tenant, field), field);
    }
    for (String field : SETTINGS.keySet()) {
      changed(tenant, JSON.writeValueAsString(Collections.singletonMap(field, null)));
      assertEquals("null", shown(found(tenant), field), field);
      assertEquals("", audited(tenant, field), field);
    }
  }

  @Test
  void aNewTenantHasAllSettingsAtOnceOrNone() throws Exception {
    String none = found(Keys.tenant());
    for (String field : SETTINGS.keySet()) {
      assertEquals("null", shown(none, field), field);
    }
    Map<String, Object> all = new HashMap<>(Map.of("name", "all-at-once"));
    for (var setting : SETTINGS.entrySet()) {
      all.put(setting.getKey(), JSON.readTree(setting.getValue()).decimalValue());
    }

    send(admin(), JSON.writeValueAsString(all)).post("/v1/tenants").then().statusCode(201);

    for (var setting : SETTINGS.entrySet()) {
      assertEquals(setting.getValue(), shown(found("all-at-once"), setting.getKey()));
    }
  }

  @Test
  void whatIsWrongChangesNothingAndIsListed() throws Exception {
    String tenant = Keys.tenant();

    send(admin(), "{\"calls_running\": 0, \"retention_seconds\": 99999999, \"weight\": 9}")
        .patch("/v1/tenants/" + tenant)
        .then()
        .statusCode(422)
        .body("violations.size()", is(2))
        .body("violations[0].field", is("calls_running"))
        .body("violations[1].field", is("retention_seconds"))
        .body("violations[1].message", containsString("from 60 to 2592000"));

    admin()
        .get("/v1/tenants/" + tenant)
        .then()
        .body("weight", is(1))
        .body("calls_running", nullValue())
        .body("retention_seconds", nullValue());
  }

  @Test
  void endedJobsAreDeletedWhenTheirTenantsRetentionIsOver() {
    String tenant = Keys.tenant();
    String key = Keys.create(tenant, "submit", "read").key();
    String job = send(with(key), JOB).post("/v1/jobs").then().statusCode(202).extract().path("id");
    with(key).post("/v1/jobs/" + job + "/cancel").then().statusCode(200);
    sql("update job set ended_at = ended_at - interval '2 min' where id = '%s'".formatted(job));
    dispatch.purge(Duration.ofDays(30), 1000);
    with(key).get("/v1/jobs/" + job).then().statusCode(200);

    changed(tenant, "{\"retention_seconds\": 60}");

    await()
        .untilAsserted(
            () -> {
              dispatch.purge(Duration.ofDays(30), 1000);
              with(key).get("/v1/jobs/" + job).then().statusCode(404);
            });
  }

  private static String changed(String tenant, String body) {
    return send(admin(), body)
        .patch("/v1/tenants/" + tenant)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private static String found(String tenant) {
    return admin().get("/v1/tenants/" + tenant).then().statusCode(200).extract().asString();
  }

  /** The field's JSON, as it is in the response. */
  private static String shown(String response, String field) {
    return response.replaceAll(".*\"%s\":([^,}]*)[,}].*".formatted(field), "$1");
  }

  /** The field of the newest entry about a tenant; empty if it has none. */
  private static String audited(String tenant, String field) throws Exception {
    JsonNode page = JSON.readTree(admin().get("/v1/audit?limit=100").asString());
    for (JsonNode entry : page.get("data")) {
      if (entry.get("which").asText().equals(tenant)) {
        return entry.get("details").path(field).asText();
      }
    }
    throw new AssertionError("there is no entry about " + tenant);
  }

  private void sql(String statement) {
    database.statement(
        connection -> {
          try (var sql = connection.createStatement()) {
            return sql.execute(statement);
          }
        });
  }
}
