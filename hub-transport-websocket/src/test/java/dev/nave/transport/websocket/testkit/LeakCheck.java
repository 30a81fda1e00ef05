package dev.nave.transport.websocket.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves a buffer unreleased. Relies on {@code
 * -Dio.netty.leakDetection.level=paranoid}, and on a buffer leaked on purpose to know when the
 * garbage collector has been through.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

  @Override
  public void beforeAll(ExtensionContext context) {
    ByteBufUtil.setLeakListener((resource, records) -> LEAKS.add(resource + records));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    // The same leak twice is reported once.
    String canary = "leaked on purpose: " + NUMBERS.incrementAndGet();
    leakOnPurpose(canary);
    Awaitility.await()
        .until(
            () -> {
              System.gc();
              ByteBufAllocator.DEFAULT.directBuffer(1).release(); // Makes the detector look.
              return LEAKS.stream().anyMatch(leak -> leak.contains(canary));
            });
    assertThat(LEAKS).allMatch(leak -> leak.contains("leaked on purpose"));
  }

  private static void leakOnPurpose(String hint) {
    ByteBuf canary = ByteBufAllocator.DEFAULT.directBuffer(1);
    canary.touch(hint);
  }
}
