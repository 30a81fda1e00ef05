package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionState;
import dev.nave.conformance.docs.ConnectingClientsSnippets;
import dev.nave.conformance.docs.ConnectingClientsSnippets.ChatHub;
import dev.nave.hub.HubServer;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.transport.websocket.WebSocketTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the clients of {@code docs/connecting-clients.md} against a server: each block of JavaScript
 * in Node, and the Java. Looks up what {@code docs/troubleshooting.md} says that the JavaScript
 * client says. Not compiled: {@link #NOT_COMPILED}.
 */
class ConnectingClientsIT {
  /** There is no compiler of these in the build; the page says so where it shows them. */
  private static final Set<String> NOT_COMPILED = Set.of("csharp", "swift");

  /** Run here, or compiled with the classes of the page, or commands and coordinates. */
  private static final Set<String> OTHERS = Set.of("java", "js", "jsx", "sh", "xml");

  private static final Path PAGE = Path.of("..", "docs", "connecting-clients.md");
  private static final Path TROUBLES = Path.of("..", "docs", "troubleshooting.md");
  private static final Path CLIENT = Path.of("javascript/node_modules/@microsoft/signalr/dist/cjs");
  private static final Pattern FENCE = Pattern.compile("(?m)^```([a-z]+)$");
  private static final Pattern SAYING = Pattern.compile("`([^`0-9]+)[^`]*`");

  private static final Pattern INFORMATION = Pattern.compile("(?m)^\\[.*Z] Information: .*\\n");

  private static final String IMPORTS =
      """
      import { HubConnectionBuilder, HttpTransportType, LogLevel } from '@microsoft/signalr';
      const currentToken = () => 'ann';
      """;
  private static final String HELLO =
      """
      connection.on('messageReceived', (user, text) => console.log(`${user}: ${text}`));
      await connection.start();
      await connection.invoke('Send', 'ann', 'hello');
      """;
  private static final String STOP = "await connection.stop();\n";

  private final WebSocketTransport web =
      WebSocketTransport.builder().host("127.0.0.1").port(0).build();
  private final HubServer server =
      HubServer.builder()
          .transport(web)
          .authenticator(new NameAuthenticator())
          .hub(
              "/chat",
              DroppingHub.class,
              DroppingHub::new,
              hub -> hub.options(options -> options.statefulReconnect(true)))
          .hub(
              "/users",
              UsersHub.class,
              UsersHub::new,
              hub -> hub.options(options -> options.requireAuthenticatedUser(true)))
          .build();

  /** The hub of the page, which can also drop a client that may come back. */
  public static class DroppingHub extends ChatHub {
    /** Drops the caller. */
    public void drop() {
      var unusedFuture =
          connections().close(context().connectionId(), new CloseMessage(null, true));
    }
  }

  /** The hub of the page, for users only. */
  public static class UsersHub extends ChatHub {}

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void end() {
    server.close();
  }

  private String url(String path) {
    return "http://127.0.0.1:" + web.port() + path;
  }

  private static List<String> blocks(String language) throws IOException {
    return PageBlocks.of(Files.readAllLines(PAGE), language);
  }

  /** Returns the only block of JavaScript that has this in it, with the server's address. */
  private String block(String language, String part, String path) throws IOException {
    List<String> found = blocks(language).stream().filter(each -> each.contains(part)).toList();
    assertThat(found).as("blocks with " + part).hasSize(1);
    return found.get(0).replace("http://localhost:8080/chat", url(path));
  }

  /** Runs a block that builds a connection. */
  private String run(String part, String path, String rest) throws Exception {
    return said(IMPORTS + block("js", part, path) + rest);
  }

  /** Runs a module, and returns what it printed, without the client's own log of information. */
  private static String said(String module) throws Exception {
    return INFORMATION.matcher(JavaScriptProject.run(module)).replaceAll("");
  }

  @TestFactory
  Stream<DynamicTest> javaScriptOfThePageRuns() throws Exception {
    return JavaScriptProject.requirement()
        .tests(
            () ->
                Stream.of(
                    dynamicTest("minimal", this::minimal),
                    dynamicTest("start until it works", this::startUntilItWorks),
                    dynamicTest("token", this::token),
                    dynamicTest("automatic reconnect", this::automaticReconnect),
                    dynamicTest("stateful reconnect", this::statefulReconnect),
                    dynamicTest("no negotiation", this::noNegotiation),
                    dynamicTest("MessagePack", this::messagePack),
                    dynamicTest("time-outs", this::timeouts),
                    dynamicTest("logs", this::logs),
                    dynamicTest("React", this::react),
                    dynamicTest("no other block", this::noOtherBlock),
                    dynamicTest("what the client says", this::sayings),
                    dynamicTest("trace", this::trace)));
  }

  private void minimal() throws Exception {
    String client = block("js", "connection.invoke(", "/chat");
    assertThat(said(client + STOP)).isEqualTo("ann: hello\n");
  }

  private void startUntilItWorks() throws Exception {
    String loop = block("js", "async function start(", "/chat").replace("5000", "5");
    assertThat(
            JavaScriptProject.run(
                loop
                    + "let tries = 0;\n"
                    + "await start({ start: async () => {\n"
                    + "  if (++tries < 3) throw new Error('not yet');\n"
                    + "} });\n"
                    + "console.log(tries);"))
        .isEqualTo("Error: not yet\nError: not yet\n3\n");
  }

  private void token() throws Exception {
    assertThat(run("accessTokenFactory", "/users", HELLO + STOP)).isEqualTo("ann: hello\n");
    assertThat(JavaScriptProject.run(minimalAt("/users"))).contains("401");
  }

  private String minimalAt(String path) throws IOException {
    return block("js", "connection.invoke(", path)
        .replace("await connection.start()", "await connection.start().catch(console.log)")
        .replace("await connection.invoke(", "void (");
  }

  private void automaticReconnect() throws Exception {
    String rest =
        "const again = new Promise((resolve) => connection.onreconnected(resolve));\n"
            + HELLO
            + "await connection.send('Drop');\n"
            + "await again;\n"
            + STOP;
    assertThat(run("nextRetryDelayInMilliseconds", "/chat", rest))
        .containsSubsequence("ann: hello", "reconnecting", "again there as", "gave up");
  }

  private void statefulReconnect() throws Exception {
    String rest = HELLO + "console.log(connection.connection.features.reconnect);\n" + STOP;
    assertThat(run("withStatefulReconnect", "/chat", rest)).isEqualTo("ann: hello\ntrue\n");
  }

  private void noNegotiation() throws Exception {
    String rest = HELLO + "console.log(connection.connectionId ?? 'none');\n" + STOP;
    assertThat(run("skipNegotiation", "/chat", rest)).isEqualTo("ann: hello\nnone\n");
  }

  private void messagePack() throws Exception {
    String rest = HELLO + "console.log(connection._protocol.name);\n" + STOP;
    assertThat(run("MessagePackHubProtocol", "/chat", rest)).isEqualTo("ann: hello\nmessagepack\n");
  }

  private void timeouts() throws Exception {
    String rest =
        HELLO
            + "console.log(connection.serverTimeoutInMilliseconds,"
            + " connection.keepAliveIntervalInMilliseconds);\n"
            + STOP;
    assertThat(run("withServerTimeout", "/chat", rest)).isEqualTo("ann: hello\n60000 10000\n");
  }

  private void logs() throws Exception {
    assertThat(run("LogLevel.Debug", "/chat", HELLO + STOP))
        .contains("Debug: Sending handshake request.", "ann: hello");
  }

  /** Twice: React shows a component of its strict mode, takes it away, and shows it again. */
  private void react() throws Exception {
    String hook = block("jsx", "useChat", "/chat");
    String view =
        "import { act, create } from 'react-test-renderer';\n"
            + "import { createElement, StrictMode } from 'react';\n"
            + "globalThis.IS_REACT_ACT_ENVIRONMENT = true;\n"
            + "let chat;\n"
            + "function View() { chat = useChat('"
            + url("/chat")
            + "'); return null; }\n"
            + "const until = async (met) => {\n"
            + "  while (!met()) {\n"
            + "    await act(() => new Promise((resolve) => setTimeout(resolve, 10)));\n"
            + "  }\n"
            + "};\n"
            + "for (const mode of [View, StrictMode]) {\n"
            + "  const inner = mode === View ? null : createElement(View);\n"
            + "  let root;\n"
            + "  await act(async () => { root = create(createElement(mode, null, inner)); });\n"
            + "  await until(() => chat.connected);\n"
            + "  await chat.send('ann', 'hello');\n"
            + "  await until(() => chat.messages.length > 0);\n"
            + "  console.log(JSON.stringify(chat.messages));\n"
            + "  await act(async () => root.unmount());\n"
            + "}\n";
    String message = "[{\"user\":\"ann\",\"text\":\"hello\"}]";
    assertThat(JavaScriptProject.run(hook + view))
        .containsSubsequence(message, "The connection was stopped during negotiation.", message);
  }

  private void noOtherBlock() throws Exception {
    assertThat(blocks("js")).hasSize(9);
    assertThat(blocks("jsx")).hasSize(1);
  }

  private void sayings() throws Exception {
    String client;
    try (Stream<Path> files = Files.list(CLIENT)) {
      client =
          files
              .filter(file -> file.toString().endsWith(".js"))
              .map(ConnectingClientsIT::read)
              .collect(Collectors.joining("\n"));
    }
    List<String> page = Files.readAllLines(TROUBLES);
    int head = page.indexOf("| the client says | cause → cure |");
    assertThat(head).isPositive();
    List<String> sayings =
        page.subList(head + 2, page.size()).stream()
            .takeWhile(row -> row.startsWith("|"))
            .map(row -> row.split("\\|", -1)[1])
            .flatMap(cell -> SAYING.matcher(cell).results().map(found -> found.group(1)))
            .toList();

    assertThat(sayings).hasSizeGreaterThan(10);
    assertThat(client).contains(sayings);
  }

  /** The messages of the trace on the page of troubles, one after another. */
  private void trace() throws Exception {
    List<String> shown =
        Files.readAllLines(TROUBLES).stream()
            .map(String::strip)
            .filter(line -> line.startsWith("→ {") || line.startsWith("← {"))
            .map(line -> line.substring(2).replace("\\u001e", "\u001e"))
            .toList();
    assertThat(shown).hasSize(5);

    String client =
        "const connection = new HubConnectionBuilder()\n"
            + "  .withUrl('"
            + url("/chat")
            + "', { logMessageContent: true }).configureLogging(LogLevel.Trace).build();\n";
    assertThat(JavaScriptProject.run(IMPORTS + client + HELLO + STOP))
        .contains("/chat/negotiate?negotiateVersion=1")
        .containsSubsequence(shown);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void pageHasNoOtherLanguages() throws IOException {
    Set<String> all = new TreeSet<>(NOT_COMPILED);
    all.addAll(OTHERS);

    assertThat(FENCE.matcher(Files.readString(PAGE)).results().map((MatchResult f) -> f.group(1)))
        .containsAll(all)
        .allMatch(all::contains);
  }

  @Test
  void javaOfThePageRuns() {
    HubConnection connection = new ConnectingClientsSnippets(url("/chat"), "ann").hello();

    assertThat(connection.getConnectionState()).isEqualTo(HubConnectionState.CONNECTED);
    connection.stop().blockingAwait();
  }

  @Test
  void javaClientsWithATokenAndWithoutNegotiationConnect() {
    HubConnection user = new ConnectingClientsSnippets(url("/users"), "ann").withToken();
    user.start().blockingAwait();
    user.invoke("Send", "ann", "hello").blockingAwait();
    user.stop().blockingAwait();

    HubConnection direct = new ConnectingClientsSnippets(url("/chat"), "ann").withoutNegotiation();
    direct.start().blockingAwait();
    direct.invoke("Send", "ann", "hello").blockingAwait();
    assertThat(direct.getConnectionId()).isNull();
    direct.stop().blockingAwait();
  }
}
