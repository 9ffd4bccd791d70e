package dev.errand.faults;

import java.io.IOException;
import java.util.function.Consumer;

/** Strikes parts at the moments of work that is not a job's own. */
record Matrices(Consumer<CaseResult> results) {

  void administration(World.Options options) throws IOException, InterruptedException {
    try (World world = new World(options)) {
      AccessMatrix matrix = new AccessMatrix(world);
      for (AccessMatrix.Moment moment : AccessMatrix.Moment.values()) {
        results.accept(matrix.kill(moment, Part.API));
        results.accept(matrix.kill(moment, Part.POSTGRES));
      }
    }
  }

  void batches(World.Options options) throws IOException, InterruptedException {
    try (World world = new World(options)) {
      BatchMatrix matrix = new BatchMatrix(world);
      for (BatchMatrix.Moment moment : BatchMatrix.Moment.values()) {
        for (Part victim : Part.values()) {
          if (victim != Part.RABBITMQ || world.hasRabbit()) {
            results.accept(matrix.kill(moment, victim));
          }
        }
      }
    }
  }

  void operations(World.Options options) throws IOException, InterruptedException {
    try (World world = new World(options)) {
      OperationMatrix matrix = new OperationMatrix(world, new Load(world.api().uri()));
      for (OperationMatrix.Moment moment : OperationMatrix.Moment.values()) {
        results.accept(matrix.kill(moment, Part.API));
        results.accept(matrix.kill(moment, Part.POSTGRES));
      }
    }
  }

  void folds(World.Options options) throws IOException, InterruptedException {
    try (World world = new World(options)) {
      UsageMatrix matrix = new UsageMatrix(world, new Load(world.api().uri()));
      for (UsageMatrix.Moment moment : UsageMatrix.Moment.values()) {
        results.accept(matrix.kill(moment, Part.API));
        results.accept(matrix.kill(moment, Part.POSTGRES));
      }
    }
  }
}
