package dev.errand.local;

/** The role of a part, in the order of their start; they stop in the reverse order. */
enum Role {
  POSTGRES,
  SIMULATOR,
  API,
  WORKER
}
