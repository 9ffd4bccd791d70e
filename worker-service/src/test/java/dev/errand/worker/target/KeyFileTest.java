package dev.errand.worker.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.worker.config.TestedConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

  private static final String SETTING = "errand.providers.p.api-key-file";

  @TempDir Path folder;

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);

  @ParameterizedTest
  @ValueSource(strings = {"k-1", "k-1\n", "k-1\r\n", "\n  k-1 \n\n", "\uFEFFk-1\n", "k-1\nk-1\n"})
  void oneLineIsTheKeyWhateverSurroundsIt(String content) throws IOException {
    Files.writeString(folder.resolve("key"), content);

    assertEquals(List.of(new ApiKey("k-1")), file().keys());
  }

  @Test
  void severalLinesAreSeveralKeys() throws IOException {
    Files.writeString(folder.resolve("key"), "k-1\nk-2\n\nk-3");

    assertEquals(List.of(new ApiKey("k-1"), new ApiKey("k-2"), new ApiKey("k-3")), file().keys());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", " \r\n\t\n"})
  void anEmptyFileEndsTheStart(String content) throws IOException {
    Files.writeString(folder.resolve("key"), content);

    assertTrue(refusal().contains("is empty; write the key into it"), this::refusal);
  }

  @Test
  void aMissingFileEndsTheStart() {
    assertTrue(refusal().endsWith("can't be read (there is no such file)"), this::refusal);
  }

  @Test
  void aBinaryFilePreventsTheStartAndIsNotShown() throws IOException {
    Files.write(folder.resolve("key"), new byte[] {'s', 'e', 'c', 'r', 'e', 't', (byte) 0xff});

    assertFalse(refusal().contains("secret"), this::refusal);

    Files.writeString(folder.resolve("key"), "secret\u0007");
    assertTrue(refusal().contains("character 7 is a control character"), this::refusal);
    assertFalse(refusal().contains("secret"), this::refusal);
  }

  @Test
  void itIsReadAgainAfterTwoSeconds() throws IOException {
    Files.writeString(folder.resolve("key"), "k-1");
    KeyFile file = file();
    Files.writeString(folder.resolve("key"), "k-2");

    pass(Duration.ofMillis(1999));
    assertEquals(List.of(new ApiKey("k-1")), file.keys());
    pass(Duration.ofMillis(1));
    assertEquals(List.of(new ApiKey("k-2")), file.keys());
  }

  @Test
  void itIsReadAgainImmediatelyOnRequest() throws IOException {
    Files.writeString(folder.resolve("key"), "k-1");
    KeyFile file = file();
    Files.writeString(folder.resolve("key"), "k-2");

    assertEquals(List.of(new ApiKey("k-2")), file.reread());
    assertEquals(List.of(new ApiKey("k-2")), file.keys());
  }

  /** Like the kubelet: the file is a link through a link to a folder, which is replaced. */
  @Test
  void aSecretThatKubernetesReplacesIsReadEvenWithAnOlderTimeStamp() throws IOException {
    Path first = Files.createDirectory(folder.resolve("..2026_01"));
    Path second = Files.createDirectory(folder.resolve("..2026_02"));
    Files.writeString(first.resolve("key"), "k-1");
    Files.writeString(second.resolve("key"), "k-2");
    Files.setLastModifiedTime(
        second.resolve("key"), Files.getLastModifiedTime(first.resolve("key")));
    Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
    Files.createSymbolicLink(folder.resolve("key"), Path.of("..data", "key"));
    KeyFile file = file();
    assertEquals(List.of(new ApiKey("k-1")), file.keys());

    Files.createSymbolicLink(folder.resolve("..data_tmp"), second.getFileName());
    Files.move(
        folder.resolve("..data_tmp"),
        folder.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    pass(Duration.ofSeconds(2));

    assertEquals(List.of(new ApiKey("k-2")), file.keys());
  }

  @Test
  void aLaterUnusableFileKeepsTheLastKeysAndIsLoggedOnce() throws IOException {
    Files.writeString(folder.resolve("key"), "secret-1");
    KeyFile file = file();
    List<String> logged = Collections.synchronizedList(new ArrayList<>());
    Handler handler = recorder(logged);
    Logger log = Logger.getLogger(KeyFile.class.getName());
    log.addHandler(handler);
    try {
      Files.delete(folder.resolve("key"));
      for (String broken : new String[] {null, "", "secret\u0007\n", ""}) {
        if (broken != null) {
          Files.writeString(folder.resolve("key"), broken);
        }
        pass(Duration.ofSeconds(2));
        assertEquals(List.of(new ApiKey("secret-1")), file.keys());
      }
      assertEquals(1, logged.stream().filter(it -> it.startsWith("event=keys_not_read ")).count());

      Files.writeString(folder.resolve("key"), "secret-2");
      assertEquals(List.of(new ApiKey("secret-2")), file.reread());
      Files.delete(folder.resolve("key"));
      assertEquals(List.of(new ApiKey("secret-2")), file.reread());
    } finally {
      log.removeHandler(handler);
    }
    assertEquals(2, logged.stream().filter(it -> it.startsWith("event=keys_not_read ")).count());
    assertEquals(1, logged.stream().filter(it -> it.startsWith("event=keys_changed ")).count());
    assertFalse(logged.toString().contains("secret"), logged::toString);
  }

  @Test
  void twoSourcesOfKeysEndTheStart() throws IOException {
    Files.writeString(folder.resolve("key"), "k-1");
    TestedConfig both =
        new TestedConfig(
            "http://localhost/v1",
            Map.of("errand.providers.p.api-key", "k-2", SETTING, folder.resolve("key").toString()));

    String message =
        assertThrows(
                ConfigurationException.class, () -> KeySource.of("p", both.provider(), nanos::get))
            .getMessage();

    assertTrue(message.contains("api-key-file are both set: keep one"), message);
  }

  @Test
  void keysBetweenCommasAreSeveral() {
    TestedConfig config =
        new TestedConfig(
            "http://localhost/v1", Map.of("errand.providers.p.api-key", "k-1, k-2,,k-1"));

    assertEquals(
        List.of(new ApiKey("k-1"), new ApiKey("k-2")),
        KeySource.of("p", config.provider(), nanos::get).keys());
  }

  private KeyFile file() {
    return new KeyFile(folder.resolve("key").toString(), SETTING, nanos::get);
  }

  private String refusal() {
    String message = assertThrows(ConfigurationException.class, this::file).getMessage();
    assertTrue(message.startsWith(SETTING), message);
    return message;
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static Handler recorder(List<String> logged) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        logged.add(
            line.getParameters() == null
                ? line.getMessage()
                : String.format(line.getMessage(), line.getParameters()));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
