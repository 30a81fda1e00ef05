package dev.nave.hub.testing;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubFactory;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.HubUser;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tries out hubs without a socket: a whole server in this process, and clients that call its hubs
 * and look at what they received. Any thread.
 *
 * <pre>{@code
 * try (HubTester tester = HubTester.of(ChatHub.class)) {
 *   TestClient ann = tester.connect("ann");
 *   TestClient bob = tester.connect("bob");
 *
 *   ann.invoke("Send", "hi");
 *
 *   assertEquals("hi", bob.expect("messageReceived").argument(1, String.class));
 *   bob.expectNothing();
 * }
 * }</pre>
 *
 * Nothing is simulated but the network: invocations are encoded, run on the hub executor and are
 * completed as they are for clients elsewhere.
 */
public final class HubTester implements AutoCloseable {
  private static final String PATH = "/hub";

  private final TestUsers users = new TestUsers();
  private final Dialer dialer;
  private final HubServer server;
  private final String path;
  private volatile HubProtocol protocol = JsonHubProtocol.create();

  HubTester(String path, Consumer<HubServerBuilder> settings, InProcessTransport transport) {
    this.path = path;
    HubServerBuilder builder = HubServer.builder().authenticator(users);
    settings.accept(builder);
    dialer = new Dialer(transport, users);
    server = started(builder, transport);
  }

  private HubTester(String path, HubServerBuilder builder, InProcessTransport transport) {
    this.path = path;
    dialer = new Dialer(transport, users);
    server = started(builder.authenticator(users), transport);
  }

  private static HubServer started(HubServerBuilder builder, InProcessTransport transport) {
    HubServer server = builder.transport(transport).build();
    server.start();
    return server;
  }

  /** Starts a server of one hub with default options, created by its constructor. */
  public static <H extends AbstractHub> HubTester of(Class<H> hub) {
    return of(PATH, server -> server.hub(PATH, hub));
  }

  /** Starts a server of one hub with default options. */
  public static <H extends AbstractHub> HubTester of(Class<H> hub, HubFactory<H> factory) {
    return of(PATH, server -> server.hub(PATH, hub, factory));
  }

  /**
   * Starts a server as an application builds it, but for its transport.
   *
   * @param path of the hub to which {@link #connect()} leads
   * @param settings maps hubs and sets options. An authenticator set here takes the place of the
   *     tester's, to which {@link #connect(String)} says who a client is
   */
  public static HubTester of(String path, Consumer<HubServerBuilder> settings) {
    return new HubTester(path, settings, new InProcessTransport());
  }

  /**
   * Starts the server that an application has set up, with another transport and another
   * authenticator: the tester's, to which {@link #connect(String)} says who a client is. All else,
   * such as hubs, policies and the backplane, is the application's.
   *
   * @param path of the hub to which {@link #connect()} leads
   * @param server not built yet; the tester keeps its own transport and authenticator in it
   */
  public static HubTester of(String path, HubServerBuilder server) {
    return new HubTester(path, server, new InProcessTransport());
  }

  /** Returns the server, for example for its {@link HubServer#hubContext(Class)}. */
  public HubServer server() {
    return server;
  }

  /**
   * Sets the hub protocol that clients speak who connect from now on. Default: JSON with default
   * rules; an application that sets an {@code ObjectMapper} may want it here, too.
   */
  public HubTester protocol(HubProtocol value) {
    protocol = value;
    return this;
  }

  /**
   * Connects as an anonymous client. Returns when {@code onConnected} has ended.
   *
   * @throws ConnectionRefusedException if the server or {@code onConnected} refuses the client
   */
  public TestClient connect() {
    return connect(HttpRequest.builder("GET", path).build());
  }

  /** Connects as the user of that id; otherwise as {@link #connect()}. */
  public TestClient connect(String userId) {
    return connect(HubUser.of(userId));
  }

  /** Connects as a user; otherwise as {@link #connect()}. */
  public TestClient connect(HubUser user) {
    return connect(HttpRequest.builder("GET", path).build(), user);
  }

  /**
   * Connects with the path, query and headers of a request. The client is anonymous, or the user
   * that the application's own authenticator finds in the request. Otherwise as {@link #connect()}.
   */
  public TestClient connect(HttpRequest request) {
    return connect(request, null);
  }

  /** Connects with the path, query and headers of a request, as a user if one is given. */
  public TestClient connect(HttpRequest request, @Nullable HubUser user) {
    TestClient client = dial(request, user);
    client.shakeHands();
    return client;
  }

  /**
   * Authenticates the user of a connection anew, as {@code POST {path}/refresh} does. Needs {@link
   * dev.nave.hub.HubOptions#authenticationRefresh}.
   *
   * @param user with the id of the one who connected
   * @throws ConnectionRefusedException if the server refuses the user; the connection goes on
   */
  public void refresh(TestClient client, HubUser user) {
    dialer.refresh(client.ticket(), user);
  }

  /** Opens a link, and leaves it to the caller to shake hands. */
  TestClient dial(HttpRequest request, @Nullable HubUser user) {
    return dialer.dial(request, user, protocol);
  }

  /** Stops the server, which ends all connections; waits until {@code onDisconnected} has run. */
  @Override
  public void close() {
    server.close();
  }
}
