package dev.nave.backplane.redis;

/** Version of the protocol that is spoken with Redis. */
public enum RespVersion {
  /** RESP3 where the server knows the command HELLO (Redis 6), else RESP2. */
  AUTO,
  /** The old one, which every server and proxy speaks. */
  RESP2,
  /** The new one; connecting fails where the server does not know it. */
  RESP3
}
