package dev.errand.api.keys;

import dev.errand.api.access.KeyText;
import dev.errand.api.admin.AdminDatabase;
import dev.errand.api.admin.Audit;
import dev.errand.api.admin.AuditDetails;
import dev.errand.api.admin.Author;
import dev.errand.api.keys.KeySettings.NewKey;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.api.tenants.Tenants;
import dev.errand.telemetry.LogLine;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Creates, changes, rotates and revokes keys. Each change, its audit entry and its announcement to
 * all replicas are one commit.
 */
@ApplicationScoped
public class KeyAdmin {

  /** How long the old key stays valid after a rotation. */
  static final Duration OVERLAP = Duration.ofHours(24);

  private static final Logger LOG = Logger.getLogger(KeyAdmin.class);

  private final AdminDatabase database;
  private final ApiKeys keys;
  private final Tenants tenants;
  private final Audit audit;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  @Inject
  KeyAdmin(AdminDatabase database, ApiKeys keys, Tenants tenants, Audit audit, Clock clock) {
    this.database = database;
    this.keys = keys;
    this.tenants = tenants;
    this.audit = audit;
    this.clock = clock;
  }

  /** Records a new key; the view has its secret. */
  public KeyView create(byte[] body, Author author) {
    Instant now = now();
    NewKey wanted = KeySettings.create(body, now);
    String tenant = wanted.tenant().orElse(author.caller().tenant());
    if (!mayManage(author.caller(), tenant)) {
      throw forbidden("only an admin key can create keys of another tenant");
    }
    requireGrantable(author.caller(), wanted.key().roles);
    KeyText text = KeyText.create(random);
    ApiKey key = wanted.key();
    key.id = text.id();
    key.tenant = tenant;
    key.hash = text.hash();
    key.createdAt = now;
    key.createdBy = author.name();
    KeyView view =
        database.transaction(
            () -> {
              tenants.requireUsable(tenant);
              keys.persist(key);
              record(now, author, "key.create", key, described(key));
              return KeyView.of(key, text.reveal(), now);
            });
    log("key_created", key.id, author);
    return view;
  }

  /** Up to {@code most} keys that the caller manages, after an id. */
  public List<KeyView> list(Caller caller, Optional<String> tenant, String after, int most) {
    Optional<String> only = caller.may(Right.ADMIN) ? tenant : Optional.of(caller.tenant());
    Instant now = now();
    return database.transaction(
        () ->
            keys.list(only, after, most).stream().map(key -> KeyView.of(key, null, now)).toList());
  }

  public KeyView get(String id, Caller caller) {
    return database.transaction(
        () -> KeyView.of(visible(keys.findByIdOptional(id), id, caller), null, now()));
  }

  /** Changes the settings of a key, at once in all replicas. */
  KeyView change(String id, byte[] body, Author author) {
    Instant now = now();
    KeyView view =
        database.transaction(
            () -> {
              ApiKey key = visible(keys.locked(id), id, author.caller());
              requireGrantable(author.caller(), key.roles);
              KeySettings.change(body, now, key);
              requireGrantable(author.caller(), key.roles);
              record(now, author, "key.change", key, described(key));
              return KeyView.of(key, null, now);
            });
    log("key_changed", id, author);
    return view;
  }

  /**
   * Gives a key another secret; the view has it. The one before stays valid for {@link #OVERLAP}
   * unless it is revoked now.
   */
  public KeyView rotate(String id, boolean revokeNow, Author author) {
    Instant now = now();
    KeyText text = KeyText.create(id, random);
    KeyView view =
        database.transaction(
            () -> {
              ApiKey key = visible(keys.locked(id), id, author.caller());
              requireGrantable(author.caller(), key.roles);
              if (key.revokedAt != null) {
                throw new ProblemException(
                    ProblemType.CONFLICT, "the key has been revoked; create another one");
              }
              key.oldHash = revokeNow ? null : key.hash;
              key.oldUntil = revokeNow ? null : now.plus(OVERLAP);
              key.hash = text.hash();
              record(now, author, "key.rotate", key, old(key.oldUntil));
              return KeyView.of(key, text.reveal(), now);
            });
    log("key_rotated", id, author);
    return view;
  }

  /** Makes a key and its old one useless, at once in all replicas. Once is enough. */
  public void revoke(String id, Author author) {
    Instant now = now();
    boolean revoked =
        database.transaction(
            () -> {
              ApiKey key = visible(keys.locked(id), id, author.caller());
              requireGrantable(author.caller(), key.roles);
              if (key.revokedAt != null) {
                return false;
              }
              key.revokedAt = now;
              record(now, author, "key.revoke", key, new AuditDetails());
              return true;
            });
    if (revoked) {
      log("key_revoked", id, author);
    }
  }

  private void record(Instant now, Author author, String what, ApiKey key, AuditDetails details) {
    details.with("name", key.name).with("tenant", key.tenant);
    audit.record(now, author, what, key.id, details.map());
    keys.announce(key.id);
  }

  private static AuditDetails described(ApiKey key) {
    return new AuditDetails()
        .with("roles", String.join(" ", key.roles))
        .with("expires_at", key.expiresAt)
        .with("models", key.models == null ? null : String.join(" ", key.models))
        .with("highest_priority", key.highestPriority)
        .with("requests_per_second", key.perSecond)
        .with("jobs_queued", key.queued)
        .with("calls_running", key.running);
  }

  private static AuditDetails old(@Nullable Instant until) {
    return new AuditDetails().with("old_key_until", until == null ? "now" : until);
  }

  /** A key of a tenant that the caller doesn't manage does not exist for it. */
  private static ApiKey visible(Optional<ApiKey> key, String id, Caller caller) {
    return key.filter(it -> mayManage(caller, it.tenant))
        .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "there is no key " + id));
  }

  private static boolean mayManage(Caller caller, String tenant) {
    return caller.may(Right.ADMIN) || caller.tenant().equals(tenant);
  }

  /** Who manages one tenant cannot make, or take over, a key that administers all. */
  private static void requireGrantable(Caller caller, List<String> roles) {
    if (roles.contains(Right.ADMIN.text()) && !caller.may(Right.ADMIN)) {
      throw forbidden("only an admin key can create or change keys with the role admin");
    }
  }

  private static ProblemException forbidden(String detail) {
    return new ProblemException(ProblemType.FORBIDDEN, detail);
  }

  private static void log(String event, String id, Author author) {
    LOG.info(LogLine.event(event).with("key", id).with("by", author.name()));
  }

  /** As Postgres keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
