package dev.errand.api.console.page;

import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;

/**
 * Who looks at a page, and what it offers them; whether they may do it is decided again when they
 * do.
 *
 * @param signedIn whether they can sign out
 */
public record Visitor(
    String name,
    String tenant,
    boolean reads,
    boolean submits,
    boolean seesContent,
    boolean manages,
    boolean administers,
    boolean signedIn) {

  static Visitor of(Caller caller, boolean signedIn) {
    return new Visitor(
        caller.name(),
        caller.tenant(),
        caller.may(Right.READ),
        caller.may(Right.SUBMIT),
        caller.may(Right.CONTENT),
        caller.may(Right.MANAGE),
        caller.may(Right.ADMIN),
        signedIn);
  }
}
