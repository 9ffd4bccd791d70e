package dev.errand.broker;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * The channel on which messages came to the consumer with that tag. Acknowledgements go to it and
 * to no other: numbers of deliveries mean something else, or nothing, on the next connection's
 * channel, which the broker would close.
 */
record ConsumedChannel(Channel channel, String tag) {

  private static final Logger LOG = Logger.getLogger(ConsumedChannel.class);
  private static final boolean ONLY_THIS = false;

  void acknowledge(long delivery) {
    try {
      channel.basicAck(delivery, ONLY_THIS);
    } catch (IOException | ShutdownSignalException e) {
      LOG.debugf("a hint was acknowledged too late (%s); it comes again and finds no job", e);
    }
  }
}
