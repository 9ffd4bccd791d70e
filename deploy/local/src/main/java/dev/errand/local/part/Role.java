package dev.errand.local.part;

/** The role of a part, in the order of their start; they stop in the reverse order. */
public enum Role {
  POSTGRES,
  SIMULATOR,
  API,
  WORKER,
  DEMO
}
