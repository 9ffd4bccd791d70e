package dev.errand.broker.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import dev.errand.telemetry.LogLine;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * The channel that delivered messages to the consumer with this tag. Acknowledgements must use this
 * channel: on the next connection's channel, the delivery numbers belong to other messages or to
 * none, and the broker would close it.
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
