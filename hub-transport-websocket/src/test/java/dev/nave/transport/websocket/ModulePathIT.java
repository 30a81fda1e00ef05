package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.nave.backplane.Backplane;
import dev.nave.hub.Hub;
import dev.nave.hub.testkit.ModularApplication;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.unix.Unix;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpObjectDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.AddressResolver;
import io.netty.util.Version;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectMapper;

/** A small application of modules: a hub, and a client that calls it over a WebSocket. */
class ModulePathIT {
  private static final String DESCRIPTOR =
      """
      module example.app {
        requires dev.nave.transport.websocket;
        requires java.net.http;

        opens example.app to dev.nave.hub;
      }
      """;

  private static final String APPLICATION =
      """
      package example.app;

      import dev.nave.hub.Hub;
      import dev.nave.hub.HubServer;
      import dev.nave.transport.websocket.WebSocketTransport;
      import java.net.URI;
      import java.net.http.HttpClient;
      import java.net.http.WebSocket;
      import java.util.concurrent.BlockingQueue;
      import java.util.concurrent.CompletionStage;
      import java.util.concurrent.LinkedBlockingQueue;
      import java.util.concurrent.TimeUnit;

      final class Main {
        static class NotesHub extends Hub {
          public String twice(String text) {
            return text + text;
          }
        }

        /** Keeps what it hears. */
        static class Client implements WebSocket.Listener {
          private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            heard.add(text.toString());
            socket.request(1);
            return null;
          }
        }

        public static void main(String[] arguments) throws Exception {
          WebSocketTransport web = WebSocketTransport.builder().port(0).build();
          try (HubServer server =
              HubServer.builder().transport(web).hub("/notes", NotesHub.class).build()) {
            server.start();
            Client client = new Client();
            WebSocket socket =
                HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + web.port() + "/notes"), client)
                    .join();
            socket.sendText("{\\"protocol\\":\\"json\\",\\"version\\":1}\\u001e", true).join();
            System.out.println("handshake: " + client.heard.poll(30, TimeUnit.SECONDS));
            String call =
                "{\\"type\\":1,\\"invocationId\\":\\"7\\",\\"target\\":\\"Twice\\",\\"arguments\\":[\\"tea\\"]}";
            socket.sendText(call + "\\u001e", true).join();
            System.out.println("result: " + client.heard.poll(30, TimeUnit.SECONDS));
            socket.abort();
          }
          Module module = WebSocketTransport.class.getModule();
          System.out.println(module + " is automatic: " + module.getDescriptor().isAutomatic());
        }
      }
      """;

  /** What is needed at run time, without the native transports. */
  private static final List<Class<?>> ONE_OF_EACH =
      List.of(
          WebSocketTransport.class,
          Hub.class,
          Backplane.class,
          ObjectMapper.class,
          JsonParser.class,
          JsonFormat.class,
          Logger.class,
          NullMarked.class,
          Version.class,
          ByteBuf.class,
          Bootstrap.class,
          AddressResolver.class,
          ByteToMessageDecoder.class,
          HttpObjectDecoder.class,
          SslHandler.class,
          Unix.class,
          EpollIoHandler.class,
          KQueueIoHandler.class);

  @TempDir Path folder;

  @Test
  void anApplicationOfModulesServesAHubOverWebSockets() throws Exception {
    assertThat(new ModularApplication(folder, ONE_OF_EACH).run(DESCRIPTOR, APPLICATION))
        .contains("handshake: {}\u001e")
        .contains("result: {\"type\":3,\"invocationId\":\"7\",\"result\":\"teatea\"}\u001e")
        .contains("module dev.nave.transport.websocket is automatic: false");
  }
}
