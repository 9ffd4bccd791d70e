package dev.errand.cli.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The user's profiles, in {@code ~/.config/errand/config.toml}. */
public final class ConfigFile {

  public static final String URL = "url";
  public static final String KEY = "key";
  public static final String KEY_FILE = "key_file";

  /** The settings of a profile. */
  public static final List<String> SETTINGS = List.of(URL, KEY, KEY_FILE);

  private static final TomlMapper TOML = TomlMapper.builder().build();
  private static final String SELECTED = "profile";
  private static final String PROFILES = "profiles";
  private static final String DEFAULT = "default";

  private final Path file;
  private final ObjectNode content;

  private ConfigFile(Path file, ObjectNode content) {
    this.file = file;
    this.content = content;
  }

  /**
   * Reads the file; without one, there is nothing configured.
   *
   * @throws WrongUsageException if it is not TOML, or others may read it
   */
  public static ConfigFile read(Path file) {
    if (!Files.exists(file)) {
      return new ConfigFile(file, TOML.createObjectNode());
    }
    try {
      if (PrivateFiles.isOpenToOthers(file)) {
        throw new WrongUsageException(
            "others can read %s, which may hold a key; run: chmod 600 %s".formatted(file, file));
      }
      return new ConfigFile(file, content(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode content(Path file) throws IOException {
    try {
      return TOML.readTree(Files.readString(file)) instanceof ObjectNode object
          ? object
          : TOML.createObjectNode();
    } catch (JsonProcessingException e) {
      throw new WrongUsageException(
          "%s is not valid TOML: %s".formatted(file, e.getOriginalMessage()));
    }
  }

  /** The name of the profile that is used if none is asked for. */
  public String selected() {
    return content.path(SELECTED).asText(DEFAULT);
  }

  /** The names of all profiles. */
  public List<String> profiles() {
    return content.path(PROFILES).propertyStream().map(each -> each.getKey()).sorted().toList();
  }

  /** A setting of a profile. */
  public Optional<String> setting(String profile, String name) {
    JsonNode value = content.path(PROFILES).path(profile).path(name);
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  /** Changes a setting of a profile, which is created if it does not exist. */
  public void set(String profile, String name, String value) {
    ObjectNode profiles = child(content, PROFILES);
    child(profiles, profile).put(name, value);
    save();
  }

  /** Selects the profile that is used if none is asked for. */
  public void select(String profile) {
    content.put(SELECTED, profile);
    save();
  }

  private static ObjectNode child(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode there ? there : parent.putObject(name);
  }

  private void save() {
    try {
      PrivateFiles.write(file, TOML.writeValueAsString(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
