package dev.nave.backplane.redis.internal.publish;

import dev.nave.backplane.Receipt;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One publication on its way. It notes when it is encoded: until then it certainly was not sent,
 * whatever the type of a later exception, and afterwards only an answer tells.
 *
 * <p><b>Threading.</b> Encoded and answered on the loop of its connection.
 */
final class PublishCommand extends Command<byte[], byte[], Long> {
  private final PublishQueue queue;
  private final CompletableFuture<Receipt> outcome = new CompletableFuture<>();
  private final String topic;
  private final int bytes;
  private final long offeredNanos = System.nanoTime();
  private final boolean probe;

  /** 0 until it is encoded. */
  private volatile long encodedNanos;

  /** Loop only. */
  private boolean settled;

  /**
   * Creates a command.
   *
   * @param probe whether it is the backplane's own, and not counted
   */
  PublishCommand(
      PublishQueue queue,
      CommandType type,
      String topic,
      byte[] channel,
      byte[] body,
      boolean probe) {
    super(
        type,
        new IntegerOutput<>(ByteArrayCodec.INSTANCE),
        new CommandArgs<>(ByteArrayCodec.INSTANCE).add(channel).add(body));
    this.queue = queue;
    this.topic = topic;
    this.probe = probe;
    this.bytes = channel.length + body.length;
  }

  CompletableFuture<Receipt> outcome() {
    return outcome;
  }

  String topic() {
    return topic;
  }

  int bytes() {
    return bytes;
  }

  boolean isEncoded() {
    return encodedNanos != 0;
  }

  boolean isProbe() {
    return probe;
  }

  /** Returns since when it waits, for an answer or, before it is encoded, to be sent. */
  long waitingSinceNanos() {
    long encoded = encodedNanos;
    return encoded != 0 ? encoded : offeredNanos;
  }

  /** Loop only. Returns whether this is the first call. */
  boolean settle() {
    boolean first = !settled;
    settled = true;
    return first;
  }

  /** Loop only. */
  boolean isSettled() {
    return settled;
  }

  @Override
  public void encode(ByteBuf buffer) {
    long now = System.nanoTime();
    encodedNanos = now != 0 ? now : 1;
    super.encode(buffer);
  }

  @Override
  public void complete() {
    super.complete();
    queue.answered(this, null);
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    boolean completed = super.completeExceptionally(failure);
    queue.answered(this, failure);
    return completed;
  }

  @Override
  public void cancel() {
    super.cancel();
    queue.answered(this, new CancellationException("cancelled by Lettuce"));
  }

  /** Returns what Redis answered instead of a number; null if it accepted the publication. */
  @Nullable String refusal() {
    return getOutput().hasError() ? getOutput().getError() : null;
  }
}
