package dev.errand.chart;

import dev.errand.chart.Manifests.Pod;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Queries of pods. */
final class Pods {

  private Pods() {}

  /** The writable volumes of a pod and their mount paths. */
  static Map<String, String> writable(Pod pod) {
    List<String> empty =
        pod.spec().getVolumes().stream()
            .filter(volume -> volume.getEmptyDir() != null)
            .map(Volume::getName)
            .toList();
    return pod.containers().stream()
        .flatMap(container -> container.getVolumeMounts().stream())
        .filter(mount -> empty.contains(mount.getName()))
        .collect(Collectors.toMap(VolumeMount::getName, VolumeMount::getMountPath));
  }

  /** The Secrets that a pod refers to. */
  static Set<String> secrets(Pod pod) {
    Stream<String> variables =
        variables(pod).stream()
            .map(EnvVar::getValueFrom)
            .filter(Objects::nonNull)
            .map(from -> from.getSecretKeyRef().getName());
    Stream<String> volumes =
        pod.spec().getVolumes().stream()
            .filter(volume -> volume.getSecret() != null)
            .map(volume -> volume.getSecret().getSecretName());
    return Stream.concat(variables, volumes).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The ConfigMaps that a pod refers to. */
  static Set<String> configMaps(Pod pod) {
    return pod.spec().getVolumes().stream()
        .filter(volume -> volume.getConfigMap() != null)
        .map(volume -> volume.getConfigMap().getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The files in a pod's volumes of Secrets and ConfigMaps, by path. */
  static Set<String> files(Pod pod) {
    Set<String> files = new TreeSet<>();
    for (VolumeMount mount : pod.containers().getFirst().getVolumeMounts()) {
      for (Volume volume : pod.spec().getVolumes()) {
        if (volume.getName().equals(mount.getName())) {
          paths(volume).forEach(path -> files.add(mount.getMountPath() + "/" + path));
        }
      }
    }
    return files;
  }

  /** A Secret that is mounted completely contains a certificate. */
  private static List<String> paths(Volume volume) {
    if (volume.getConfigMap() != null) {
      return volume.getConfigMap().getItems().stream().map(KeyToPath::getPath).toList();
    }
    if (volume.getSecret() != null) {
      List<String> named = volume.getSecret().getItems().stream().map(KeyToPath::getPath).toList();
      return named.isEmpty() ? List.of("tls.crt", "tls.key") : named;
    }
    return List.of();
  }

  static List<EnvVar> variables(Pod pod) {
    return pod.containers().stream().flatMap(container -> container.getEnv().stream()).toList();
  }

  /** The variables of a pod, with invented values for those from Secrets. */
  static Map<String, String> environment(Pod pod) {
    Map<String, String> all = new HashMap<>();
    for (EnvVar variable : variables(pod)) {
      all.put(
          variable.getName(),
          variable.getValueFrom() == null
              ? variable.getValue()
              : "%s.%s"
                  .formatted(
                      variable.getValueFrom().getSecretKeyRef().getName(),
                      variable.getValueFrom().getSecretKeyRef().getKey()));
    }
    return all;
  }

  /** The commands that the kubelet would run as root in a pod's containers. */
  static List<ExecAction> commandsAsRoot(PodSpec pod) {
    PodSecurityContext security = pod.getSecurityContext();
    boolean another = security != null && Boolean.TRUE.equals(security.getRunAsNonRoot());
    return another
        ? List.of()
        : Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
            .flatMap(Pods::commands)
            .toList();
  }

  private static Stream<ExecAction> commands(Container container) {
    Stream<ExecAction> probes =
        Stream.of(
                container.getStartupProbe(),
                container.getLivenessProbe(),
                container.getReadinessProbe())
            .filter(Objects::nonNull)
            .map(Probe::getExec);
    Stream<ExecAction> lifecycle =
        Stream.ofNullable(container.getLifecycle())
            .flatMap(events -> Stream.of(events.getPostStart(), events.getPreStop()))
            .filter(Objects::nonNull)
            .map(LifecycleHandler::getExec);
    return Stream.concat(probes, lifecycle).filter(Objects::nonNull);
  }

  static boolean selects(Map<String, String> selector, Collection<Pod> pods) {
    return !selector.isEmpty()
        && pods.stream().anyMatch(pod -> pod.labels().entrySet().containsAll(selector.entrySet()));
  }
}
