package dev.nave.hub.internal.envelope;

import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.internal.envelope.UserGroupCodec.UserGroup;
import dev.nave.hub.internal.messagepack.MessagePackInput;
import dev.nave.hub.internal.messagepack.MessagePackOutput;
import java.io.IOException;

/** Requests to change the groups of all connections of a user. */
public final class UserGroupCodec extends RequestCodec<UserGroup> {
  public UserGroupCodec() {
    super("UserGroup", 3);
  }

  /**
   * {@code user id, group, milliseconds}.
   *
   * @param millis how long the user is in the group from now on; 0 if the user is not any more
   */
  public record UserGroup(String userId, String group, long millis) {}

  @Override
  void writeAsked(UserGroup change, ByteBuilder out) {
    MessagePackOutput.writeString(change.userId(), out);
    MessagePackOutput.writeString(change.group(), out);
    MessagePackOutput.writeInteger(change.millis(), out);
  }

  @Override
  UserGroup readAsked(MessagePackInput in) throws IOException {
    return new UserGroup(EnvelopeCodec.text(in), EnvelopeCodec.text(in), in.readLong());
  }
}
