package dev.errand.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that find jobs by a filter, and those that move all that they find. */
class FilterVerbsTest {

  private static final String FILTER =
      "{\"state\":\"failed\",\"lane\":\"gpt\",\"error_type\":\"timeout\"}";
  private static final String OPERATION =
      """
      {"id":"%s","action":"retry","priority":null,"filter":{},"reason":"r","created_by":"k",\
      "created_at":"2026-01-05T09:30:00Z","state":"STATE","jobs":312,"expected":312,"done":DONE,\
      "ended_at":null}"""
          .formatted(JobVerbsTest.ID);

  @TempDir Path home;

  private FakeErrand errand;

  @BeforeEach
  void start() throws IOException {
    errand = new FakeErrand();
  }

  @AfterEach
  void stop() {
    errand.close();
  }

  @Test
  void aListHasTheFormThatWasAskedFor() {
    String page =
        "{\"data\":[%s], \"has_more\":false,\"next\":null}".formatted(JobVerbsTest.FAILED);
    errand.answers.put("GET /v1/jobs?state=failed&metadata.a=b+c&limit=20", "200 " + page);
    String[] list = {"list", "--state", "failed", "--meta", "a=b c", "-o", "json"};

    assertEquals(page + "\n", Typed.run(errand, home, list).out());
    list[6] = "id";
    assertEquals(JobVerbsTest.ID + "\n", Typed.run(errand, home, list).out());
    list[6] = "table";
    assertEquals(
        """
        ID                                    STATE   MODEL  LANE     TRIES  WAITED  RAN       WHY
        %s  failed  m      default  1/5    1.5 s   1 m 12 s  timeout: no answer
        """
            .formatted(JobVerbsTest.ID),
        Typed.run(errand, home, list).out());
    assertEquals(
        "id,why\n%s,timeout: no answer\n".formatted(JobVerbsTest.ID),
        Typed.run(
                errand,
                home,
                "list",
                "--state",
                "failed",
                "--meta",
                "a=b c",
                "-o",
                "csv",
                "--columns",
                "id,why")
            .out());
  }

  @Test
  void aListGoesOnUntilThereIsNoNextPage() {
    errand.answers.put(
        "GET /v1/jobs?limit=100", "200 {\"data\":[],\"has_more\":true,\"next\":\"c\"}");
    errand.answers.put(
        "GET /v1/jobs?limit=100&after=c",
        "200 {\"data\":[%s],\"has_more\":false,\"next\":null}".formatted(JobVerbsTest.SUCCEEDED));

    assertEquals(
        JobVerbsTest.ID + "\n", Typed.run(errand, home, "list", "--all", "-o", "id").out());
  }

  @Test
  void everyFilterIsOneOfTheApi() {
    Typed.run(
        errand,
        home,
        ("list --state failed,expired --lane gpt -m m --error timeout --batch batch_1 --meta a=b"
                + " --since 2026-01-05T09:30:00Z --until 2026-01-06T09:30:00Z"
                + " --ended-since 2026-01-05T10:00:00Z --ended-until 2026-01-06T10:00:00Z")
            .split(" "));

    assertEquals(
        List.of(
            "GET /v1/jobs?state=failed%2Cexpired&lane=gpt&model=m&error_type=timeout&batch=batch_1"
                + "&created_after=2026-01-05T09%3A30%3A00Z&created_before=2026-01-06T09%3A30%3A00Z"
                + "&ended_after=2026-01-05T10%3A00%3A00Z&ended_before=2026-01-06T10%3A00%3A00Z"
                + "&metadata.a=b&limit=20"),
        errand.requests);
  }

