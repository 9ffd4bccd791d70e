/**
 * The life of jobs in Postgres. Each move is one statement, guarded by the state it starts from
 * (and, where there is a lease, by its owner and attempt), and says whether it won. Three classes
 * hold them, by who moves: clients ({@link dev.errand.store.SubmitStore}, {@link
 * dev.errand.store.JobStore}), workers ({@link dev.errand.store.LeaseStore}), the dispatcher
 * ({@link dev.errand.store.DispatchStore}). Those that end jobs share {@code Endings}, which holds
 * what is committed with every end.
 */
package dev.errand.store;
