/**
 * The life of jobs in Postgres. Each move is one statement, guarded by the state it starts from
 * (and, if there is a lease, by its owner and attempt), and reports whether it won. The classes are
 * split by who moves: clients ({@link dev.errand.store.SubmitStore}, {@link
 * dev.errand.store.JobStore}), workers ({@link dev.errand.store.LeaseStore}), the dispatcher
 * ({@link dev.errand.store.DispatchStore}). The moves that end jobs share {@code Endings}, which
 * contains everything that is committed with an end; those of clients, of one job or of many, share
 * {@code ClientMoves}.
 */
@NullMarked
package dev.errand.store;

import org.jspecify.annotations.NullMarked;
