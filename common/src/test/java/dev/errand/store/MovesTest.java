package dev.errand.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.errand.job.JobState;
import dev.errand.testing.MigratedDatabase;
import dev.errand.testing.StoreFixture;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Every move of the stores, tried from every state, does what {@link JobState} defines. */
class MovesTest {

  /** Methods of the stores that do not change a job's state, or that create a job. */
  private static final Set<String> NO_MOVES =
      Set.of(
          "SubmitStore.accept",
          "LeaseStore.extend",
          "LeaseStore.leave",
          "DispatchStore.queued",
          "DispatchStore.purgeKeys",
          "AuditStore.purge",
          "TenantStore.deleted",
          "TenantStore.eraseIdempotencyKeys",
          "TenantStore.eraseApiKeys",
          "TenantStore.deleteFiles",
          "TenantStore.eraseUploads",
          "TenantStore.erase",
          "ClosureStore.closeLane",
          "ClosureStore.openLane",
          "ClosureStore.closeModel",
          "ClosureStore.models");

  private static StoreFixture store;
  private static Connection listener;

  @BeforeAll
  static void listen() throws SQLException {
    String url = MigratedDatabase.fresh();
    store = new StoreFixture(url);
    listener = DriverManager.getConnection(url);
    try (Statement statement = listener.createStatement()) {
      statement.execute("listen " + JobEvents.ENDED);
    }
  }

  @AfterAll
  static void close() throws SQLException {
    listener.close();
  }

  static Stream<Arguments> movesFromStates() {
    return Arrays.stream(TestedMove.values())
        .flatMap(move -> Arrays.stream(JobState.values()).map(state -> Arguments.of(move, state)));
  }

  @ParameterizedTest(name = "{0} from {1}")
  @MethodSource("movesFromStates")
  void aMoveMovesFromItsOwnStatesAndFromNoOthers(TestedMove move, JobState from)
      throws SQLException {
    store.execute("delete from job");
    UUID id = new JobsInStates(store).job(from, move.moment());
    ended();

    move.make(store, id);

    Optional<JobState> now = state(id);
    assertEquals(move.from().contains(from) ? move.to() : Optional.of(from), now);
    boolean ends = now.isPresent() && now.get() != from && now.get().isFinal();
    assertEquals(ends ? List.of(id.toString()) : List.of(), ended(), "notified of");
    assertEquals(hasResult(now) ? 1 : 0, results(id), "results");
  }

  @Test
  void theMovesTogetherAreThoseOfTheStates() {
    Map<JobState, Set<JobState>> moves =
        Arrays.stream(TestedMove.values())
            .filter(move -> move.to().isPresent())
            .flatMap(move -> move.from().stream().map(from -> Map.entry(from, move.to().get())))
            .collect(
                groupingBy(
                    Map.Entry::getKey, mapping(Map.Entry::getValue, toCollection(TreeSet::new))));

    for (JobState state : JobState.values()) {
      assertEquals(state.next(), moves.getOrDefault(state, Set.of()), "from " + state);
    }
  }

  @Test
  void jobsAreDeletedFromTheFinalStatesAlone() {
    Set<JobState> finals = EnumSet.allOf(JobState.class);
    finals.removeIf(state -> !state.isFinal());

    Arrays.stream(TestedMove.values())
        .filter(move -> move.to().isEmpty())
        .forEach(move -> assertEquals(finals, move.from(), move.name()));
  }

  /** A new method of a store must be added to the moves, or be excluded here. */
  @Test
  void noMoveIsForgotten() {
    Set<String> known = new TreeSet<>(NO_MOVES);
    Arrays.stream(TestedMove.values()).forEach(move -> known.add(move.method()));

    assertEquals(known, new TreeSet<>(storeMethods().collect(toSet())));
  }

  @Test
  void noEndOfAnAttemptIsForgotten() {
    Set<String> tested =
        Arrays.stream(TestedMove.values()).flatMap(move -> move.end().stream()).collect(toSet());

    assertEquals(
        new TreeSet<>(tested),
        Arrays.stream(AttemptEnd.class.getDeclaredMethods())
            .filter(method -> method.getReturnType() == AttemptEnd.class)
            .filter(method -> java.lang.reflect.Modifier.isStatic(method.getModifiers()))
            .filter(method -> !method.isSynthetic())
            .map(java.lang.reflect.Method::getName)
            .collect(toCollection(TreeSet::new)));
  }

  private static Stream<String> storeMethods() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.errand.store")
            .stream()
            .filter(type -> type.getPackageName().equals("dev.errand.store"))
            .filter(type -> type.isAnnotatedWith(ApplicationScoped.class))
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .map(JavaClass::getMethods)
            .flatMap(Set::stream)
            .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
            .map(MovesTest::name);
  }

  private static String name(JavaMethod method) {
    return method.getOwner().getSimpleName() + "." + method.getName();
  }

  private static Optional<JobState> state(UUID id) {
    return store.query("select state from job where id = '%s'".formatted(id)).stream()
        .map(row -> JobState.of(row.getFirst()).orElseThrow())
        .findFirst();
  }

  /** A job has a result exactly while its ending has one. */
  private static boolean hasResult(Optional<JobState> now) {
    return now.isPresent() && (now.get() == JobState.SUCCEEDED || now.get() == JobState.FAILED);
  }

  private static int results(UUID id) {
    return store.query("select from job_result where job_id = '%s'".formatted(id)).size();
  }

  /** The ids whose end has been notified since the last call. */
  private static List<String> ended() throws SQLException {
    try (Statement statement = listener.createStatement()) {
      statement.execute("select 1");
    }
    return Arrays.stream(listener.unwrap(PGConnection.class).getNotifications())
        .map(PGNotification::getParameter)
        .toList();
  }
}
