import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;

/** The measured methods as events of netty-socketio, otherwise with its defaults. */
public final class NettySocketIoServer {
  private static final int LARGE_FRAME_BYTES = 131_072;

  public static void main(String[] words) {
    Configuration configuration = new Configuration();
    configuration.setHostname("127.0.0.1");
    configuration.setPort(Integer.parseInt(words[words.length - 1]));
    configuration.setMaxFramePayloadLength(LARGE_FRAME_BYTES);
    configuration.getSocketConfig().setReuseAddress(true);
    configuration.getSocketConfig().setTcpNoDelay(true);
    SocketIOServer server = new SocketIOServer(configuration);
    server.addEventListener(
        "Broadcast",
        String.class,
        (client, text, ack) -> server.getBroadcastOperations().sendEvent("m", text));
    server.addEventListener("Echo", String.class, (client, text, ack) -> ack.sendAckData(text));
    server.addEventListener(
        "Join",
        String.class,
        (client, group, ack) -> {
          client.joinRoom(group);
          ack.sendAckData(group);
        });
    server.addMultiTypeEventListener(
        "ToGroup",
        (client, arguments, ack) ->
            server
                .getRoomOperations((String) arguments.get(0))
                .sendEvent("m", (Object) arguments.get(1)),
        String.class,
        String.class);
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    server.start();
  }
}
