package dev.nave.backplane;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Carries envelopes between nodes on named topics. Knows topics and bytes; knows nothing of hubs or
 * users. One instance is one node's end of the medium.
 *
 * <p><b>Delivery.</b> At most once, to every node that is subscribed to the topic, the publisher
 * included. An envelope that was published while a node had no connection to the medium never
 * reaches that node: nothing is queued, nothing is sent later.
 *
 * <p><b>Order.</b> Envelopes of one publishing node on one topic arrive in the order in which it
 * called {@link #publish}; calls from several threads are in order when the caller puts them in
 * order, by a lock for example. Nothing is promised between topics. Whether all nodes see the
 * envelopes of several publishers in one order is up to the implementation.
 *
 * <p><b>Topics</b> are compared like {@link String#equals} and taken literally: {@code *}, {@code
 * [} and {@code :} mean nothing, the empty string is a topic. Every implementation carries topics
 * of up to {@value #SUPPORTED_TOPIC_BYTES} bytes in UTF-8 and envelopes of up to {@value
 * #SUPPORTED_ENVELOPE_BYTES} bytes; what is larger it may refuse. A medium that cannot carry a
 * string with an unpaired surrogate fails the call rather than confuse two topics.
 *
 * <p><b>Threads.</b> Every method may be called from any thread, also from within the listener, and
 * never waits for the medium or for another caller's work. Stages may complete on the calling
 * thread or on one of the backplane's, which may be an event loop; what depends on them must not
 * block. A caller that gives one to an application completes it on a thread of another kind.
 *
 * <p><b>Failures</b> come through the stages, as a {@link BackplaneException} where nothing else is
 * said, and not wrapped in another; only a null argument is thrown, as {@link
 * NullPointerException}.
 */
public interface Backplane extends AutoCloseable {
  /** Length of a topic, in bytes of UTF-8, that every implementation accepts. */
  int SUPPORTED_TOPIC_BYTES = 4096;

  /** Size of an envelope, in bytes, that every implementation accepts. */
  int SUPPORTED_ENVELOPE_BYTES = 1024 * 1024;

  /**
   * Joins the other nodes; to be called once, before anything else.
   *
   * <p>The stage completes when the node is up: when publishing and receiving both work. While an
   * implementation still tries, the stage is pending, {@link #health} tells why, {@link #publish}
   * is refused and {@link #subscribe} is remembered; how long to wait is the caller's decision. A
   * failed stage means that the implementation gave up; all that is left then is {@link #close}.
   *
   * <p>A second call fails with {@link IllegalStateException}; a call after {@link #close} with
   * {@link BackplaneUnavailableException}.
   *
   * @param listener receives envelopes and the state of the connection, from now until {@link
   *     #close}
   */
  CompletionStage<Void> start(BackplaneListener listener);

  /**
   * Hands an envelope to the medium.
   *
   * <p>The stage completes when the medium accepted the envelope, not when other nodes received it.
   * It fails in one of two ways, so that each publication can be settled:
   *
   * <ul>
   *   <li>{@link BackplaneUnavailableException}: it certainly was not sent and never will be. When
   *       the node is known to be down, the returned stage has already failed.
   *   <li>{@link BackplaneTimeoutException}: the outcome is unknown; it may have been sent.
   * </ul>
   *
   * <p>An exception out of {@link Envelope#bytes} is the cause of a refusal for {@link
   * RefusalReason#ENCODING_FAILED}.
   */
  CompletionStage<Receipt> publish(String topic, Envelope envelope);

  /**
   * Subscribes to a topic, to get its envelopes.
   *
   * <p>The stage completes when the medium confirmed the subscription: what any node publishes
   * afterwards is delivered to this one. What was accepted before this call is not, unless an
   * implementation whose medium is several servers says otherwise.
   *
   * <p>A subscription outlives disconnects: the implementation makes it anew after each of them and
   * tries again what was not confirmed, so an unconfirmed one leaves the stage pending, not failed.
   * Calls are not counted: to subscribe twice is to subscribe once. The stage fails with {@link
   * java.util.concurrent.CancellationException} if {@link #unsubscribe} is called before it was
   * confirmed, and with {@link BackplaneUnavailableException} before {@link #start} and after
   * {@link #close}.
   */
  CompletionStage<Void> subscribe(String topic);

  /**
   * Ends the subscription to a topic, however often {@link #subscribe} was called.
   *
   * <p>The stage completes when the medium confirmed it: what is published afterwards is not
   * delivered to this node; what was published before, but not delivered yet, may still be, and is
   * if its {@link Receipt} counts this node. It completes at once if there is no subscription or if
   * the node is down, and without effect if {@link #subscribe} was called again meanwhile. It fails
   * like that of {@link #subscribe} before {@link #start} and after {@link #close}.
   */
  CompletionStage<Void> unsubscribe(String topic);

  /**
   * Returns the state of this node's connection, as known now; it sends nothing, so it is cheap.
   */
  BackplaneHealth health();

  /**
   * Whether all nodes live in this process and envelopes pass between them as objects.
   *
   * <p>If so, receivers get the very {@link Envelope} that was published and {@link Envelope#bytes}
   * is not called, so a publisher may put off its encoding; and {@link #publish} delivers on the
   * publisher's thread, before it returns, unless that topic is being delivered already, on this
   * thread or another; then its stage completes after the delivery. If not, as by default, a
   * backplane that needs the bytes asks for them before {@link #publish} returns.
   */
  default boolean inProcess() {
    return false;
  }

  /**
   * Returns the options that differ from their defaults, {@code name=value, name=value}, for the
   * log of the start. Secrets are masked. Empty, as by default, if none does or there are none.
   */
  default String changedOptions() {
    return "";
  }

  /**
   * Returns what this backplane can do beyond carrying envelopes, if it can.
   *
   * @param type the interface of the wanted capability
   */
  default <T> Optional<T> capability(Class<T> type) {
    return Optional.empty();
  }

  /**
   * Leaves the other nodes and frees what the node holds. Further calls do nothing.
   *
   * <p>Pending stages fail: with {@link BackplaneUnavailableException} for {@link
   * RefusalReason#CLOSED}, or with {@link BackplaneTimeoutException} where a publication may have
   * been sent. After the return no call of the listener begins; one may be under way. The listener
   * is not told.
   */
  @Override
  void close();
}
