package dev.errand.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.errand.telemetry.LogLine;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A hint on the wire: {@code {"lane":"…","job":"…","jobs":3}} in UTF-8. Without {@code jobs}, as
 * sent by earlier versions, it stands for one job. A traced one has {@code trace}. Fields of later
 * versions are ignored.
 */
@ApplicationScoped
public class HintJson {

  private static final Logger LOG = Logger.getLogger(HintJson.class);

  private final ObjectWriter writer;
  private final ObjectReader reader;

  /** A received message: any number of jobs, 0 if it has none. */
  @RegisterForReflection
  private record Message(String lane, UUID job, long jobs, @Nullable String trace) {
    Message {
      Objects.requireNonNull(lane, "lane");
      Objects.requireNonNull(job, "job");
    }

    Hint hint() {
      return new Hint(lane, job, Math.clamp(jobs, 1, Hint.MOST_JOBS), trace);
    }
  }

  @Inject
  public HintJson(ObjectMapper mapper) {
    this.writer = mapper.writerFor(Hint.class);
    this.reader =
        mapper.readerFor(Message.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  public byte[] write(Hint hint) {
    try {
      return writer.writeValueAsBytes(hint);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The hint, or empty if the bytes are not one, which is logged. */
  public Optional<Hint> read(byte[] bytes) {
    try {
      Message message = reader.readValue(bytes);
      return Optional.ofNullable(message).map(Message::hint);
    } catch (JsonProcessingException e) {
      LOG.warn(
          LogLine.event("hint_unreadable")
              .with("error", e.getOriginalMessage())
              .next("the message is dropped"));
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }
}
