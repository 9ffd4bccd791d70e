package dev.errand.api.uploads;

import dev.errand.api.openai.Transfers;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.api.uploads.UploadRequests.Completion;
import dev.errand.job.JobId;
import dev.errand.store.files.FileStore;
import dev.errand.store.files.FileStore.Piece;
import dev.errand.store.files.FileStoreException;
import dev.errand.store.files.GoneFileException;
import dev.errand.store.files.PartedUpload;
import dev.errand.store.files.PartedUpload.State;
import dev.errand.store.files.UploadId;
import dev.errand.store.files.UploadPartStore;
import dev.errand.store.files.UploadStore;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes uploads files. If it is interrupted, the client's next request goes on with it. */
@ApplicationScoped
class UploadCompletion {

  private static final int BUFFER = 64 * 1024;

  private final UploadStore uploads;
  private final UploadPartStore parts;
  private final FileStore files;
  private final Transfers transfers;
  private final Clock clock;

  @Inject
  UploadCompletion(
      UploadStore uploads,
      UploadPartStore parts,
      FileStore files,
      Transfers transfers,
      Clock clock) {
    this.uploads = uploads;
    this.parts = parts;
    this.files = files;
    this.transfers = transfers;
    this.clock = clock;
  }

  /**
   * Completes an upload, unless it is cancelled at the same moment.
   *
   * @throws ProblemException if the upload has ended, or its parts are not what they should be
   */
  void complete(Caller caller, PartedUpload upload, Completion completion) {
    List<Piece> pieces = pieces(caller, upload, completion.parts());
    try (Transfers.Transfer _ = transfers.begin()) {
      if (upload.state() == State.PENDING && completion.md5().isPresent()) {
        check(pieces, completion.md5().get());
      }
      if (!uploads.join(caller, upload.id(), completion.parts())) {
        throw UploadProblems.ended(upload.id());
      }
      files.join(pieces, upload.id());
    } catch (GoneFileException e) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE, "the parts could not be joined: " + e.getMessage());
    } catch (IOException e) {
      // The message is for the operator.
      throw new FileStoreException("the parts could not be joined: " + e.getMessage(), e);
    }
    uploads.complete(caller, upload.id(), JobId.next(clock));
  }

  private List<Piece> pieces(Caller caller, PartedUpload upload, List<UUID> order) {
    Map<UUID, Long> sizes = parts.list(caller, upload.id());
    List<Piece> pieces = order.stream().map(part -> piece(part, sizes.get(part))).toList();
    long bytes = pieces.stream().mapToLong(Piece::bytes).sum();
    if (bytes != upload.bytes()) {
      throw ProblemException.invalid(
          UploadRequests.PART_IDS,
          "these parts have %d bytes, but the upload was begun for %d"
              .formatted(bytes, upload.bytes()));
    }
    return pieces;
  }

  private static Piece piece(UUID part, @Nullable Long bytes) {
    if (bytes == null) {
      throw ProblemException.invalid(
          UploadRequests.PART_IDS,
          "the upload has no complete part %s".formatted(UploadId.PART.text(part)));
    }
    return new Piece(part, bytes);
  }

  private void check(List<Piece> pieces, String expected) throws IOException {
    MessageDigest md5 = md5();
    byte[] buffer = new byte[BUFFER];
    for (Piece piece : pieces) {
      try (InputStream in = files.read(piece.content(), 0)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          md5.update(buffer, 0, read);
        }
      }
    }
    String actual = HexFormat.of().formatHex(md5.digest());
    if (!actual.equalsIgnoreCase(expected)) {
      throw ProblemException.invalid(
          UploadRequests.MD5, "the parts in this order have the MD5 sum %s".formatted(actual));
    }
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
