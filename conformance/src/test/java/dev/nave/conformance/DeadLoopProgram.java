package dev.nave.conformance;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The conformance server, one of whose event loops ends when it reads a byte: what a lack of memory
 * does at a moment of its own choice.
 */
final class DeadLoopProgram {
  private DeadLoopProgram() {}

  /** Takes the arguments of the server. */
  public static void main(String[] arguments) {
    ConformanceServer.run(arguments, DeadLoopProgram::endALoopWhenTold);
  }

  private static void endALoopWhenTold(ConformanceServer server) {
    try {
      if (System.in.read() < 0) {
        return;
      }
      CompletableFuture<?> started =
          (CompletableFuture<?>) fieldOf(server.port().transport(), "started");
      Object threads = fieldOf(started.join(), "threads");
      EventLoopGroup loops = (EventLoopGroup) fieldOf(threads, "loops");
      var unusedEnd = loops.next().shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object fieldOf(Object owner, String name) {
    try {
      Field field = owner.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
