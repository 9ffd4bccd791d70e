package dev.errand.chart;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** All of Errand's settings, by key: in its config mappings, its beans and its properties files. */
final class Settings {

  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("dev.errand");
  private static final List<String> FILES =
      Stream.of(
              "common/src/main/resources/META-INF/microprofile-config.properties",
              "api-service/src/main/resources/application.properties",
              "worker-service/src/main/resources/application.properties")
          .map(file -> Chart.read(Path.of("../..", file)))
          .toList();

  /** {@code ${errand.database.url:jdbc:...}}: a setting that maps to one of Quarkus'. */
  private static final Pattern STANDS_FOR = Pattern.compile("\\$\\{(errand[\\w.-]+):([^}]*)}");

  private static final Pattern GIVEN =
      Pattern.compile("^(errand\\.[\\w.-]+)=([^$\\n]+)$", Pattern.MULTILINE);
  private static final Pattern OF_QUARKUS =
      Pattern.compile("^quarkus\\.[\\w.-]+=[^$\\n]+$", Pattern.MULTILINE);

  private Settings() {}

  static Map<String, Setting> all() {
    Map<String, Setting> all = new TreeMap<>();
    for (JavaClass each : CLASSES) {
      each.tryGetAnnotationOfType(ConfigMapping.class)
          .ifPresent(mapping -> ofMapping(each.reflect(), mapping.prefix(), all));
      each.getCodeUnits().stream()
          .flatMap(unit -> unit.getParameters().stream())
          .forEach(parameter -> ofParameter(parameter, all));
    }
    for (String file : FILES) {
      STANDS_FOR
          .matcher(file)
          .results()
          .forEach(
              it -> all.putIfAbsent(it.group(1), new Setting(String.class, it.group(2), false)));
      GIVEN
          .matcher(file)
          .results()
          .forEach(
              it ->
                  all.computeIfPresent(
                      it.group(1), (_, old) -> new Setting(old.type(), it.group(2), false)));
    }
    return all;
  }

  /** Lines {@code quarkus.key=value} of the services. */
  static List<String> changedOfQuarkus() {
    List<String> all = new ArrayList<>();
    FILES.forEach(
        file -> OF_QUARKUS.matcher(file).results().forEach(line -> all.add(line.group())));
    return all;
  }

  private static void ofMapping(Class<?> type, String prefix, Map<String, Setting> all) {
    ConfigMappings.getProperties(ConfigClass.configClass(type, prefix))
        .forEach(
            (key, property) -> {
              if (!key.endsWith("[*]")) {
                all.put(named(key), setting(property));
              }
            });
  }

  private static Setting setting(Property property) {
    Type type = property.getMethod().getGenericReturnType();
    String preset = property.hasDefaultValue() ? property.getDefaultValue() : "";
    return new Setting(without(type), preset, preset.isEmpty() && !mayBeMissing(property, type));
  }

  private static void ofParameter(JavaParameter parameter, Map<String, Setting> all) {
    parameter
        .tryGetAnnotationOfType(ConfigProperty.class)
        .filter(it -> it.name().startsWith("errand.") && !all.containsKey(it.name()))
        .ifPresent(
            it -> {
              boolean preset = !it.defaultValue().equals(ConfigProperty.UNCONFIGURED_VALUE);
              Type type = parameter.getRawType().reflect();
              all.put(it.name(), new Setting(type, preset ? it.defaultValue() : "", false));
            });
  }

  /** The map's keys, named as in the reference. */
  private static String named(String key) {
    return key.replaceFirst("^(errand\\.(?:worker\\.)?lanes)\\.\\*", "$1.<lane>")
        .replaceFirst("^(errand\\.providers)\\.\\*", "$1.<provider>")
        .replaceFirst("^(errand\\.prices)\\.\\*", "$1.<price>")
        .replaceFirst("\\.\\*$", ".<name>");
  }

  private static boolean mayBeMissing(Property property, Type type) {
    return property.isMap() || isOptional(type) || type == OptionalInt.class;
  }

  private static Type without(Type type) {
    return isOptional(type) ? ((ParameterizedType) type).getActualTypeArguments()[0] : type;
  }

  private static boolean isOptional(Type type) {
    return type instanceof ParameterizedType of && of.getRawType() == Optional.class;
  }
}
