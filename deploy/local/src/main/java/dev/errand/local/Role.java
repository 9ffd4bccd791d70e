package dev.errand.local;

/** What a part of the run is, in the order of their start; they stop in the reverse order. */
enum Role {
  POSTGRES,
  SIMULATOR,
  API,
  WORKER
}
