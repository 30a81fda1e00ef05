package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.nave.conformance.docs.CookbookSnippets.Change;
import dev.nave.conformance.docs.CookbookSnippets.History;
import dev.nave.conformance.docs.CookbookSnippets.HistoryHub;
import dev.nave.conformance.docs.CookbookSnippets.Line;
import dev.nave.conformance.docs.CookbookSnippets.PriceDesk;
import dev.nave.conformance.docs.CookbookSnippets.PriceHub;
import dev.nave.conformance.docs.CookbookSnippets.Prices;
import dev.nave.conformance.docs.CookbookSnippets.Table;
import dev.nave.hub.Hub;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubServer;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.transport.websocket.WebSocketTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The clients of two recipes of {@code docs/cookbook.md} in Node: they miss nothing, whatever order
 * messages come in, when some are lost, and when the connection is cut.
 */
class CookbookIT {
  private static final Path PAGE = Path.of("..", "docs", "cookbook.md");
  private static final int WRITERS = 4;
  private static final int TIMES = 500;

  private final OneTable prices = new OneTable();
  private final OneRoom history = new OneRoom();
  private final WebSocketTransport web =
      WebSocketTransport.builder().host("127.0.0.1").port(0).build();
  private final HubServer server =
      HubServer.builder()
          .transport(web)
          .hub("/prices", PriceHub.class, () -> new PriceHub(prices))
          .hub("/history", HistoryHub.class, () -> new HistoryHub(history))
          .hub("/play", PlayHub.class, PlayHub::new)
          .build();

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void end() {
    server.close();
  }

  /** Keeps the prices. */
  private static final class OneTable implements Prices {
    private final Map<String, Integer> rows = new TreeMap<>();
    private long version;

    @Override
    public synchronized Table copy() {
      return new Table(version, new TreeMap<>(rows));
    }

    @Override
    public synchronized Change set(String name, int price) {
      rows.put(name, price);
      return new Change(++version);
    }
  }

  /** Keeps the lines of one room; may say a line before it answers. */
  private static final class OneRoom implements History {
    private final List<Line> lines = new ArrayList<>();
    private Runnable beforeTheAnswer = () -> {};

    @Override
    public synchronized Line append(String room, String user, String text) {
      Line line = new Line(lines.size() + 1L, user, text);
      lines.add(line);
      return line;
    }

    @Override
    public synchronized List<Line> after(String room, long number, int limit) {
      beforeTheAnswer.run();
      List<Line> later = lines.stream().filter(line -> line.number() > number).toList();
      return later.subList(Math.max(0, later.size() - limit), later.size());
    }
  }

  /** What happens while the client of the recipe watches. */
  public final class PlayHub extends Hub {
    /** Sets prices from several threads, and returns the number of the last change. */
    public long write() {
      PriceDesk desk = new PriceDesk(prices, server.hubContext(PriceHub.class));
      CompletableFuture.allOf(
              IntStream.range(0, WRITERS)
                  .mapToObj(
                      writer ->
                          CompletableFuture.runAsync(
                              () ->
                                  IntStream.range(0, TIMES)
                                      .forEach(time -> desk.set("row" + time % 7, time))))
                  .toArray(CompletableFuture[]::new))
          .join();
      return prices.copy().version();
    }

    /** Sends two changes in the wrong order, as two servers may, loses one, and sends one more. */
    public long disturb() {
      HubContext<PriceHub> clients = server.hubContext(PriceHub.class);
      PriceDesk desk = new PriceDesk(prices, clients);
      long early = prices.set("tea", 1).version();
      long late = prices.set("tea", 2).version();
      clients.clients().group("prices").send("changed", late, "tea", 2);
      clients.clients().group("prices").send("changed", early, "tea", 1);
      prices.set("lost", 3);
      desk.set("last", 4);
      return prices.copy().version();
    }

    /** Says lines that the client gets, and one that is lost. */
    public void say() {
      said(history.append("blue", "bob", "two"));
      history.append("blue", "bob", "lost");
      said(history.append("blue", "bob", "four"));
    }

    /** Closes all connections of the recipes; the clients may come back. */
    public void cut(String text) {
      history.append("blue", "bob", text);
      history.beforeTheAnswer =
          () -> {
            history.beforeTheAnswer = () -> {};
            said(history.append("blue", "bob", "before the answer"));
          };
      CloseMessage close = new CloseMessage(null, true);
      server.connections().stream()
          .filter(connection -> connection.hubName().endsWith("HistoryHub"))
          .forEach(
              connection ->
                  server
                      .hubContext(HistoryHub.class)
                      .connections()
                      .close(connection.connectionId(), close));
    }

    private void said(Line line) {
      server.hubContext(HistoryHub.class).clients().group("room:blue").send("said", line).join();
    }
  }

  @TestFactory
  Stream<DynamicTest> theClientsOfThePage() throws Exception {
    return JavaScriptProject.requirement()
        .tests(
            () ->
                Stream.of(
                    dynamicTest("of the table", this::table),
                    dynamicTest("of the history", this::history)));
  }

  private String connected(String path, String part) throws IOException {
    List<String> found =
        PageBlocks.of(Files.readAllLines(PAGE), "js").stream()
            .filter(block -> block.contains(part))
            .toList();
    assertThat(found).as("blocks with " + part).hasSize(1);
    String to = "http://127.0.0.1:" + web.port();
    return """
        import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
        const to = (path) => new HubConnectionBuilder().withUrl('%s' + path)
            .withAutomaticReconnect([0]).configureLogging(LogLevel.None).build();
        const until = async (met) => {
          while (!met()) await new Promise((resolve) => setTimeout(resolve, 5));
        };
        const play = to('/play');
        await play.start();
        const connection = to('%s');
        """
            .formatted(to, path)
        + found.get(0);
  }

  private void table() throws Exception {
    String rest =
        """
        let last = await play.invoke('Write');
        await until(() => table?.version === last);
        console.log(JSON.stringify(table.prices));
        last = await play.invoke('Disturb');
        await until(() => table?.version === last);
        console.log(JSON.stringify(table.prices));
        await connection.stop();
        await play.stop();
        """;

    List<String> printed =
        JavaScriptProject.run(connected("/prices", "invoke(\"Watch\")") + rest).lines().toList();

    Map<String, Integer> rows = prices.copy().prices();
    assertThat(prices.copy().version()).isEqualTo(WRITERS * TIMES + 4);
    assertThat(rows).containsEntry("tea", 2).containsEntry("lost", 3).containsEntry("last", 4);
    assertThat(printed).hasSize(2).last().asString().satisfies(json -> sameRows(json, rows));
  }

  private static void sameRows(String json, Map<String, Integer> rows) {
    assertThat(List.of(json.replaceAll("[{}\"]", "").split(",")))
        .containsExactlyInAnyOrderElementsOf(
            rows.entrySet().stream().map(row -> row.getKey() + ":" + row.getValue()).toList());
  }

  private void history() throws Exception {
    history.append("blue", "ann", "one");
    String shown = "const shown = [];\nconst show = (line) => shown.push(line.text);\n";
    String rest =
        """
        await play.invoke('Say');
        await until(() => shown.length === 4);
        await play.invoke('Cut', 'meanwhile');
        await until(() => shown.length === 6);
        await connection.invoke('Say', 'blue', 'end');
        await until(() => shown.length === 7);
        console.log(shown.join(', '));
        await connection.stop();
        await play.stop();
        """;

    assertThat(JavaScriptProject.run(shown + connected("/history", "invoke(\"Enter\"") + rest))
        .isEqualTo("one, two, lost, four, meanwhile, before the answer, end\n");
  }
}
