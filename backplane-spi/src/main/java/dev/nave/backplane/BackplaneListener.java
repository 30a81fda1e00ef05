package dev.nave.backplane;

/**
 * Receives what a {@link Backplane} has for its node.
 *
 * <p><b>Threads.</b> Calls come on the backplane's threads or, from a backplane that is {@linkplain
 * Backplane#inProcess in process}, on the thread that publishes. They must not block: envelopes
 * behind them wait. They may call the backplane.
 *
 * <p><b>Failures.</b> What a call throws is logged and has no other effect: neither other nodes nor
 * later calls suffer.
 */
public interface BackplaneListener {
  /**
   * Takes an envelope that was published on a topic to which this node is subscribed.
   *
   * <p>Calls for one topic never overlap and are in publish order for each publishing node; calls
   * for different topics may overlap. Between {@link BackplaneEvent.Disconnected} and {@link
   * BackplaneEvent.Restored} single envelopes may still arrive.
   *
   * @param topic the topic as the publisher named it
   * @param envelope shared with other receivers; its bytes must not be modified
   */
  void envelope(String topic, Envelope envelope);

  /**
   * Takes note of an envelope that came on a topic to which this node is subscribed, and that the
   * backplane does not hand over: it is larger than its bound. In order with {@link #envelope}.
   *
   * @param topic the topic as the publisher named it
   * @param reason for an operator: how large it is, and which option has which bound
   */
  default void tooLarge(String topic, String reason) {}

  /**
   * Takes what has come in one piece: runs {@code calls}, which make calls of {@link #envelope} and
   * {@link #tooLarge}, once, on this thread and before it returns. A listener that wakes other
   * threads for envelopes can so wake them once for all, behind the last one.
   *
   * <p>A backplane that reads several envelopes at a time should hand them over so; a single one it
   * may hand over by itself.
   */
  default void together(Runnable calls) {
    calls.run();
  }

  /**
   * Takes note of how long a message of this node's backplane to itself took, through the medium
   * and back. Comes every few seconds while the node is up, from a backplane that sends such
   * messages; one with several links to its medium tells it for each of them.
   *
   * @param nanos the time from the publication to the return, in nanoseconds
   */
  default void roundTrip(long nanos) {}

  /**
   * Takes news of the connection to the medium. Events come one at a time, in the order in which
   * things happened; they may overlap with {@link #envelope}.
   */
  void event(BackplaneEvent event);

  /**
   * Returns a listener that passes every call on and logs what is thrown, as a backplane must. For
   * implementers; cheap.
   */
  static BackplaneListener shielded(BackplaneListener listener) {
    return new ShieldedListener(listener);
  }
}
