package dev.errand.api.files;

import dev.errand.api.config.OpenAiConfig;
import dev.errand.store.files.FileQueries;
import dev.errand.store.files.FileRecordStore;
import dev.errand.store.files.FileStore;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;

/** Where files go, and how much of a tenant's has room there. */
@ApplicationScoped
public class Shelf {

  private final FileRecordStore records;
  private final FileQueries queries;
  private final FileStore files;
  private final String store;
  private final long tenantLimit;

  @Inject
  Shelf(FileRecordStore records, FileQueries queries, FileStore files, OpenAiConfig config) {
    this.records = records;
    this.queries = queries;
    this.files = files;
    this.store = config.files().store().name().toLowerCase(Locale.ROOT);
    this.tenantLimit =
        config.files().tenantLimit().map(MemorySize::asLongValue).orElse(Long.MAX_VALUE);
  }

  FileRecordStore records() {
    return records;
  }

  public FileQueries queries() {
    return queries;
  }

  FileStore files() {
    return files;
  }

  /** The name of the store that new files go to. */
  public String store() {
    return store;
  }

  /** Maximum bytes of all files of a tenant. */
  long tenantLimit() {
    return tenantLimit;
  }
}
