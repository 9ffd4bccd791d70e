package dev.errand.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The resources of processes, from Linux' /proc (proc(5)); on other systems everything is zero, and
 * shown as zero.
 */
public final class Meter {

  private static final long MILLIS_PER_TICK = 10;
  private static final long BYTES_PER_KB = 1024;

  private Meter() {}

  /** A process' CPU time so far, including its ended children, in milliseconds. */
  public static long cpuMillis(long pid) {
    return read(Path.of("/proc", Long.toString(pid), "stat"))
        .map(Meter::ticks)
        .map(ticks -> ticks * MILLIS_PER_TICK)
        .orElse(0L);
  }

  /** The same, including all its living descendants. */
  public static long treeCpuMillis(long pid) {
    Stream<ProcessHandle> below =
        ProcessHandle.of(pid).map(ProcessHandle::descendants).orElseGet(Stream::empty);
    return cpuMillis(pid) + below.mapToLong(process -> cpuMillis(process.pid())).sum();
  }

  /** Memory that a process holds now, in bytes. */
  public static long residentBytes(long pid) {
    return status(pid, "VmRSS:");
  }

  /** The peak memory of a process, in bytes. */
  public static long peakResidentBytes(long pid) {
    return status(pid, "VmHWM:");
  }

  /** The processes with this command name. */
  public static List<Long> named(String command) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(
            pid ->
                read(Path.of("/proc", Long.toString(pid), "comm"))
                    .filter(name -> name.strip().equals(command))
                    .isPresent())
        .toList();
  }

  /** User and system time of the process and of its reaped children: fields 14 to 17. */
  private static long ticks(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Stream.of(11, 12, 13, 14).mapToLong(i -> Long.parseLong(fields[i])).sum();
  }

  private static long status(long pid, String field) {
    return read(Path.of("/proc", Long.toString(pid), "status")).stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KB)
        .findFirst()
        .orElse(0);
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException _) {
      return Optional.empty(); // no such process any more, or no Linux
    }
  }
}
