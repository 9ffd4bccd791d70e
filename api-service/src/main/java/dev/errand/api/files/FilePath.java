package dev.errand.api.files;

import dev.errand.store.files.FileId;
import dev.errand.store.files.FileQueries;
import dev.errand.store.files.StoredFile;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** The file that a path names. */
@ApplicationScoped
class FilePath {

  private final FileQueries queries;

  @Inject
  FilePath(FileQueries queries) {
    this.queries = queries;
  }

  /** The id in a path; what is none is the id of no file. */
  static UUID id(String id) {
    return FileId.parse(id).orElseThrow(() -> FileProblems.unknown(id));
  }

  StoredFile file(Caller caller, String id) {
    return queries.find(caller, id(id)).orElseThrow(() -> FileProblems.unknown(id));
  }
}
