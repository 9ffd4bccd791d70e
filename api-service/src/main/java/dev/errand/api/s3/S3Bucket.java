package dev.errand.api.s3;

import dev.errand.store.files.FileStoreException;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * The requests to a bucket. Where the server is away or refuses, they throw {@link
 * FileStoreException}.
 */
final class S3Bucket {

  private static final String TYPE = "application/octet-stream";

  private final S3Client client;
  private final String bucket;
  private final S3Outage outage;

  S3Bucket(S3Client client, String bucket) {
    this.client = client;
    this.bucket = bucket;
    this.outage = new S3Outage(bucket);
  }

  /**
   * Looks whether the bucket may be used: does what erasing does first, which needs the rarest of
   * the permissions. An answer to HEAD would not have a reason.
   */
  void check() {
    uploads("check");
  }

  S3Outage outage() {
    return outage;
  }

  /** Stores a whole object. */
  void put(String key, byte[] bytes, int length) {
    ask(
        () ->
            client.putObject(
                request -> request.bucket(bucket).key(key).contentType(TYPE), body(bytes, length)));
  }

  /** Begins an object in parts; returns the upload's id. */
  String begin(String key) {
    return ask(
        () ->
            client
                .createMultipartUpload(request -> request.bucket(bucket).key(key).contentType(TYPE))
                .uploadId());
  }

  /**
   * Stores a part of an upload.
   *
   * @param number from 1
   * @return its tag; empty if the upload was aborted
   */
  Optional<String> part(String key, String upload, int number, byte[] bytes, int length) {
    return unlessGone(
        () ->
            client
                .uploadPart(
                    request -> request.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                    body(bytes, length))
                .eTag());
  }

  /**
   * Makes a whole object a part of an upload, in the server.
   *
   * @param number from 1
   * @return its tag; empty if the upload was aborted, or the object is not there
   */
  Optional<String> copy(String from, String key, String upload, int number) {
    return unlessGone(
        () ->
            client
                .uploadPartCopy(
                    request ->
                        request
                            .sourceBucket(bucket)
                            .sourceKey(from)
                            .destinationBucket(bucket)
                            .destinationKey(key)
                            .uploadId(upload)
                            .partNumber(number))
                .copyPartResult()
                .eTag());
  }

  /**
   * Makes the parts an object.
   *
   * @return false if the upload was aborted
   */
  boolean complete(String key, String upload, List<String> tags) {
    List<CompletedPart> parts =
        IntStream.range(0, tags.size())
            .mapToObj(i -> CompletedPart.builder().partNumber(i + 1).eTag(tags.get(i)).build())
            .toList();
    return unlessGone(
                () ->
                    client.completeMultipartUpload(
                        request ->
                            request
                                .bucket(bucket)
                                .key(key)
                                .uploadId(upload)
                                .multipartUpload(all -> all.parts(parts))))
            .isPresent()
        // The upload is gone as well if it was completed by a try whose answer was lost.
        || exists(key);
  }

  private boolean exists(String key) {
    return unlessGone(() -> client.headObject(request -> request.bucket(bucket).key(key)))
        .isPresent();
  }

  /**
   * Begins to read an object.
   *
   * @param from the first byte, from 0
   * @return empty if there is no such byte
   */
  Optional<ResponseInputStream<GetObjectResponse>> open(String key, long from) {
    GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(bucket).key(key);
    if (from > 0) {
      request.range("bytes=%d-".formatted(from));
    }
    return unlessGone(() -> client.getObject(request.build()));
  }

  /** Erases an object, and what is left of uploads of it. */
  void erase(String key) {
    for (MultipartUpload upload : uploads(key)) {
      unlessGone(
          () ->
              client.abortMultipartUpload(
                  request -> request.bucket(bucket).key(key).uploadId(upload.uploadId())));
    }
    ask(() -> client.deleteObject(request -> request.bucket(bucket).key(key)));
  }

  private List<MultipartUpload> uploads(String key) {
    return ask(() -> client.listMultipartUploads(request -> request.bucket(bucket).prefix(key)))
        .uploads();
  }

  void close() {
    client.close();
  }

  private <T> T ask(Supplier<T> request) {
    try {
      T answer = request.get();
      outage.isOver();
      return answer;
    } catch (SdkException e) {
      throw outage.because(e);
    }
  }

  /** Empty if the object, the upload, its part or the byte that a request is about is not there. */
  private <T> Optional<T> unlessGone(Supplier<T> request) {
    return ask(
        () -> {
          try {
            return Optional.of(request.get());
          } catch (AwsServiceException e) {
            if (isGone(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** The answer to HEAD has no error code. */
  private static boolean isGone(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    return e.statusCode() == 416
        || e.statusCode() == 404 && !"NoSuchBucket".equals(code)
        || "InvalidPart".equals(code);
  }

  /** Without a copy; a try that fails reads it again from its beginning. */
  private static RequestBody body(byte[] bytes, int length) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, 0, length), length, TYPE);
  }
}
