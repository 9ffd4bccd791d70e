package dev.errand.faults;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Drops every second queued hint, and puts the others back tenfold and shuffled. */
public final class HintMischief {

  private static final int COPIES = 10;

  private HintMischief() {}

  /** Does it, and returns how many messages there were. */
  public static int play(Channel channel, String queue, Random random) throws IOException {
    List<GetResponse> found = new ArrayList<>();
    GetResponse next = channel.basicGet(queue, true);
    while (next != null) {
      found.add(next);
      next = channel.basicGet(queue, true);
    }
    Collections.shuffle(found, random);
    List<GetResponse> copies = new ArrayList<>();
    for (GetResponse hint : found.subList(0, found.size() / 2)) {
      copies.addAll(Collections.nCopies(COPIES, hint));
    }
    Collections.shuffle(copies, random);
    for (GetResponse hint : copies) {
      channel.basicPublish("", queue, hint.getProps(), hint.getBody());
    }
    return found.size();
  }
}
