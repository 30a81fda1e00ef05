package dev.nave.hub.internal.reconnect;

import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.SequenceMessage;

/**
 * The counted messages that were received from one client. Finds those that are sent again on a new
 * link, and knows which number to acknowledge.
 *
 * <p>A counted message counts in any case, also if its arguments do not bind or its call is
 * unknown, because its sender cannot know that. Source: the reference server's MessageBuffer, which
 * in this loses count of stream items that do not bind; here they count.
 *
 * <p><b>Threading.</b> Owned by the connection's loop.
 */
final class ReceivedMessages {
  /** Acknowledgements are at least so far apart. Source: as above; clients do the same. */
  private static final long ACK_INTERVAL_NANOS = 1_000_000_000L;

  private long next = 1;
  private long latest;
  private boolean awaitsSequence;
  private boolean isAckPending;
  private boolean ackMissed;
  private long ackedAt;

  ReceivedMessages(long now) {
    ackedAt = now;
  }

  /** Returns whether a message is to be dealt with; one that is not counted always is. */
  boolean isNew(HubMessage message) {
    if (!message.isCounted()) {
      return true;
    }
    if (awaitsSequence) {
      return false; // Its number is not known, so it does not count either.
    }
    long number = next++;
    if (number <= latest) {
      return false;
    }
    isAckPending = true;
    latest = number;
    return true;
  }

  /** There is a new link, on which the client says first where it goes on. */
  void awaitSequence() {
    awaitsSequence = true;
  }

  /**
   * The client goes on with that message.
   *
   * @throws SequenceGapException if messages would be missing before it
   */
  void goOnAt(SequenceMessage sequence) {
    // Not next: on a link that was cut, only some of what comes again may have come, while the
    // client was told that all of it was here.
    if (sequence.sequenceId() > latest + 1) {
      throw new SequenceGapException();
    }
    next = sequence.sequenceId();
    awaitsSequence = false;
    ackMissed = next <= latest; // What acknowledged these messages went under with its link.
    isAckPending |= ackMissed;
  }

  /** Returns whether the client had not got all Acks when it last said where it goes on. */
  boolean isAckMissed() {
    return ackMissed;
  }

  /** Returns whether to send an Ack. */
  boolean isAckDue(long now) {
    return isAckPending && now - ackedAt >= ACK_INTERVAL_NANOS;
  }

  /** Returns the number to acknowledge, and counts that as done. */
  long acknowledge(long now) {
    isAckPending = false;
    ackedAt = now;
    return latest;
  }
}
