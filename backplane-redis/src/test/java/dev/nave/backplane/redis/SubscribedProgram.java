package dev.nave.backplane.redis;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import java.util.concurrent.TimeUnit;

/** A program that prints what comes on one topic. For tests that bound its memory. */
final class SubscribedProgram implements BackplaneListener {
  private SubscribedProgram() {}

  /** Takes a connection string. Ends with its input. */
  public static void main(String[] arguments) throws Exception {
    try (Backplane backplane = RedisBackplane.create(arguments[0])) {
      backplane.start(new SubscribedProgram()).toCompletableFuture().get(60, TimeUnit.SECONDS);
      backplane.subscribe("hub:all").toCompletableFuture().get(60, TimeUnit.SECONDS);
      System.out.println("subscribed");
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void envelope(String topic, Envelope envelope) {
    System.out.println(topic + ": " + envelope.bytes().length + " bytes");
  }

  @Override
  public void tooLarge(String topic, String reason) {
    System.out.println(topic + ": " + reason);
  }

  @Override
  public void event(BackplaneEvent event) {
    System.out.println(event);
  }
}
