package dev.nave.conformance.differential;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The clients of a program while it is played on one server or farm, and the lock they share. */
final class Play implements AutoCloseable {
  private final Object lock = new Object();
  private final Names names;
  private final long patienceNanos;
  private final Map<String, HubClient> clients = new LinkedHashMap<>();

  /**
   * Creates a play without clients.
   *
   * @param patienceMillis how long it waits for what must come
   */
  Play(Names names, long patienceMillis) {
    this.names = names;
    patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
  }

  Object lock() {
    return lock;
  }

  Names names() {
    return names;
  }

  void add(HubClient client) {
    synchronized (lock) {
      clients.put(client.member().name(), client);
    }
  }

  HubClient client(String name) {
    synchronized (lock) {
      HubClient client = clients.get(name);
      if (client == null) {
        throw new IllegalArgumentException("no client " + name);
      }
      return client;
    }
  }

  /** Returns all clients, by their names. */
  Map<String, HubClient> clients() {
    return clients;
  }

  /** Waits until something is so; the condition is asked under the lock. */
  boolean await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + patienceNanos;
    synchronized (lock) {
      while (!condition.getAsBoolean()) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        try {
          lock.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Answers a question of the server's as its text says behind the colon; a client that receives
   * runs this.
   */
  void answer(HubClient asked, String invocationId, Event question) {
    String text = question.key();
    String how = text.substring(text.lastIndexOf(':') + 1);
    switch (how) {
      case "result" -> asked.complete(invocationId, ",\"result\":\"because\"");
      case "number" -> asked.complete(invocationId, ",\"result\":7");
      case "null" -> asked.complete(invocationId, ",\"result\":null");
      case "error" -> asked.complete(invocationId, ",\"error\":\"no idea\"");
      case "nothing" -> asked.complete(invocationId, "");
      case "twice" -> {
        asked.complete(invocationId, ",\"result\":\"because\"");
        asked.complete(invocationId, ",\"result\":\"again\"");
      }
      case "silent" -> {}
      default -> {
        HubClient forger = client(how.replace("forged-", ""));
        forger.complete(invocationId, ",\"result\":\"forged\"");
        await(forger::hasEnded);
        asked.complete(invocationId, ",\"result\":\"because\"");
      }
    }
  }

  @Override
  public void close() {
    clients.values().forEach(HubClient::close);
  }
}
