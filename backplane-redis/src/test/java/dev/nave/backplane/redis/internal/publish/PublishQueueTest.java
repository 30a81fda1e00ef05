package dev.nave.backplane.redis.internal.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.internal.lettuce.PubSubKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class PublishQueueTest {
  private static final PubSubKind KIND = new PubSubKind(false, true, "probe");

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final PublishTotals totals = new PublishTotals();
  private final Owner owner = new Owner();
  private final IOException cable = new IOException("the cable was pulled");

  private static final class Owner implements PublishQueue.Owner {
    final List<Throwable> stalled = new ArrayList<>();
    int moved;
    int failures;

    @Override
    public void publishingStalled(Throwable cause) {
      if (failures > 0) {
        failures--;
        throw new IllegalStateException("thrown by a test");
      }
      stalled.add(cause);
    }

    @Override
    public void moved() {
      moved++;
    }
  }

  private PublishQueue queue(RedisOptions options) {
    return new PublishQueue(options, KIND, "redis:6379", channel, owner, totals);
  }

  @CanIgnoreReturnValue
  private static CompletableFuture<Receipt> publish(PublishQueue queue, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return queue.publish("chat", "chat".getBytes(UTF_8), Envelope.of(bytes));
  }

  /** Returns what was handed to the connection and not looked at yet. */
  private List<PublishCommand> written() {
    channel.runPendingTasks();
    List<PublishCommand> commands = new ArrayList<>();
    for (Object next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      for (Object each : (List<?>) next) {
        commands.add((PublishCommand) each);
      }
    }
    return commands;
  }

  @CanIgnoreReturnValue
  private static String encoded(PublishCommand command) {
    ByteBuf buffer = Unpooled.buffer();
    command.encode(buffer);
    String text = buffer.toString(UTF_8);
    buffer.release();
    return text;
  }

  private void end(PublishQueue queue, RefusalReason reason) {
    queue.stop(reason, cable);
    queue.settle();
    channel.runPendingTasks();
  }

  private static Throwable failure(CompletableFuture<?> stage) {
    assertThat(stage).isCompletedExceptionally();
    try {
      stage.join();
      throw new AssertionError("completed");
    } catch (CompletionException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }

  private static RefusalReason refusal(CompletableFuture<?> stage) {
    assertThat(failure(stage)).isInstanceOf(BackplaneUnavailableException.class);
    return ((BackplaneUnavailableException) failure(stage)).reason();
  }

  @Test
  void writesWhatWaitsInOrderAndTogether() {
    PublishQueue queue = queue(RedisOptions.builder().build());
    publish(queue, "1");
    publish(queue, "2");
    channel.runPendingTasks();

    List<PublishCommand> batch = channel.readOutbound();

    assertThat(batch)
        .extracting(PublishQueueTest::encoded)
        .containsExactly(opened("1"), opened("2"));
    assertThat(channel.<Object>readOutbound()).isNull();
  }

  private static String opened(String body) {
    return "*3\r\n$7\r\nPUBLISH\r\n$4\r\nchat\r\n$1\r\n" + body + "\r\n";
  }

  @Test
  void completesWithTheNumberThatRedisAnswers() {
    CompletableFuture<Receipt> sent = publish(queue(RedisOptions.builder().build()), "hello");
    PublishCommand command = written().get(0);
    encoded(command);

    command.getOutput().set(3);
    command.complete();

    assertThat(sent).isCompletedWithValue(Receipt.of(3));
  }

  @Test
  void refusesWhatWasNotEncodedWhenTheConnectionIsGivenUp() {
    PublishQueue queue = queue(RedisOptions.builder().build());
    CompletableFuture<Receipt> written = publish(queue, "written, not encoded");
    assertThat(written()).hasSize(1);
    CompletableFuture<Receipt> waiting = publish(queue, "still in the queue");

    end(queue, RefusalReason.UNAVAILABLE);

    assertThat(refusal(written)).isEqualTo(RefusalReason.UNAVAILABLE);
    assertThat(refusal(waiting)).isEqualTo(RefusalReason.UNAVAILABLE);
    assertThat(totals.now().refused()).isEqualTo(2);
  }

  @Test
  void doesNotKnowWhatBecameOfWhatWasEncoded() {
    PublishQueue queue = queue(RedisOptions.builder().build());
    CompletableFuture<Receipt> sent = publish(queue, "encoded");
    encoded(written().get(0));

    end(queue, RefusalReason.UNAVAILABLE);

    assertThat(failure(sent)).isInstanceOf(BackplaneTimeoutException.class).hasCause(cable);
    assertThat(totals.now().unknown()).isEqualTo(1);
  }

  @Test
  void judgesACancelledCommandByWhetherItWasEncodedToo() {
    PublishQueue queue = queue(RedisOptions.builder().build());
    CompletableFuture<Receipt> first = publish(queue, "encoded");
    CompletableFuture<Receipt> second = publish(queue, "not encoded");
    List<PublishCommand> commands = written();
    encoded(commands.get(0));

    commands.forEach(PublishCommand::cancel);
    assertThat(owner.stalled).isNotEmpty();
    end(queue, RefusalReason.UNAVAILABLE);

    assertThat(failure(first)).isInstanceOf(BackplaneTimeoutException.class);
    assertThat(refusal(second)).isEqualTo(RefusalReason.UNAVAILABLE);
  }

  @Test
  void doesNotJudgeByTheTypeOfTheException() {
    PublishQueue queue = queue(RedisOptions.builder().build());
    CompletableFuture<Receipt> sent = publish(queue, "encoded");
    PublishCommand command = written().get(0);
    encoded(command);

    command.completeExceptionally(new IOException("Connection reset by peer"));
    end(queue, RefusalReason.UNAVAILABLE);

    assertThat(failure(sent)).isInstanceOf(BackplaneTimeoutException.class);
  }

  @Test
  void refusesAtOnceWhatComesAfterTheEnd() {
    PublishQueue queue = queue(RedisOptions.builder().build());
    end(queue, RefusalReason.CLOSED);

    assertThat(refusal(publish(queue, "late"))).isEqualTo(RefusalReason.CLOSED);
    assertThat(written()).isEmpty();
  }

  @Test
  void takesAnErrorOfRedisForARefusal() {
    PublishQueue queue = queue(RedisOptions.builder().build());
    CompletableFuture<Receipt> forbidden = publish(queue, "1");
    CompletableFuture<Receipt> moved = publish(queue, "2");
    CompletableFuture<Receipt> demoted = publish(queue, "3");
    List<PublishCommand> commands = written();
    commands.forEach(PublishQueueTest::encoded);

    commands.get(0).getOutput().setError(ByteBuffer.wrap("NOPERM no".getBytes(UTF_8)));
    commands.get(0).complete();
    commands.get(1).getOutput().setError(ByteBuffer.wrap("MOVED 1 a:1".getBytes(UTF_8)));
    commands.get(1).complete();
    assertThat(owner.moved).isEqualTo(1);
    commands.get(2).getOutput().setError(ByteBuffer.wrap("READONLY no".getBytes(UTF_8)));
    commands.get(2).complete();

    assertThat(refusal(forbidden)).isEqualTo(RefusalReason.REJECTED);
    assertThat(refusal(moved)).isEqualTo(RefusalReason.UNAVAILABLE);
    assertThat(refusal(demoted)).isEqualTo(RefusalReason.UNAVAILABLE);
    assertThat(owner.moved).isEqualTo(2);
  }

  @Test
  void refusesMorePublicationsThanMayBeInFlight() {
    PublishQueue queue = queue(RedisOptions.builder().maxPublishesInFlight(2).build());
    CompletableFuture<Receipt> first = publish(queue, "1");
    publish(queue, "2");

    assertThat(failure(publish(queue, "3")))
        .hasMessage(
            "cannot publish to \"chat\" at redis:6379: 2 publications wait for Redis, as many as"
                + " maxPublishesInFlight allows");
    PublishCommand answered = written().get(0);
    encoded(answered);
    answered.getOutput().set(1);
    answered.complete();

    assertThat(first).isCompleted();
    assertThat(publish(queue, "4")).isNotDone();
  }

  @Test
  void doesNotAskForTheBytesOfWhatItRefusesAnyway() {
    PublishQueue queue = queue(RedisOptions.builder().build());
    end(queue, RefusalReason.UNAVAILABLE);
    Envelope untouchable =
        () -> {
          throw new AssertionError("asked for bytes");
        };

    assertThat(refusal(queue.publish("chat", "chat".getBytes(UTF_8), untouchable)))
        .isEqualTo(RefusalReason.UNAVAILABLE);
  }

  @Test
  void refusesMoreBytesThanMayBeInFlight() {
    int limit = 2 * 1024 * 1024;
    PublishQueue queue =
        queue(
            RedisOptions.builder().maxEnvelopeBytes(limit).maxPublishBytesInFlight(limit).build());
    String half = "x".repeat(limit / 2 - "chat".length());

    assertThat(publish(queue, half)).isNotDone();
    assertThat(publish(queue, half)).isNotDone();

    assertThat(refusal(publish(queue, ""))).isEqualTo(RefusalReason.OVERLOADED);
  }

  @Test
  void refusesAnEnvelopeThatIsTooLarge() {
    int limit = 1024 * 1024;
    PublishQueue queue = queue(RedisOptions.builder().maxEnvelopeBytes(limit).build());

    assertThat(publish(queue, "x".repeat(limit))).isNotDone();
    assertThat(refusal(publish(queue, "x".repeat(limit + 1)))).isEqualTo(RefusalReason.TOO_LARGE);
  }

  @Test
  void refusesWhatWaitsTooLongBehindASlowConnection() {
    PublishQueue queue =
        queue(RedisOptions.builder().publishTimeout(Duration.ofMillis(50)).build());
    queue.start();
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    CompletableFuture<Receipt> waiting = publish(queue, "never written");

    runTicksUntil(waiting::isDone);

    assertThat(refusal(waiting)).isEqualTo(RefusalReason.OVERLOADED);
    assertThat(owner.stalled).isEmpty();
  }

  private void runTicksUntil(BooleanSupplier done) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!done.getAsBoolean() && System.nanoTime() < deadline) {
      channel.runScheduledPendingTasks();
    }
  }

  @Test
  void refusesAnEnvelopeWithoutBytes() {
    PublishQueue queue = queue(RedisOptions.builder().maxPublishesInFlight(1).build());

    for (int i = 0; i < 3; i++) { // It does not use up what may be in flight.
      assertThat(refusal(queue.publish("chat", new byte[0], new NoBytes())))
          .isEqualTo(RefusalReason.ENCODING_FAILED);
    }
  }

  private static final class NoBytes implements Envelope {
    @Override
    @SuppressWarnings("NullAway") // It breaks its contract.
    public byte[] bytes() {
      return null;
    }
  }

  @Test
  void refusesAnEnvelopeThatCannotBeEncoded() {
    IllegalStateException broken = new IllegalStateException("broken");
    Envelope envelope =
        () -> {
          throw broken;
        };
    CompletableFuture<Receipt> sent =
        queue(RedisOptions.builder().build()).publish("chat", new byte[0], envelope);

    assertThat(refusal(sent)).isEqualTo(RefusalReason.ENCODING_FAILED);
    assertThat(failure(sent)).hasCause(broken);
  }

  @Test
  void gaveUpWaitingForAnAnswerAfterThePublishTimeout() {
    PublishQueue queue =
        queue(RedisOptions.builder().publishTimeout(Duration.ofMillis(100)).build());
    queue.start();
    publish(queue, "never answered");
    encoded(written().get(0));

    runTicksUntil(() -> !owner.stalled.isEmpty());

    assertThat(owner.stalled)
        .first()
        .isInstanceOf(BackplaneTimeoutException.class)
        .hasToString(
            "dev.nave.backplane.BackplaneTimeoutException: no answer to a publication within 100"
                + " ms at redis:6379");
  }

  @Test
  void goesOnWatchingAfterAFailure() {
    PublishQueue queue = queue(RedisOptions.builder().publishTimeout(Duration.ofMillis(1)).build());
    queue.start();
    publish(queue, "unanswered");
    written().forEach(PublishQueueTest::encoded);
    owner.failures = 2;

    runTicksUntil(() -> !owner.stalled.isEmpty());

    assertThat(owner.failures).isZero();
  }
}
