package dev.errand.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jboss.logging.Logger;

/** A hint on the wire: {@code {"lane":"…","job":"…"}}. Fields of later versions are ignored. */
@ApplicationScoped
class HintJson {

  private static final Logger LOG = Logger.getLogger(HintJson.class);

  private final ObjectWriter writer;
  private final ObjectReader reader;

  @Inject
  HintJson(ObjectMapper mapper) {
    this.writer = mapper.writerFor(Hint.class);
    this.reader =
        mapper.readerFor(Hint.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  String write(Hint hint) {
    try {
      return writer.writeValueAsString(hint);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The hint, or empty where the text is none, which is logged. */
  Optional<Hint> read(String text) {
    try {
      Hint hint = reader.readValue(text);
      return Optional.ofNullable(hint);
    } catch (JsonProcessingException e) {
      LOG.warnf("a message is no hint (%s); dropping it", e.getOriginalMessage());
      return Optional.empty();
    }
  }
}
