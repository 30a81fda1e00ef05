package dev.nave.hub.internal.receive;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Envelope;
import dev.nave.hub.HubOptions;
import dev.nave.hub.LocalDelivery;
import dev.nave.hub.WhenUnavailable;
import dev.nave.hub.internal.accounting.AccountingSettings;
import dev.nave.hub.internal.accounting.HubAccounting;
import dev.nave.hub.internal.accounting.OriginListener;
import dev.nave.hub.internal.clientresults.ClientResultRelay;
import dev.nave.hub.internal.clientresults.PendingClientResults;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.envelope.EnvelopeCodec;
import dev.nave.hub.internal.envelope.ResultCodec;
import dev.nave.hub.internal.envelope.ReturnAddress;
import dev.nave.hub.internal.fakes.FakeBackplane;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.HubLoops;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.registry.GroupPlaces;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.registry.TopicNames;
import dev.nave.hub.internal.send.Fanout;
import dev.nave.hub.internal.send.FanoutOptions;
import dev.nave.hub.internal.send.PublicationCounters;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Questions between servers that number what they publish, to connections that end just then. */
class NumberedQuestionsTest {
  private static final String ALICE = "Chat:connection:alice";
  private static final byte[] QUESTION =
      ("{\"type\":1,\"invocationId\":\"q\",\"target\":\"answer\",\"arguments\":[]}" + END)
          .getBytes(UTF_8);

  private final FakeLoop loop = new FakeLoop(1000);
  private final HubLoops loops = new HubLoops(executor -> ((FakeLoop) executor).hubLoop());
  private final FakeBackplane network = new FakeBackplane();
  private final ConnectionSettings settings = TestClient.settings(HubOptions.builder().build());
  private final TopicNames names = new TopicNames("Chat");
  private final HubAccounting accounting =
      new HubAccounting(
          "me",
          names,
          network,
          AccountingSettings.withInterval(Duration.ofHours(1)),
          System::nanoTime,
          ignoring());
  private final HubRegistry registry =
      new HubRegistry(
          names,
          new Subscriptions(network, Duration.ofHours(1)),
          settings.protocols(),
          accounting,
          GroupPlaces.unlimited(),
          null);
  private final PendingClientResults open = new PendingClientResults(10, 10);
  private final TestClient alice = TestClient.connect(loop, settings, "alice", "json");

  private static OriginListener ignoring() {
    return new OriginListener() {
      @Override
      public void lost(String origin, long publications) {}

      @Override
      public void doubted(String origin) {}

      @Override
      public void died(String origin) {}
    };
  }

  private EnvelopeReceiver receiver(LocalDelivery localDelivery) {
    return new EnvelopeReceiver(
        registry,
        settings,
        new FanoutOptions(accounting, WhenUnavailable.FAIL, localDelivery),
        new ClientResultRelay(names, "me", registry, network, settings, open),
        new PublicationCounters());
  }

  @AfterEach
  void nothingElseHappened() {
    loop.runAll();
    network.assertNothingElse();
    alice.assertNothingElse();
  }

  private static Envelope question(String origin) {
    byte[] front =
        EnvelopeCodec.writeFrontOfNumber(
            Set.of(),
            Map.of("json", QUESTION),
            new ReturnAddress("q", "Chat:internal:return:" + origin, null),
            origin);
    byte[] envelope = Arrays.copyOf(front, front.length + 1);
    envelope[front.length] = 1;
    return Envelope.of(envelope);
  }

  private void assertDisconnected(String topic) throws IOException {
    FakeBackplane.Publication answer = network.nextPublication();
    assertThat(answer.topic()).isEqualTo(topic);
    assertThat(new String(ResultCodec.readCompletion(answer.bytes()).bytes, UTF_8))
        .contains("\"error\":\"Connection disconnected.\"");
  }

  @ParameterizedTest
  @EnumSource(LocalDelivery.class)
  void oneThatArrivesAfterItsConnectionHasLeftTheTopicIsAnswered(LocalDelivery delivery)
      throws IOException {
    EnvelopeReceiver receiver = receiver(delivery);
    assertThat(registry.register(alice.connection(), null)).isDone();
    registry.unregister(alice.connection());
    network.forgetSubscriptions();

    receiver.received(ALICE, question("you"));

    assertDisconnected("Chat:internal:return:you");
  }

  @ParameterizedTest
  @EnumSource(LocalDelivery.class)
  void oneOfThisServersOwnIsAnsweredThough(LocalDelivery delivery) throws IOException {
    EnvelopeReceiver receiver = receiver(delivery);
    assertThat(registry.register(alice.connection(), null)).isDone();
    registry.unregister(alice.connection());
    network.forgetSubscriptions();

    // The asker looked for the connection when it was gone, and the subscription was not yet.
    receiver.received(ALICE, question("me"));

    assertDisconnected("Chat:internal:return:me");
  }

  @ParameterizedTest
  @EnumSource(LocalDelivery.class)
  void oneIsNeverDeliveredAsIfItWereASend(LocalDelivery delivery) {
    loops.of(loop);
    Fanout fanout =
        new Fanout(
            names,
            registry,
            network,
            settings,
            loops,
            Runnable::run,
            new FanoutOptions(accounting, WhenUnavailable.FAIL, delivery));
    assertThat(registry.register(alice.connection(), null)).isDone();
    network.forgetSubscriptions();
    InvocationMessage question =
        new InvocationMessage(Map.of(), "q", "answer", Payload.ofAll(), List.of());

    // The connection came between the look for it and the publication.
    assertThat(
            fanout.publishQuestion(
                "alice",
                "answer",
                OutboundMessage.of(question),
                new ReturnAddress("q", "return", "me")))
        .isDone();
    loop.runAll();

    assertThat(network.nextPublication().topic()).isEqualTo(ALICE);
    alice.assertNothingElse();
  }
}
