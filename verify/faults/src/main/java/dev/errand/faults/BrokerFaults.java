package dev.errand.faults;

import dev.errand.rig.RabbitMqNode;
import dev.errand.rig.wire.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Faults of RabbitMQ and of the connections to it. */
final class BrokerFaults {

  private static final String QUEUE = World.QUEUE_PREFIX + "default";
  private static final Duration BLACKHOLE = Duration.ofSeconds(30);

  private BrokerFaults() {}

  static List<Fault> of(World world) {
    RabbitMqNode rabbit = world.rabbit();
    return List.of(
        Fault.momentary("RabbitMQ killed and started", "RabbitMQ", () -> restart(rabbit)),
        new Fault(
            "RabbitMQ away for 60 s",
            "RabbitMQ",
            Duration.ofSeconds(60),
            rabbit::kill,
            rabbit::start),
        Fault.momentary(
            "connections cut", "worker to RabbitMQ", world.workerNetwork().rabbit()::cut),
        Fault.momentary("connections cut", "API to RabbitMQ", world.apiNetwork().rabbit()::cut),
        blackhole("worker to RabbitMQ", world.workerNetwork().rabbit()),
        blackhole("API to RabbitMQ", world.apiNetwork().rabbit()),
        Fault.momentary(
            "queue purged",
            "RabbitMQ",
            () -> rabbit.access().on(QUEUE, channel -> channel.queuePurge(QUEUE))),
        Fault.momentary(
            "queue deleted",
            "RabbitMQ",
            () -> rabbit.access().on(QUEUE, channel -> channel.queueDelete(QUEUE))),
        Fault.momentary(
            "half of the hints dropped, the others tenfold and shuffled",
            "RabbitMQ",
            () ->
                rabbit
                    .access()
                    .on(QUEUE, channel -> HintMischief.play(channel, QUEUE, new Random(1)))),
        new Fault(
            "hints not delivered for 30 s",
            "worker to RabbitMQ",
            BLACKHOLE,
            world.workerNetwork().rabbit()::starve,
            world.workerNetwork().rabbit()::restore),
        new Fault(
            "memory alarm for 20 s",
            "RabbitMQ",
            Duration.ofSeconds(20),
            rabbit::raiseMemoryAlarm,
            rabbit::clearMemoryAlarm));
  }

  static Fault blackhole(String way, TcpProxy network) {
    return new Fault(
        "blackhole for " + BLACKHOLE.toSeconds() + " s",
        way,
        BLACKHOLE,
        network::freeze,
        network::restore);
  }

  private static void restart(RabbitMqNode rabbit) {
    rabbit.kill();
    rabbit.start();
  }
}
