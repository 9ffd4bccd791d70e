package dev.errand.e2e.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** A tenant of the run: what it has, as its clients were told, and whatever looked wrong to it. */
public final class Tenant {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MOST_FINDINGS = 50;

  private final String name;
  private final Api api;

  /** In all that it sends, and so in all that is its own. */
  private final String marker = "marker-" + UUID.randomUUID();

  private final Ids jobs = new Ids();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final Ids keys = new Ids();
  private final LongAdder keysInDoubt = new LongAdder();
  private final Map<String, LongAdder> answered = new ConcurrentHashMap<>();
  private final Queue<String> findings = new ConcurrentLinkedQueue<>();

  /**
   * @param api with a key of the tenant
   */
  public Tenant(String name, Api api) {
    this.name = name;
    this.api = api;
  }

  public String name() {
    return name;
  }

  public String marker() {
    return marker;
  }

  public Api api() {
    return api;
  }

  /** The jobs that were accepted, whether or not they have been deleted since. */
  public Ids jobs() {
    return jobs;
  }

  /** The API keys that its clients have created, whether or not they have been revoked since. */
  public Ids keys() {
    return keys;
  }

  void keyInDoubt() {
    keysInDoubt.increment();
  }

  /** How many keys may have been created without its clients being told. */
  public long keysInDoubt() {
    return keysInDoubt.sum();
  }

  void deleted(String job) {
    deleted.add(job);
  }

  /** The deleted jobs. */
  public Set<String> deleted() {
    return Set.copyOf(deleted);
  }

  /** The jobs that must be there. */
  public Set<String> lasting() {
    Set<String> lasting = new HashSet<>(jobs.all());
    lasting.removeAll(deleted);
    return lasting;
  }

  /** Sends a request and looks through all of its response for what is another tenant's. */
  public Api.Answer ask(Tenant other, String what, Api.Request request) {
    return looked(other, what, request, api.send(request));
  }

  /** The same for a request that must not be sent again. */
  Api.Answer askOnce(Tenant other, String what, Api.Request request) {
    return looked(other, what, request, api.once(request));
  }

  private Api.Answer looked(Tenant other, String what, Api.Request request, Api.Answer answer) {
    answered.computeIfAbsent(what + " " + answer.status(), _ -> new LongAdder()).increment();
    if (answer.everything().contains(other.marker)) {
      found("%s shows %s: %s".formatted(request, other.name, answer.everything()));
    }
    return answer;
  }

  /** The JSON of a response, each of whose jobs must not be another tenant's. */
  JsonNode read(Tenant other, Api.Answer answer) {
    try {
      JsonNode json = MAPPER.readTree(answer.body());
      json.path("data").forEach(one -> mustNotBe(other, one.path("id").asText()));
      return json;
    } catch (IOException e) {
      found("not JSON: " + answer.everything());
      return MAPPER.nullNode();
    }
  }

  private void mustNotBe(Tenant other, String id) {
    if (other.jobs.has(id) || other.keys.has(id)) {
      found("%s is listed, which is %s's".formatted(id, other.name));
    }
  }

  void expect(boolean condition, String what, Api.Answer answer) {
    if (!condition) {
      found(what + ": " + answer.everything());
    }
  }

  private void found(String what) {
    if (findings.size() < MOST_FINDINGS) {
      findings.add(name + ": " + what);
    }
  }

  /** Whatever looked wrong. */
  public Queue<String> findings() {
    return findings;
  }

  /** How often each operation was answered with each status. */
  public Map<String, Long> answered() {
    Map<String, Long> counts = new TreeMap<>();
    answered.forEach((what, count) -> counts.put(what, count.sum()));
    return counts;
  }

  /** Ids, of which any may be drawn. */
  public static final class Ids {

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final List<String> drawn = new ArrayList<>();

    void add(String id) {
      if (known.add(id)) {
        synchronized (drawn) {
          drawn.add(id);
        }
      }
    }

    boolean has(String id) {
      return known.contains(id);
    }

    Optional<String> any(Random random) {
      synchronized (drawn) {
        return drawn.isEmpty()
            ? Optional.empty()
            : Optional.of(drawn.get(random.nextInt(drawn.size())));
      }
    }

    /** All of them. */
    public Set<String> all() {
      return Set.copyOf(known);
    }
  }
}
