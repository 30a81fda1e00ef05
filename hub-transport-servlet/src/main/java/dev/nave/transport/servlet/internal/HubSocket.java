package dev.nave.transport.servlet.internal;

import dev.nave.transport.servlet.internal.WebSocketUpgrade.Opening;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the container calls about one WebSocket. Public, since containers want that; only {@link
 * WebSocketUpgrade} makes one.
 */
public final class HubSocket extends Endpoint {
  private static final int PIECE_BYTES = 16 * 1024;

  private final Opening opening;
  private @Nullable ServletWebSocket webSocket;

  HubSocket(Opening opening) {
    this.opening = opening;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    ServletWebSocket opened = new ServletWebSocket(opening.transport, opening.loop(), session);
    webSocket = opened;
    // Pieces come as they are read, however long a message is: these bound each piece only.
    session.setMaxTextMessageBufferSize(PIECE_BYTES);
    session.setMaxBinaryMessageBufferSize(PIECE_BYTES);
    session.addMessageHandler(new TextPieces(opened));
    session.addMessageHandler(new BinaryPieces(opened));
    if (opening.decide()) {
      opening.transport.began(opened);
      opened.attachTo(opening.connection);
    } else {
      opened.refuse();
    }
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    if (webSocket != null) {
      webSocket.closed(reason);
    }
  }

  @Override
  public void onError(Session session, Throwable failure) {
    if (webSocket != null) {
      webSocket.failed(failure);
    }
  }

  /** Takes text in pieces. A class, since containers look at its type. */
  private static final class TextPieces implements MessageHandler.Partial<String> {
    private final ServletWebSocket webSocket;

    TextPieces(ServletWebSocket webSocket) {
      this.webSocket = webSocket;
    }

    @Override
    public void onMessage(String piece, boolean last) {
      webSocket.received(piece.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Takes binary messages in pieces. */
  private static final class BinaryPieces implements MessageHandler.Partial<ByteBuffer> {
    private final ServletWebSocket webSocket;

    BinaryPieces(ServletWebSocket webSocket) {
      this.webSocket = webSocket;
    }

    @Override
    public void onMessage(ByteBuffer piece, boolean last) {
      byte[] bytes = new byte[piece.remaining()];
      piece.get(bytes);
      webSocket.received(bytes);
    }
  }
}
