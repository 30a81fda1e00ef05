package dev.nave.backplane.redis;

/** How much of a certificate is checked, as Lettuce's URIs call it. */
public enum VerifyPeer {
  /** Nothing: every party in between can read and change all data. For trying things out. */
  NONE,
  /** It must come from a trusted authority. */
  CA,
  /** It must also be made out to the host connected to, or to {@code sslHost}. */
  FULL
}
