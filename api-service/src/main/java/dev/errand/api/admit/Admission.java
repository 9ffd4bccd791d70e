package dev.errand.api.admit;

import dev.errand.api.admit.Backlogs.Place;
import dev.errand.api.admit.Decision.Allowed;
import dev.errand.api.admit.Decision.Denied;
import dev.errand.api.admit.Denial.TooManyQueued;
import dev.errand.api.admit.Denial.TooManyUploads;
import dev.errand.api.config.ApiConfig;
import dev.errand.api.submit.BatchLine;
import dev.errand.api.submit.Submission;
import dev.errand.api.submit.Submitter;
import dev.errand.database.OverloadedException;
import dev.errand.store.Acceptance;
import dev.errand.store.Acceptance.Accepted;
import dev.errand.store.batch.BatchPlans.Turn;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;

/**
 * Decides whether a caller may submit now. Every way to the submitter leads through it, so limits
 * of callers belong here.
 */
@ApplicationScoped
public class Admission {

  private final Submitter submitter;
  private final Backlogs backlogs;
  private final Semaphore uploads;

  @Inject
  Admission(Submitter submitter, Backlogs backlogs, ApiConfig config) {
    this.submitter = submitter;
    this.backlogs = backlogs;
    this.uploads = new Semaphore(config.bulk().uploads());
  }

  /**
   * Commits a submission if its caller may submit now.
   *
   * @throws dev.errand.database.DatabaseException if Postgres rejects it or does not confirm it in
   *     time
   */
  public Decision<Acceptance> submit(Caller caller, Submission submission) {
    return switch (place(caller, submission)) {
      case Denied<Place>(Denial denial) -> new Denied<>(denial);
      case Allowed<Place>(Place place) -> submit(caller, submission, place);
    };
  }

  /** Begins an upload if its caller may upload now. It must be closed. */
  public Decision<Upload> upload(Caller caller) {
    return uploads.tryAcquire()
        ? new Allowed<>(new Upload(this, submitter, caller, uploads::release))
        : new Denied<>(new TooManyUploads());
  }

  /**
   * Commits the next lines of a batch, as many of them as its caller has room for now. What the
   * lines ask for was permitted when the batch was validated.
   *
   * @return how many; empty if it was not, or is no more, the turn of these lines
   * @throws dev.errand.database.DatabaseException if Postgres rejects it or does not confirm it in
   *     time
   */
  public OptionalInt plan(Caller caller, Turn turn, List<BatchLine> lines) {
    List<Place> places = places(caller, lines.size());
    if (places.isEmpty()) {
      return OptionalInt.of(0);
    }
    // If it fails, it may have been committed nevertheless.
    boolean committed = true;
    try {
      committed = submitter.plan(caller, turn, lines.subList(0, places.size()));
      return committed ? OptionalInt.of(places.size()) : OptionalInt.empty();
    } finally {
      for (Place place : places) {
        place.settle(committed);
      }
    }
  }

  private List<Place> places(Caller caller, int most) {
    List<Place> places = new ArrayList<>(most);
    while (places.size() < most && backlogs.place(caller) instanceof Allowed<Place>(Place place)) {
      places.add(place);
    }
    return places;
  }

  /** Room for a submission's job, if the caller's limits permit it. */
  Decision<Place> place(Caller caller, Submission submission) {
    Optional<Denial> denial = Permissions.denial(caller.limits(), submission);
    if (denial.isPresent()) {
      return new Denied<>(denial.get());
    }
    try {
      return backlogs.place(caller);
    } catch (OverloadedException e) {
      return new Denied<>(new TooManyQueued());
    }
  }

  private Decision<Acceptance> submit(Caller caller, Submission submission, Place place) {
    // If it fails, it may have been committed nevertheless.
    boolean committed = true;
    try {
      Acceptance fate = submitter.submit(caller, submission);
      committed = fate instanceof Accepted;
      return new Allowed<>(fate);
    } catch (OverloadedException e) {
      committed = false;
      return new Denied<>(new TooManyQueued());
    } finally {
      place.settle(committed);
    }
  }
}
