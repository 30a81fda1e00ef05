package dev.nave.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Sends the seeds of the fuzz targets to our server and to ASP.NET Core's, each on a connection of
 * its own with a call behind it, and compares what comes back: the kinds of the messages, and
 * whether the connection goes on. Needs the {@link Reference}.
 */
@Execution(ExecutionMode.SAME_THREAD)
class SeedsIT {
  private static final Path SEEDS = Path.of("..", "fuzz", "src", "test", "resources");
  private static final Path FOLDER = SEEDS.resolve(Path.of("dev", "nave", "fuzz"));
  private static final Path LOGS = Path.of("target", "seeds");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x(..)|(.))");
  private static final String SILENCE = "silence";
  private static final int PATIENCE_SECONDS = 10;
  private static final String JSON_HANDSHAKE = "{\"protocol\":\"json\",\"version\":1}\u001e";
  private static final String BINARY_HANDSHAKE = JSON_HANDSHAKE.replace("json", "messagepack");

  /** A call of {@code Echo} with the id {@code f}, behind each seed. */
  private static final String JSON_FENCE =
      "{\"type\":1,\"invocationId\":\"f\",\"target\":\"Echo\",\"arguments\":[\"f\"]}\u001e";

  private static final String BINARY_FENCE =
      "\u000e\u0096\u0001\u0080\u00a1f\u00a4Echo\u0091\u00a1f\u0090";

  /** The seeds on which the servers differ, each with the reason why they may. */
  private static final Map<String, String> DIFFERENCES =
      Map.of(
          "{\"type\":6}//\\x1e",
          "behind a message nothing may follow; the reference does not look",
          "{\"type\":6} {\"type\":6}\\x1e",
          "the same",
          "{\"type\":6}",
          "the same, with the call that follows here",
          "\\x02\\x91c",
          "a message of an unknown type is skipped; the reference reads no more until bytes come",
          "\\xff\\xff\\xff\\xff\\x07",
          "a length beyond maxMessageBytes is refused at once; the reference waits for the bytes");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Some seeds are answered by nothing. */
  private static final ExecutorService PLAYING = Executors.newFixedThreadPool(16);

  private static final List<ServerProcess> STARTED = new ArrayList<>();

  @AfterAll
  static void stop() {
    STARTED.forEach(ServerProcess::close);
    PLAYING.shutdown();
  }

  @TestFactory
  Stream<DynamicTest> seedsAreAnsweredAsByTheReference() throws Exception {
    return Reference.requirement().tests(SeedsIT::tests);
  }

  private static Stream<DynamicTest> tests() throws Exception {
    Files.createDirectories(LOGS);
    STARTED.add(ServerProcess.start(LOGS.resolve("ours.log")));
    STARTED.add(ServerProcess.startReference(LOGS.resolve("reference.log")));
    return Stream.of("handshakes.txt", "json-messages.txt", "messagepack-messages.txt")
        .map(file -> dynamicTest(file, () -> compare(file)));
  }

  private static void compare(String file) throws Exception {
    List<String> lines = Files.readAllLines(FOLDER.resolve(file));
    List<CompletableFuture<String>> differences =
        IntStream.range(0, lines.size())
            .filter(i -> !lines.get(i).isEmpty() && !lines.get(i).startsWith("#"))
            .mapToObj(i -> difference(file, i + 1, lines.get(i)))
            .toList();

    assertThat(differences.stream().map(CompletableFuture::join).filter(text -> !text.isEmpty()))
        .isEmpty();
  }

  private static CompletableFuture<String> difference(String file, int line, String seed) {
    return CompletableFuture.supplyAsync(() -> play(file, STARTED.get(0), seed), PLAYING)
        .thenCombine(
            CompletableFuture.supplyAsync(() -> play(file, STARTED.get(1), seed), PLAYING),
            (ours, theirs) -> difference(file + ":" + line, seed, ours, theirs));
  }

  private static String difference(
      String where, String seed, List<String> ours, List<String> theirs) {
    boolean may = DIFFERENCES.containsKey(seed);
    if (ours.equals(theirs) != may) {
      return "";
    }
    return where + ": " + seed + "\n  ours: " + ours + "\n  reference: " + theirs;
  }

  private static String decode(String line) {
    String bytes = new String(line.getBytes(UTF_8), ISO_8859_1);
    return ESCAPE
        .matcher(bytes)
        .replaceAll(
            escape -> {
              String hex = escape.group(1);
              String literal =
                  hex != null
                      ? String.valueOf((char) HexFormat.fromHexDigits(hex))
                      : escape.group(2).replace('r', '\r').replace('n', '\n');
              return Matcher.quoteReplacement(literal);
            });
  }

  private static List<String> play(String file, ServerProcess server, String line) {
    boolean binary = file.startsWith("messagepack");
    boolean handshakes = file.startsWith("handshakes");
    String seed = decode(line);
    boolean stream = binary ? seed.startsWith("\u0004", 2) : seed.startsWith("{\"type\":4,");
    Client client = new Client(binary, stream);
    WebSocket socket =
        HTTP.newWebSocketBuilder()
            .buildAsync(URI.create("ws://" + server.address() + "/bench"), client)
            .join();
    if (handshakes) {
      client.send(socket, seed + JSON_FENCE, false);
    } else {
      client.send(socket, binary ? BINARY_HANDSHAKE : JSON_HANDSHAKE, false);
      client.send(socket, binary ? seed : seed + JSON_FENCE, binary);
      if (binary) {
        client.send(socket, BINARY_FENCE, true);
      }
    }
    client.over.completeOnTimeout(SILENCE, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    socket.abort();
    return client.outcome();
  }

  /** Takes what a server sends, until the answer of the call or the end. */
  private static final class Client implements WebSocket.Listener {
    private final CompletableFuture<String> over = new CompletableFuture<>();
    private final StringBuilder received = new StringBuilder();
    private final boolean binary;
    private final boolean stream;

    /**
     * Begins with nothing.
     *
     * @param stream whether the seed asks for a stream: then its end comes beside other answers
     */
    Client(boolean binary, boolean stream) {
      this.binary = binary;
      this.stream = stream;
    }

    void send(WebSocket socket, String bytes, boolean asBinary) {
      try {
        if (asBinary) {
          socket.sendBinary(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)), true).join();
        } else {
          socket.sendText(new String(bytes.getBytes(ISO_8859_1), UTF_8), true).join();
        }
      } catch (RuntimeException e) {
        over.complete("cut");
      }
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      return take(socket, data.toString());
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      return take(socket, new String(bytes, ISO_8859_1));
    }

    private CompletionStage<?> take(WebSocket socket, String text) {
      synchronized (received) {
        received.append(text);
        if (has("f") && (!stream || has("1"))) {
          over.complete("answered");
        }
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private boolean has(String id) {
      String answer = binary ? "\u0003\u0080\u00a1" + id : "\"invocationId\":\"" + id + "\"";
      return received.indexOf(answer) >= 0;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      over.complete("closed " + code);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      over.complete("cut");
    }

    List<String> outcome() {
      List<String> kinds = new ArrayList<>();
      String all;
      synchronized (received) {
        all = received.toString();
      }
      int from = 0;
      for (int to = all.indexOf('\u001e'); to >= 0; to = all.indexOf('\u001e', from)) {
        add(kinds, all.substring(from, to));
        from = to + 1;
        if (binary && kinds.size() == 1) {
          break; // The handshake's answer is JSON; what follows is not.
        }
      }
      for (int length; binary && from < all.length(); from += 1 + length) {
        length = all.charAt(from);
        String message = all.substring(from + 1, Math.min(all.length(), from + 1 + length));
        kinds.add("type " + (int) message.charAt(1) + (message.contains("rror") ? " error" : ""));
      }
      kinds.removeIf(kind -> kind.startsWith("type 6"));
      Collections.sort(kinds); // The answer to a stream may come behind that of the call.
      kinds.add(over.getNow(SILENCE));
      return kinds;
    }

    private static void add(List<String> kinds, String json) {
      Matcher type = Pattern.compile("\"type\":(\\d+)").matcher(json);
      kinds.add(
          (type.find() ? "type " + type.group(1) : "handshake")
              + (json.contains("\"error\":") ? " error" : ""));
    }
  }
}
