package dev.errand.faults;

import dev.errand.client.Submission;
import dev.errand.faults.Load.Answer;
import dev.errand.rig.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Injects a fault while clients keep submitting, and checks their responses. */
final class UnderLoad {

  private static final int PER_SECOND = 40;
  private static final Duration BEFORE = Duration.ofSeconds(2);
  private static final Duration AFTER = Duration.ofSeconds(2);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);
  private static final Duration RETURN = Duration.ofSeconds(15);
  private static final List<Integer> TRUE_ANSWERS = List.of(200, 202, 429, 503);

  private final World world;
  private final Load load;
  private final Watch watch;
  private int cases;

  UnderLoad(World world, Load load) {
    this.world = world;
    this.load = load;
    this.watch = new Watch(world, load);
  }

  /** Runs a fault to its end, and the jobs submitted meanwhile to theirs. */
  CaseResult run(Fault fault) {
    int answersBefore = load.answers().size();
    SteadyLoad clients =
        new SteadyLoad(
            load,
            "load-" + ++cases,
            PER_SECOND,
            (_, prompt) -> Submission.prompt("sim-latency-200ms", prompt));
    Waiting.pause(BEFORE);
    fault.strike();
    Waiting.pause(fault.lasts());
    fault.heal();
    Instant end = Instant.now();
    List<String> more = new ArrayList<>();
    if (world.hasRabbit() && !Waiting.holdsWithin(RETURN, this::isConsuming)) {
      more.add("the worker does not consume " + RETURN + " after the fault's end");
    }
    Waiting.pause(AFTER);
    List<String> prompts = clients.stop();
    CaseResult result = watch.settle(fault.name(), fault.victim(), prompts, end);
    more.addAll(result.violations());
    more.addAll(wrong(load.answers().stream().skip(answersBefore).toList()));
    return result.with(more);
  }

  private boolean isConsuming() {
    String queue = World.QUEUE_PREFIX + "default";
    return world.rabbit().access().on(queue, channel -> channel.consumerCount(queue)).orElse(0L)
        > 0;
  }

  /** A client's responses, or their absence. */
  private static List<String> wrong(Collection<Answer> answers) {
    List<String> wrong = new ArrayList<>();
    for (Answer answer : answers) {
      boolean refused = answer.status() == 429 || answer.status() == 503;
      if (!TRUE_ANSWERS.contains(answer.status())) {
        wrong.add("a submission was answered with " + answer);
      } else if (refused && !answer.retryAfter()) {
        wrong.add("a refusal without Retry-After: " + answer);
      }
      if (answer.took().compareTo(LONGEST_ANSWER) > 0) {
        wrong.add("an answer after " + answer.took());
      }
    }
    return wrong.stream().distinct().limit(10).toList();
  }
}
