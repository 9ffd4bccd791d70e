package dev.errand.images;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The services' own code needs nothing that is not registered when a native executable is built.
 *
 * <p>Not covered: libraries, which Quarkus' extensions register; and values that are passed to
 * Jackson as an {@code Object} whose type has no Jackson or OpenAPI annotation.
 */
class ClosedWorldTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .importPaths(classes("common"), classes("api-service"), classes("worker-service"));

  /** Reads its version from a resource, which common registers for native executables. */
  private static final String READS_ITS_VERSION = "dev.errand.process.InfoText";

  private static final ArchRule NOTHING_IS_LOOKED_UP_BY_NAME =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(READS_ITS_VERSION)
          .should()
          .accessTargetWhere(
              // Classes and what is in them
              call(
                      Class.class,
                      "forName|get(Declared)?(Method|Field|Constructor|Classe)s?|newInstance")
                  .or(call(Class.class, "getRecordComponents|getPermittedSubclasses"))
                  .or(call(ClassLoader.class, "loadClass|defineClass|find.*"))
                  .or(call(java.lang.reflect.Proxy.class, ".*"))
                  .or(call(java.lang.reflect.AccessibleObject.class, ".*"))
                  .or(call(java.lang.reflect.Method.class, ".*"))
                  .or(call(java.lang.reflect.Array.class, "newInstance"))
                  .or(call(MethodHandles.class, ".*ookup.*"))
                  .or(call(MethodHandles.Lookup.class, ".*"))
                  .or(call(ServiceLoader.class, ".*"))
                  // Resources
                  .or(call(Class.class, "getResource.*"))
                  .or(call(ClassLoader.class, "get(System)?Resource.*"))
                  .or(call(java.util.ResourceBundle.class, ".*"))
                  // Serialisation and native code
                  .or(call(java.io.ObjectInputStream.class, ".*"))
                  .or(call(java.io.ObjectOutputStream.class, ".*"))
                  .or(call(System.class, "load.*"))
                  .or(call(java.lang.foreign.Linker.class, ".*")))
          .because("native executables know only what was registered when they were built");

  private static final ArchRule NO_STATIC_RANDOMNESS =
      noFields()
          .that()
          .areStatic()
          .should()
          .haveRawType(assignableTo(java.util.random.RandomGenerator.class));

  private static final Set<String> JACKSONS =
      Set.of(
          "com.fasterxml.jackson.databind.ObjectMapper",
          "com.fasterxml.jackson.databind.ObjectReader",
          "com.fasterxml.jackson.databind.ObjectWriter");

  private static final List<String> MARKS =
      List.of(
          "com.fasterxml.jackson.", "org.eclipse.microprofile.openapi.annotations.media.Schema");

  @Test
  void ourCodeLooksNothingUpByName() {
    NOTHING_IS_LOOKED_UP_BY_NAME.check(OURS);
    assertTrue(OURS.size() > 150, "the services' classes are read: " + OURS.size());
  }

  @Test
  void theOneResourceIsRegistered() throws IOException {
    Path registered = classes("common").resolve("META-INF/native-image/dev.errand/errand-common");
    String json = Files.readString(registered.resolve("resource-config.json"));

    assertTrue(json.contains("dev/errand/process/version"), json);
    assertTrue(Files.exists(classes("common").resolve("dev/errand/process/version")));
  }

  /** Tests the rule itself. */
  @Test
  void lookingUpByNameWouldBeNoticed() {
    for (Class<?> culprit :
        List.of(ByName.class, ByService.class, ByProxy.class, ByResource.class)) {
      JavaClasses one = new ClassFileImporter().importClasses(culprit);
      assertThrows(
          AssertionError.class, () -> NOTHING_IS_LOOKED_UP_BY_NAME.check(one), culprit.getName());
    }
  }

  @Test
  void typesForJacksonAreRegistered() {
    Set<String> missing = new TreeSet<>();
    Set<JavaClass> met = new java.util.HashSet<>();
    for (JavaClass one : OURS) {
      if (isMarked(one)) {
        meet(one, met);
      }
      if (callsJackson(one)) {
        one.getReferencedClassObjects().forEach(object -> meet(object.getRawType(), met));
      }
    }
    met.stream().filter(one -> !isRegistered(one)).map(JavaClass::getName).forEach(missing::add);
    assertEquals(Set.of(), missing, "without @RegisterForReflection");
    assertTrue(met.size() > 10, met::toString);
  }

  /** It would be seeded when the executable is built, and be the same in all of its processes. */
  @Test
  void noSourceOfRandomnessIsInitializedAtBuildTime() {
    NO_STATIC_RANDOMNESS.check(OURS);
    JavaClasses culprit = new ClassFileImporter().importClasses(ByChance.class);
    assertThrows(AssertionError.class, () -> NO_STATIC_RANDOMNESS.check(culprit));
  }

  /** Records are read and written; the types of their components follow. */
  private static void meet(JavaClass one, Set<JavaClass> met) {
    if (one.isRecord() && one.getPackageName().startsWith("dev.errand") && met.add(one)) {
      one.getFields().stream()
          .flatMap(field -> field.getType().getAllInvolvedRawTypes().stream())
          .forEach(type -> meet(type, met));
    }
  }

  private static boolean isMarked(JavaClass one) {
    return one.isRecord()
        && (one.getAnnotations().stream().anyMatch(mark -> isMark(mark.getRawType().getName()))
            || one.getFields().stream()
                .flatMap(field -> field.getAnnotations().stream())
                .anyMatch(mark -> isMark(mark.getRawType().getName())));
  }

  private static boolean isMark(String annotation) {
    return MARKS.stream().anyMatch(annotation::startsWith);
  }

  private static boolean callsJackson(JavaClass one) {
    return one.getMethodCallsFromSelf().stream()
        .anyMatch(call -> JACKSONS.contains(call.getTargetOwner().getName()));
  }

  /** Registering a class also registers its nested classes. */
  private static boolean isRegistered(JavaClass one) {
    return one.isAnnotatedWith("io.quarkus.runtime.annotations.RegisterForReflection")
        || one.getEnclosingClass().map(ClosedWorldTest::isRegistered).orElse(false);
  }

  private static DescribedPredicate<JavaAccess<?>> call(Class<?> owner, String names) {
    return new DescribedPredicate<>("calls of %s.%s", owner.getSimpleName(), names) {
      @Override
      public boolean test(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitCallTarget target
            && assignableTo(owner).test(target.getOwner())
            && nameMatching(names).test(target);
      }
    };
  }

  private static Path classes(String module) {
    return Sources.file(module).resolve("target/classes");
  }

  /** Breaks the rule. */
  static final class ByName {
    Class<?> look(String name) throws ClassNotFoundException {
      return Class.forName(name);
    }
  }

  /** Breaks the rule. */
  static final class ByService {
    Object look() {
      return ServiceLoader.load(Runnable.class);
    }
  }

  /** Breaks the rule. */
  static final class ByProxy {
    Object make(java.lang.reflect.InvocationHandler handler) {
      return java.lang.reflect.Proxy.newProxyInstance(
          ByProxy.class.getClassLoader(), new Class<?>[] {Runnable.class}, handler);
    }
  }

  /** Breaks the rule. */
  static final class ByChance {
    static final java.security.SecureRandom RANDOM = new java.security.SecureRandom();
  }

  /** Breaks the rule. */
  static final class ByResource {
    Object look(String name) {
      return ByResource.class.getResourceAsStream(name);
    }
  }
}
