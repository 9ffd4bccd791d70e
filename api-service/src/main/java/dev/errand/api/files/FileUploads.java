package dev.errand.api.files;

import dev.errand.api.access.LongRequest;
import dev.errand.api.config.OpenAiConfig;
import dev.errand.api.problem.ProblemException;
import dev.errand.store.files.StoredFile;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import java.time.Clock;

/** Receives files. */
@ApplicationScoped
class FileUploads {

  private final Forms forms;
  private final Shelf shelf;
  private final Clock clock;
  private final SizeLimit limit;

  @Inject
  FileUploads(Forms forms, Shelf shelf, Clock clock, OpenAiConfig config) {
    this.forms = forms;
    this.shelf = shelf;
    this.clock = clock;
    this.limit = new SizeLimit("a file", config.files().limit().asLongValue());
  }

  /**
   * Stores the file of a request while its body arrives. If that fails, nothing of it is left.
   *
   * @throws ProblemException if it is not accepted
   */
  StoredFile receive(Caller caller, HttpHeaders headers, InputStream body, LongRequest request) {
    Intakes intakes = content -> new Intake(caller, request, shelf, limit, content);
    FileUpload upload = new FileUpload(caller, shelf, intakes, clock);
    return forms.receive(headers, body, limit, upload::receive);
  }
}
