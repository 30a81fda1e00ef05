package dev.nave.hub.internal.nodes;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.TopicText;
import dev.nave.hub.internal.envelope.RequestCodec;
import dev.nave.hub.internal.envelope.RequestCodec.Answer;
import dev.nave.hub.internal.envelope.RequestCodec.Request;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.stages.Outcomes;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all nodes of ours to do something with connections; each answers with how many it has found.
 * This node obeys its own request when it comes back, so that what was sent before arrives before.
 *
 * <p><b>Threading.</b> Any thread; never blocks. Stages complete on the executor.
 *
 * @param <R> what is asked for
 */
public final class NodeRequests<R> {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final Nodes nodes;
  private final String requests;
  private final UnaryOperator<String> answersOf;
  private final String answers;
  private final RequestCodec<R> codec;
  private final Function<R, CompletableFuture<Integer>> here;
  private final AtomicInteger lastId = new AtomicInteger();
  private final ConcurrentMap<Integer, AnswerCount> awaited = new ConcurrentHashMap<>();

  /**
   * The nodes of one hub.
   *
   * @param nodeId names this node among all
   * @param others gives the ids of the other nodes that live, as far as is known; asked where the
   *     backplane does not know how many nodes it reaches
   * @param timeout how long answers are awaited
   * @param option what the time-out is called
   * @param executor where stages complete
   */
  public record Nodes(
      String nodeId,
      Backplane backplane,
      Supplier<Set<String>> others,
      Duration timeout,
      String option,
      Executor executor) {
    /** Returns the same nodes, whose answers are awaited that long. */
    public Nodes within(Duration other, String otherOption) {
      return new Nodes(nodeId, backplane, others, other, otherOption, executor);
    }
  }

  /**
   * Creates requests of one kind.
   *
   * @param requests the topic of the requests
   * @param answersOf gives the topic of the answers to a node
   * @param here does what is asked for with the connections of this node; the stage never fails
   */
  public NodeRequests(
      Nodes nodes,
      String requests,
      UnaryOperator<String> answersOf,
      RequestCodec<R> codec,
      Function<R, CompletableFuture<Integer>> here) {
    this.nodes = nodes;
    this.requests = requests;
    this.answersOf = answersOf;
    answers = answersOf.apply(nodes.nodeId());
    this.codec = codec;
    this.here = here;
  }

  /** Subscribes to what other nodes ask of this one and answer it. The stage never fails. */
  public CompletableFuture<Void> start(Subscriptions subscriptions) {
    return CompletableFuture.allOf(
        subscriptions.subscribe(requests), subscriptions.subscribe(answers));
  }

  /**
   * Asks all nodes.
   *
   * @param most how many connections it concerns at most; answers with more are wrong
   * @return how many connections they have found. If it fails, this node has done its part
   */
  public CompletableFuture<Integer> ask(R asked, int most) {
    Request<R> request = new Request<>(lastId.incrementAndGet(), nodes.nodeId(), asked);
    AnswerCount count = new AnswerCount(most);
    awaited.put(request.id(), count);
    var unusedFuture =
        nodes
            .backplane()
            .publish(requests, Envelope.of(codec.write(request)))
            .whenComplete(
                (receipt, failure) -> {
                  if (failure != null) {
                    count.fail(failure);
                  } else {
                    count.expect(
                        receipt
                            .receivers()
                            .orElseGet(() -> 1 + (long) nodes.others().get().size()));
                  }
                });
    CompletableFuture<Integer> outcome =
        count
            .all()
            .orTimeout(nodes.timeout().toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete((found, failure) -> awaited.remove(request.id()))
            .exceptionallyCompose(failure -> failed(asked, count, Outcomes.cause(failure)));
    return Outcomes.on(nodes.executor(), outcome);
  }

  /** The request has not come back, perhaps: this node does its part all the same. */
  private CompletableFuture<Integer> failed(R asked, AnswerCount count, Throwable failure) {
    return here.apply(asked)
        .thenCompose(
            found ->
                CompletableFuture.failedFuture(
                    failure instanceof TimeoutException
                        ? new BackplaneTimeoutException(
                            count.describe(found)
                                + " within "
                                + nodes.option()
                                + ", which is "
                                + nodes.timeout(),
                            failure)
                        : failure));
  }

  /**
   * Takes an envelope if it is a request or an answer.
   *
   * @return whether it was
   * @throws IOException if it cannot be decoded
   */
  public boolean received(String topic, Envelope envelope) throws IOException {
    if (topic.equals(requests)) {
      Request<R> request = codec.read(envelope.bytes());
      try {
        var unusedFuture = here.apply(request.asked()).thenAccept(found -> answer(request, found));
      } catch (IllegalArgumentException e) {
        throw new IOException("a request has a name that is none", e);
      }
      return true;
    }
    if (topic.equals(answers)) {
      answered(RequestCodec.readAnswer(envelope.bytes()));
      return true;
    }
    return false;
  }

  private void answer(Request<R> request, int found) {
    Answer answer = new Answer(request.id(), nodes.nodeId(), found);
    if (request.nodeId().equals(nodes.nodeId())) {
      answered(answer);
      return;
    }
    // The answer goes to a topic of this hub, whatever node the request names.
    var unusedFuture =
        nodes
            .backplane()
            .publish(
                answersOf.apply(request.nodeId()), Envelope.of(RequestCodec.writeAnswer(answer)))
            .exceptionally(
                failure -> {
                  log.warn(
                      "server {} was not told that its request concerned {} connections",
                      TopicText.quote(request.nodeId()),
                      found,
                      failure);
                  return null;
                });
  }

  private void answered(Answer answer) {
    AnswerCount count = awaited.get(answer.id());
    if (count != null) {
      count.answered(answer);
    }
  }
}
