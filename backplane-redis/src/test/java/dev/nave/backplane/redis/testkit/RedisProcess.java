package dev.nave.backplane.redis.testkit;

/** A redis-server that runs somewhere. */
interface RedisProcess {
  boolean isAlive();

  /** Ends it as a power failure would, and waits for the end. Does nothing if it ended already. */
  void kill();

  /** Stops it where it is: its sockets stay open, and nothing is answered. */
  void freeze();

  /** Lets it go on. */
  void thaw();

  /** Returns what it wrote so far. */
  String log();
}
