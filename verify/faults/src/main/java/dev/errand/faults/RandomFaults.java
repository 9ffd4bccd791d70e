package dev.errand.faults;

import dev.errand.rig.wire.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** Draws faults. */
final class RandomFaults {

  private static final String WORKER = "worker";

  private final World world;
  private final Random random;

  RandomFaults(World world, Random random) {
    this.world = world;
    this.random = random;
  }

  /** Any fault. */
  Fault next() {
    List<Fault> all = all();
    return all.get(random.nextInt(all.size()));
  }

  /** A fault with another victim; empty if the draw finds none. */
  Optional<Fault> nextBeside(Fault other) {
    Fault drawn = next();
    boolean apart =
        !drawn.victim().contains(other.victim()) && !other.victim().contains(drawn.victim());
    return apart ? Optional.of(drawn) : Optional.empty();
  }

  private List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    for (Part part : Part.values()) {
      if (part != Part.RABBITMQ || world.hasRabbit()) {
        all.add(killed(part));
      }
    }
    all.add(stalled("stalled", between(2, 10)));
    all.add(stalled("stalled for longer than its lease", between(35, 45)));
    all.add(
        new Fault(
            "SIGTERM, and started again",
            WORKER,
            Duration.ZERO,
            this::drain,
            () -> world.start(Part.WORKER)));
    all.add(
        new Fault(
            "SIGKILL of the other worker",
            "other worker",
            between(0, 5),
            world.otherWorker()::kill,
            world.otherWorker()::start));
    all.addAll(ways("Postgres", World.Network::postgres));
    TcpProxy provider = world.workerNetwork().provider();
    String way = "worker to provider";
    all.add(Fault.momentary("connections cut", way, provider::cut));
    all.add(new Fault("refused", way, between(1, 10), provider::refuse, provider::restore));
    all.add(new Fault("blackhole", way, between(3, 20), provider::freeze, provider::restore));
    if (world.hasRabbit()) {
      all.addAll(ways("RabbitMQ", World.Network::rabbit));
      all.addAll(queueFaults());
    }
    return all;
  }

  private Fault killed(Part part) {
    return new Fault(
        "SIGKILL", part.text(), between(0, 8), () -> world.kill(part), () -> world.start(part));
  }

  private Fault stalled(String name, Duration time) {
    return new Fault(name, WORKER, time, world.worker()::freeze, world.worker()::thaw);
  }

  private void drain() {
    world.worker().terminate();
  }

  private List<Fault> ways(String server, Function<World.Network, TcpProxy> way) {
    TcpProxy ofApi = way.apply(world.apiNetwork());
    TcpProxy ofWorker = way.apply(world.workerNetwork());
    return List.of(
        Fault.momentary("connections cut", "API to " + server, ofApi::cut),
        Fault.momentary("connections cut", "worker to " + server, ofWorker::cut),
        new Fault("blackhole", "API to " + server, between(3, 20), ofApi::freeze, ofApi::restore),
        new Fault(
            "blackhole",
            "worker to " + server,
            between(3, 40),
            ofWorker::freeze,
            ofWorker::restore));
  }

  private List<Fault> queueFaults() {
    String queue = World.QUEUE_PREFIX + "default";
    return List.of(
        Fault.momentary(
            "queue purged",
            "RabbitMQ",
            () -> world.rabbit().access().on(queue, channel -> channel.queuePurge(queue))),
        Fault.momentary(
            "queue deleted",
            "RabbitMQ",
            () -> world.rabbit().access().on(queue, channel -> channel.queueDelete(queue))),
        Fault.momentary(
            "half of the hints dropped, the others tenfold and shuffled",
            "RabbitMQ",
            () ->
                world
                    .rabbit()
                    .access()
                    .on(queue, channel -> HintMischief.play(channel, queue, random))),
        new Fault(
            "memory alarm",
            "RabbitMQ",
            between(3, 10),
            world.rabbit()::raiseMemoryAlarm,
            world.rabbit()::clearMemoryAlarm));
  }

  private Duration between(int least, int most) {
    return Duration.ofSeconds(random.nextLong(least, most + 1));
  }
}
