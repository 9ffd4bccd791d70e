package dev.errand.simulator;

import dev.errand.simulator.fault.OpenAiError;
import dev.errand.simulator.fault.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** A request's body of at most 16 MiB. */
final class BoundedBody {

  private static final int LIMIT = 16 * 1024 * 1024;

  private final Promise<Buffer> read = Promise.promise();
  private Buffer content = Buffer.buffer();
  private boolean tooLarge;

  private BoundedBody() {}

  static Future<Buffer> of(HttpServerRequest request) {
    BoundedBody body = new BoundedBody();
    request.handler(body::add).endHandler(end -> body.finish());
    return body.read.future();
  }

  /**
   * Continues to read beyond the limit: many clients do not read a response before they have sent
   * everything.
   */
  private void add(Buffer chunk) {
    tooLarge = tooLarge || content.length() + chunk.length() > LIMIT;
    if (tooLarge) {
      content = Buffer.buffer();
    } else {
      content.appendBuffer(chunk);
    }
  }

  private void finish() {
    if (tooLarge) {
      read.fail(new RefusedException(OpenAiError.tooLarge(LIMIT)));
    } else {
      read.complete(content);
    }
  }
}
