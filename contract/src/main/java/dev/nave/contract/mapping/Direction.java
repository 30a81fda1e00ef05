package dev.nave.contract.mapping;

/** Which way values go: a type may have other properties when it is read. */
enum Direction {
  /** From the server to its clients. */
  WRITTEN,
  /** From clients to the server. */
  READ
}
