package dev.nave.hub.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A client of the contract tests over a WebSocket. */
record WebSocketClient(RawClient raw) implements LinkClient {
  /** Reads so many bytes of text, in however many messages and frames they come. */
  static String readText(RawClient client, int length) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    while (text.size() < length) {
      RawClient.Frame frame = client.readFrame();
      assertThat(frame.firstByte() & 0x7F).as("a frame of a text").isBetween(0x00, 0x01);
      text.writeBytes(frame.payload());
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void send(String text) {
    raw.send(RawClient.frame(0x81, text));
  }

  @Override
  public String read(int length) {
    return readText(raw, length);
  }

  @Override
  public void leave() {
    raw.send(RawClient.closeFrame(1000));
  }

  @Override
  public void cut() {
    raw.reset();
  }

  @Override
  public void awaitEnd() {
    raw.readAll();
  }

  @Override
  public void close() {
    raw.close();
  }
}
