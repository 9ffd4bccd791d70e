package dev.errand.api.uploads;

import dev.errand.api.access.LongRequest;
import dev.errand.api.config.OpenAiConfig;
import dev.errand.api.files.Forms;
import dev.errand.api.files.Intake;
import dev.errand.api.files.Multipart;
import dev.errand.api.files.Multipart.Part;
import dev.errand.api.files.Shelf;
import dev.errand.api.files.SizeLimit;
import dev.errand.api.problem.ProblemException;
import dev.errand.store.files.GoneFileException;
import dev.errand.store.files.PartedUpload;
import dev.errand.store.files.UploadPartStore;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Receives parts of uploads. */
@ApplicationScoped
class UploadParts {

  /** The only field of a part's form. */
  private static final String DATA = "data";

  private final Forms forms;
  private final Shelf shelf;
  private final UploadPartStore parts;
  private final SizeLimit limit;

  @Inject
  UploadParts(Forms forms, Shelf shelf, UploadPartStore parts, OpenAiConfig config) {
    this.forms = forms;
    this.shelf = shelf;
    this.parts = parts;
    this.limit = new SizeLimit("a part", config.uploads().partLimit().asLongValue());
  }

  /** A request with a part. */
  record PartRequest(Caller caller, HttpHeaders headers, InputStream body, LongRequest access) {}

  /**
   * Stores a part while its body arrives. If that fails, nothing of it is left.
   *
   * @throws ProblemException if it is not accepted
   */
  PartView receive(PartRequest request, PartedUpload upload) {
    return forms.receive(
        request.headers(), request.body(), limit, form -> receive(request, upload, form));
  }

  private PartView receive(PartRequest request, PartedUpload upload, Multipart form)
      throws IOException {
    Part data = form.next().orElseThrow(() -> missing());
    if (!data.name().equals(DATA)) {
      throw ProblemException.invalid(
          data.name().replace("\0", ""), "unknown field; supported: " + DATA);
    }
    Caller caller = request.caller();
    UUID content =
        parts.begin(caller, upload.id()).orElseThrow(() -> UploadProblems.ended(upload.id()));
    Intake intake = new Intake(caller, request.access(), shelf, limit, content);
    Optional<Instant> completed = Optional.empty();
    try {
      intake.store(data.content());
      requireNoMore(form);
      intake.requireRoomStill();
      completed = parts.complete(caller, content, intake.bytes());
      return PartView.of(
          content, upload.id(), completed.orElseThrow(() -> UploadProblems.ended(upload.id())));
    } catch (GoneFileException _) {
      throw UploadProblems.ended(upload.id());
    } finally {
      if (completed.isEmpty()) {
        intake.abandon();
      }
    }
  }

  private static void requireNoMore(Multipart form) throws IOException {
    if (form.next().isPresent()) {
      throw ProblemException.invalid(DATA, "must be the only field of the form");
    }
  }

  private static ProblemException missing() {
    return ProblemException.invalid(DATA, "is missing; send a part with this name");
  }
}
