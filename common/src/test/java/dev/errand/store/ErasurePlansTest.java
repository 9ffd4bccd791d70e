package dev.errand.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.testing.Plans;
import dev.errand.testing.StoreFixture;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is erased for one tenant is found without a look at others' rows (see ADR 8). */
class ErasurePlansTest {

  private final Plans plans = new Plans(new StoreFixture());

  static Stream<Arguments> statements() {
    return Stream.of(
        Arguments.of("deleted tenants", TenantStore.DELETED, Set.of("tenant_deleted")),
        Arguments.of(
            "cancel",
            TenantStore.CANCEL,
            Set.of(
                "tenant_pkey",
                "job_list_queued",
                "job_list_scheduled",
                "job_running",
                "job_pkey",
                "attempt_pkey")),
        Arguments.of(
            "erase jobs",
            TenantStore.ERASE_JOBS,
            Set.of(
                "tenant_pkey",
                "job_request_tenant",
                "job_pkey",
                "job_request_pkey",
                "job_result_pkey",
                "attempt_pkey")),
        Arguments.of(
            "erase idempotency keys",
            TenantStore.ERASE_IDEMPOTENCY_KEYS,
            Set.of("tenant_pkey", "idempotency_key_pkey")),
        Arguments.of(
            "erase API keys",
            TenantStore.ERASE_API_KEYS,
            Set.of("tenant_pkey", "api_key_tenant", "api_key_pkey")),
        Arguments.of(
            "erase uploads",
            TenantStore.ERASE_UPLOADS,
            Set.of("tenant_pkey", "upload_tenant", "upload_pkey")),
        Arguments.of(
            "erase the tenant",
            TenantStore.ERASE,
            Set.of(
                "tenant_pkey",
                "job_request_tenant",
                "idempotency_key_pkey",
                "api_key_tenant",
                "upload_tenant",
                "file_tenant",
                "batch_tenant",
                "usage_ending_pkey",
                "usage_hour_pkey",
                "lane_depth_pkey")),
        Arguments.of(
            "delete files",
            TenantStore.DELETE_FILES,
            Set.of("tenant_pkey", "file_purpose", "file_pkey")),
        Arguments.of(
            "purge jobs",
            DispatchStore.PURGE,
            Set.of(
                "job_purge",
                "tenant_pkey",
                "job_pkey",
                "job_request_pkey",
                "job_result_pkey",
                "attempt_pkey")),
        Arguments.of("purge the audit log", AuditStore.PURGE, Set.of("audit_at", "audit_pkey")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void thePlanForAnEmptyTableIsTheOneForAFullOne(String name, String sql, Set<String> indexes)
      throws SQLException {
    String plan = plans.of(sql);

    assertEquals(new TreeSet<>(indexes), Plans.indexes(plan, "\\w+"), plan);
  }
}
