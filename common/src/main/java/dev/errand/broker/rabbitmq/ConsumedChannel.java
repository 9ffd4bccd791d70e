package dev.errand.broker.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import dev.errand.telemetry.LogLine;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * The channel on which messages came to the consumer with that tag. Acknowledgements go to it and
 * to no other: numbers of deliveries mean something else, or nothing, on the next connection's
 * channel, which the broker would close.
 */
record ConsumedChannel(Channel channel, String tag, Acknowledgements acknowledgements) {

  private static final Logger LOG = Logger.getLogger(ConsumedChannel.class);

  ConsumedChannel(Channel channel, String tag) {
    this(channel, tag, new Acknowledgements((number, all) -> acknowledge(channel, number, all)));
  }

  private static void acknowledge(Channel channel, long number, boolean andAllBefore) {
    try {
      channel.basicAck(number, andAllBefore);
    } catch (IOException | ShutdownSignalException e) {
      LOG.debug(
          LogLine.event("hints_acknowledged_late")
              .with("error", e)
              .next("they are redelivered and find no job"));
    }
  }
}