  @Test
  void aTimeIsAnInstantOrHowLongAgo() {
    errand.answers.put("GET /v1/jobs/counts", "200 {\"data\":[]}");

    Typed.run(errand, home, "count", "--since", "12h");
    Typed wrong = Typed.run(errand, home, "count", "--since", "yesterday");

    assertTrue(
        errand.requests.getFirst().matches("GET /v1/jobs/counts[?]created_after=20[0-9T%AZ-]+"),
        errand.requests.getFirst());
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().contains("yesterday"), wrong.err());
  }

  @Test
  void aWaitingJobSaysWhy() {
    errand.answers.put(
        "GET /v1/jobs?limit=20",
        """
        200 {"data":[{"id":"1","waiting":{"reason":"lane_full","detail":"all 8 slots are taken"}},\
        {"id":"2","waiting":{"reason":"no_worker","detail":""}}],"has_more":false,"next":null}""");

    assertEquals(
        "id,why\n1,all 8 slots are taken\n2,no worker\n",
        Typed.run(errand, home, "list", "-o", "csv", "--columns", "id,why").out());
  }

  @Test
  void aCountThatStoppedHasAPlus() {
    errand.answers.put(
        "GET /v1/jobs/counts",
        """
        200 {"data":[{"state":"queued","count":12,"more":false},\
        {"state":"succeeded","count":10000,"more":true}]}""");

    assertEquals(
        "STATE      JOBS\nqueued     12\nsucceeded  10000+\n",
        Typed.run(errand, home, "count").out());
  }

  @Test
  void resultsArePassedOnLineByLine() {
    errand.answers.put(
        "GET /v1/jobs/results?lane=gpt&after=c0",
        "200 {\"id\":\"1\",\"cursor\":\"c1\"}\n{\"id\":\"2\",\"cursor\":\"c2\"}\n");

    assertEquals(
        new Typed(0, "{\"id\":\"1\",\"cursor\":\"c1\"}\n{\"id\":\"2\",\"cursor\":\"c2\"}\n", ""),
        Typed.run(errand, home, "results", "--lane", "gpt", "--after", "c0"));
  }

  @Test
  void failuresAreGroups() {
    errand.answers.put(
        "GET /v1/failures?lane=gpt",
        """
        200 {"data":[{"lane":"gpt","model":"m","error_type":"provider_error","http_status":401,\
        "message":"Incorrect API key","jobs":312,"first_ended_at":"2026-01-05T23:10:00Z",\
        "last_ended_at":"2026-01-05T23:52:00Z","newest":["1"],"works_again":true,\
        "may_be_billed":false}],"jobs":374,"more":false,"ended_after":"2026-01-05T20:00:00Z",\
        "ended_before":null}""");

    Typed typed = Typed.run(errand, home, "failures", "--lane", "gpt");

    assertEquals(
        """
        JOBS  LANE  MODEL  ERROR               LAST                  NOW          MESSAGE
        312   gpt   m      401 provider_error  2026-01-05T23:52:00Z  works again  Incorrect API key
        """,
        typed.out());
    assertTrue(typed.err().startsWith("374 jobs failed since 2026-01-05T20:00:00Z."), typed.err());
    errand.answers.put(
        "GET /v1/failures?lane=gpt",
        "200 {\"data\":[],\"jobs\":0,\"more\":false,\"ended_after\":\"2026-01-05T20:00:00Z\"}");
    assertEquals(
        "No job failed since 2026-01-05T20:00:00Z.\n",
        Typed.run(errand, home, "failures", "--lane", "gpt").err());
  }

  @Test
  void workersSayHowTheyAre() {
    errand.answers.put(
        "GET /v1/workers",
        """
        200 {"data":[{"name":"w1","pool":"default","version":"0.1.0","responds":true,\
        "draining":true,"slots":512,"calls":12,"lanes_held_back":["a","b"],\
        "started_at":"2026-01-05T09:00:00Z","seen_at":"2026-01-05T09:30:00Z"}]}""");

    assertEquals(
        """
        NAME  POOL     STATE     CALLS  SLOTS  SEEN                  HELD-BACK
        w1    default  stopping  12     512    2026-01-05T09:30:00Z  a,b
        """,
        Typed.run(errand, home, "workers").out());
  }

  @Test
  void usageIsInGroups() {
    errand.answers.put(
        "GET /v1/usage?by=tenant%2Chour&after=2026-01-05T09%3A00%3A00Z&lane=gpt",
        """
        200 {"data":[{"tenant":"acme","time":"2026-01-05T10:00:00Z","jobs":5000,"attempts":5120,\
        "input_tokens":41000,"output_tokens":96000,"without_usage":12,\
        "waited_seconds":{"p50":1.25,"p95":84},"ran_seconds":{"p50":null,"p95":null}}],\
        "more":true,"cut":true,"after":"2026-01-05T10:00:00Z"}""");
    String[] asked = {
      "usage", "--since", "2026-01-05T09:00:00Z", "--by", "tenant,hour", "--lane", "gpt"
    };

    assertEquals(
        new Typed(
            0,
            """
            TENANT  HOUR                  JOBS  INPUT  OUTPUT  NO-USAGE  WAITED  WAITED-P95  RAN  RAN-P95
            acme    2026-01-05T10:00:00Z  5000  41000  96000   12        1.2 s   1 m 24 s
            """,
            "usage since 2026-01-05T10:00:00Z, as there is too much to sum all;"
                + " there are more groups\n"),
        Typed.run(errand, home, asked));
  }

  @Test
  void usageHasItsCostWhereThereArePrices() {
    errand.answers.put("GET /v1/usage?by=model", priced(0));
    assertEquals(
        new Typed(
            0,
            """
            MODEL  JOBS  INPUT  OUTPUT  NO-USAGE  COST        WAITED  WAITED-P95  RAN  RAN-P95
            sim    7     1      2       0         0.00000001
            other  3     1      2       0         1200
            """,
            "usage since 2026-01-05T10:00:00Z; cost in EUR\n"),
        Typed.run(errand, home, "usage"));

    errand.answers.put("GET /v1/usage?by=model", priced(2));
    assertEquals(
        """
        MODEL  JOBS  INPUT  OUTPUT  NO-USAGE  COST        NO-PRICE  WAITED  WAITED-P95  RAN  RAN-P95
        sim    7     1      2       0         0.00000001  0
        other  3     1      2       0         1200        2
        """,
        Typed.run(errand, home, "usage").out());
    assertEquals(
        "model,cost,no-price\nsim,0.00000001,0\nother,1200,2\n",
        Typed.run(errand, home, "usage", "-o", "csv", "--columns", "model,cost,no-price").out());
  }

  private static String priced(int without) {
    String group =
        """
        {"model":"%s","jobs":%d,"attempts":1,"input_tokens":1,"output_tokens":2,"without_usage":0,\
        "cost":%s,"without_price":%d}""";
    return "200 {\"data\":[%s,%s],\"currency\":\"EUR\",\"after\":\"2026-01-05T10:00:00Z\"}"
        .formatted(
            group.formatted("sim", 7, "0.00000001", 0),
            group.formatted("other", 3, "1200", without));
  }

  private void matching(int jobs, boolean more) {
    errand.answers.put(
        "POST /v1/operations dry",
        """
        200 {"action":"retry","filter":{},"jobs":%d,"more":%s,"by_state":{"failed":%d}}"""
            .formatted(jobs, more, jobs));
    String running = OPERATION.replace("STATE", "running").replace("DONE", "0");
    errand.answers.put("POST /v1/operations", "202 " + running);
    errand.answers.put(
        "GET /v1/operations/" + JobVerbsTest.ID,
        "200 " + OPERATION.replace("STATE", "completed").replace("DONE", "311"));
  }

  private Typed retry(String answer, String... more) {
    String[] all = new String[7 + more.length];
    List.of("retry", "--state", "failed", "--lane", "gpt", "--error", "timeout").toArray(all);
    System.arraycopy(more, 0, all, 7, more.length);
    return Typed.run(Map.of("ERRAND_URL", errand.url().toString()), home, answer, all);
  }

  @Test
  void aDryRunOnlyCounts() {
    matching(312, false);

    Typed typed = retry("", "--dry-run");

    assertEquals(new Typed(0, "would retry 312 jobs (312 failed)\n", ""), typed);
    assertEquals(1, errand.bodies.size());
    assertTrue(errand.bodies.getFirst().contains(FILTER), errand.bodies.getFirst());
    matching(1, false);
    assertEquals("would retry 1 job (1 failed)\n", retry("", "--dry-run").out());
  }

  @Test
  void allThatMatchAreMovedOnceTheUserAgrees() {
    matching(312, false);

    assertEquals(2, retry("n\n").code());
    assertEquals(2, retry("").code());
    assertEquals(2, errand.requests.size());
    Typed typed = retry("y\n", "--reason", "the key was wrong");

    assertEquals(0, typed.code(), typed.err());
    assertEquals("311 of 312 queued again\n", typed.out());
    assertTrue(typed.err().contains("retry 312 jobs (312 failed)? [y/N]"), typed.err());
    String body = errand.bodies.get(3);
    assertTrue(body.contains("\"expected\":312,\"reason\":\"the key was wrong\""), body);
    assertEquals(0, retry("", "--yes").code());
  }

  @Test
  void whatWasNotCountedIsNotMovedBlindly() {
    matching(10_001, true);

    Typed typed = retry("", "--yes");

    assertEquals(2, typed.code());
    assertTrue(typed.err().contains("--expected N"), typed.err());
    assertEquals(0, retry("", "--yes", "--expected", "40000").code());
    assertTrue(
        errand.bodies.stream().anyMatch(body -> body.contains("\"expected\":40000")),
        errand.bodies.toString());
  }

  @Test
  void neitherIdsNorAFilterIsWrongUsageAndSoAreBoth() {
    assertEquals(2, Typed.run(errand, home, "retry").code());
    assertEquals(2, Typed.run(errand, home, "delete", "--yes").code());
    assertEquals(2, Typed.run(errand, home, "cancel", JobVerbsTest.ID, "--lane", "a").code());
    assertEquals(List.of(), errand.requests);
  }
}
